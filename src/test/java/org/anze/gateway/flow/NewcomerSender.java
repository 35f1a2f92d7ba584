package org.anze.gateway.flow;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import org.anze.gateway.demo.DemoSenders;
import org.anze.gateway.demo.PartyClient;
import org.anze.gateway.pki.PkiLayout;
import org.anze.gateway.pki.PrivateFiles;
import org.anze.gateway.pki.TlsContexts;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A party that sends over the channel it has and reads what it gets back there. It repeats nothing by itself: a failure is an
 * {@link IOException}, after which the same may be sent again, as the manuals say.
 */
final class NewcomerSender {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final GatewayProcess gateway;
    private final DemoSenders senders;
    private final PkiLayout layout;

    NewcomerSender(GatewayProcess gateway) {
        this.gateway = gateway;
        this.senders = gateway.senders();
        this.layout = new PkiLayout(gateway.data());
    }

    /** The ways in. */
    enum Channel {
        SFTP,
        SFTP_WITH_FLAG_FILE,
        REST,
        QUEUE,
        LEGACY_SOAP
    }

    /**
     * What came back.
     *
     * @param receipt body of the signed receipt
     * @param rejects the findings as CSV; empty when nothing was rejected
     * @param toMend the rejected records in the sender's own layout; null when there are none
     * @param answer what the channel itself answered, in the party's own shape; empty where a receipt is the answer
     */
    record Returned(
            JsonNode receipt, String rejects, @Nullable ToMend toMend, String answer) {}

    /** A returned file; its ending tells what it is. */
    record ToMend(String ending, byte[] content) {}

    /** Sends and waits for what comes back. */
    Returned send(
            String party, Channel channel, String name, byte[] content, String mediaType, @Nullable String mapping)
            throws IOException {
        return switch (channel) {
            case SFTP, SFTP_WITH_FLAG_FILE -> overSftp(party, name, content, channel == Channel.SFTP_WITH_FLAG_FILE);
            case REST -> overRest(party, name, content, mediaType, mapping);
            case QUEUE -> overQueue(party, name, content);
            case LEGACY_SOAP -> overLegacySoap(party, name, content);
        };
    }

    private Returned overSftp(String party, String name, byte[] content, boolean flag) throws IOException {
        senders.put(party, name, new ByteArrayInputStream(content));
        if (flag) {
            senders.put(party, name + ".ok", new ByteArrayInputStream(new byte[0]));
        }
        JsonNode receipt = JSON.readTree(senders.awaitReceipt(party, name + ".receipt.json", PATIENCE));
        JsonNode body = receipt.path("body");
        if (body.path("rejected").asLong() == 0) {
            return new Returned(body, "", null, "");
        }
        String rejects = text(senders.awaitReceipt(party, name + ".rejects.csv", PATIENCE));
        byte[] toMend = senders.awaitReceipt(party, name + ".fix.csv", PATIENCE);
        return new Returned(body, rejects, new ToMend("csv", toMend), "");
    }

    private Returned overRest(String party, String id, byte[] content, String mediaType, @Nullable String mapping)
            throws IOException {
        PartyClient client = client(party);
        PartyClient.Answer answer = client.submit(id, mediaType, mapping, () -> new ByteArrayInputStream(content));
        if (answer.status() != 200 && answer.status() != 202) {
            throw new IOException(answer.status() + " " + answer.text());
        }
        return lookUp(client, id, "");
    }

    private Returned overQueue(String party, String id, byte[] content) throws IOException {
        JsonNode receipt = JSON.readTree(senders.exchangeOverQueue(party, id, content, PATIENCE));
        Returned known = lookUp(client(party), id, "");
        return new Returned(receipt.path("body"), known.rejects(), known.toMend(), "");
    }

    private Returned overLegacySoap(String party, String id, byte[] envelope) throws IOException {
        PartyClient client = client(party);
        PartyClient.Answer answer = client.legacySoap(party, id, envelope);
        if (answer.status() != 200) {
            throw new IOException(answer.status() + " " + answer.text());
        }
        return lookUp(client, id, answer.text());
    }

    /** Asks for receipt and findings by the sender's own id. */
    private static Returned lookUp(PartyClient client, String id, String answer) throws IOException {
        String path = "/api/v1/submissions/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
        PartyClient.Answer receipt = client.get(path + "/receipt");
        PartyClient.Answer rejects = client.get(path + "/rejects?format=csv");
        if (receipt.status() != 200 || rejects.status() != 200) {
            throw new IOException(receipt.status() + " " + receipt.text() + ", " + rejects.status());
        }
        JsonNode body = JSON.readTree(receipt.body()).path("body");
        ToMend toMend = body.path("rejected").asLong() == 0 ? null : toMend(client.get(path + "/rejects?layout=own"));
        return new Returned(body, rejects.text(), toMend, answer);
    }

    private static @Nullable ToMend toMend(PartyClient.Answer answer) throws IOException {
        if (answer.status() == 404) {
            return null;
        }
        if (answer.status() != 200) {
            throw new IOException(answer.status() + " " + answer.text());
        }
        String name = answer.header("content-disposition").orElse("");
        return new ToMend(name.replaceAll("^.*\\.|\"$", ""), answer.body());
    }

    /** By certificate when it has one, otherwise by secret. */
    private PartyClient client(String party) throws IOException {
        if (Files.exists(layout.demoKeys(party).certificate())) {
            return senders.https(party);
        }
        return PartyClient.withSecret(
                gateway.https(),
                new TlsContexts(gateway.data()).anonymousClient(),
                party,
                PrivateFiles.readSecret(layout.demoKeys(party).secret()).toCharArray());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
