package org.anze.gateway.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.anze.gateway.ReadmeCommands;
import org.anze.gateway.demo.ReceivedRecords;
import org.anze.gateway.flow.NewcomerSender.Channel;
import org.anze.gateway.flow.NewcomerSender.Returned;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Parties that the product has never seen, one for each kind of source, become part of a running gateway by files alone:
 * their folders under {@code mappings} and {@code parties} are copied in, their credentials are made by the commands of
 * docs/operations/keys.md. Nothing is restarted and nothing is compiled.
 */
class OnboardingFlowTest {

    private static final Path KEYS_PAGE = Path.of("docs", "operations", "keys.md");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private static GatewayProcess gateway;
    private static NewcomerSender sender;

    /** What is sent, and what has to come of it. Each sends a good file of two records and a bad one that spoils the second. */
    enum Source {
        CSV("newcomer-csv", Channel.SFTP, "txt", "policy RENP2026000001", "policy RENP2026000002", "5,7,", "MAP-0209"),
        FIXED_WIDTH(
                "newcomer-fixed",
                Channel.SFTP_WITH_FLAG_FILE,
                "dat",
                "policy GUIP2026000001",
                "policy GUIP2026000002",
                "3,6,",
                "MAP-0214"),
        XLSX("newcomer-xlsx", Channel.REST, "xlsx", "policy ZIP2026000001", "policy ZIP2026000002", "6,11,", "MAP-0206"),
        XLS(
                "newcomer-xls",
                Channel.REST,
                "xls",
                "mustInsure 91140702MAXX03013D/2026/newcomer-xls",
                "mustInsure 91140702MAXX030218/2026/newcomer-xls",
                "4,7,",
                "MAP-0211"),
        XML("newcomer-xml", Channel.QUEUE, "xml", "policy CHOU2026000001", "policy CHOU2026000002", "12,5,", "MAP-0203"),
        SOAP("newcomer-soap", Channel.LEGACY_SOAP, "xml", "policy YINP2026000001", "policy YINP2026000002", "10,1,", "MAP-0208"),
        SOAP_FILE(
                "newcomer-soap",
                Channel.REST,
                "xml",
                "policy YINP2026000005",
                "policy YINP2026000006",
                "10,1,",
                "MAP-0208"),
        JSON("newcomer-json", Channel.REST, "json", "complaint XZTS20260001", "complaint XZTS20260002", "24,11,", "MAP-0209"),
        NDJSON(
                "newcomer-ndjson",
                Channel.REST,
                "ndjson",
                "enterprise 91141002MAXX03013M",
                "enterprise 91141002MAXX03021G",
                "2,61,",
                "MAP-0112"),
        ZIP("newcomer-zip", Channel.SFTP, "zip", "policy CHENP2026000001", "policy CHENP2026000002", "2,7,", "MAP-0202");

        private final String party;
        private final Channel channel;
        private final String ending;
        private final List<String> records;
        private final String place;
        private final String code;

        Source(String party, Channel channel, String ending, String first, String second, String place, String code) {
            this.party = party;
            this.channel = channel;
            this.ending = ending;
            this.records = List.of(first, second);
            this.place = place;
            this.code = code;
        }

        private String sample(String quality) {
            return (this == SOAP_FILE ? "envelope-" : "") + quality + "." + ending;
        }

        private String mediaType() {
            return switch (this) {
                case XLSX -> SHEET;
                case XLS -> "application/vnd.ms-excel";
                case JSON -> "application/json";
                case NDJSON -> "application/x-ndjson";
                default -> "application/xml";
            };
        }

        private @Nullable String mapping() {
            return this == SOAP_FILE ? "envelopes" : null;
        }
    }

    @BeforeAll
    static void addsThemAllToTheRunningGateway() throws Exception {
        List<String> missing = Executables.missing("bash", "openssl", "ssh-keygen");
        Assumptions.assumeTrue(missing.isEmpty(), "the commands of docs/operations/keys.md need " + missing);
        gateway = SharedGateway.get();
        sender = new NewcomerSender(gateway);
        Parties parties = Parties.load(NewcomerFiles.configuration().resolve("parties"));
        assertThat(parties.broken()).isEmpty();
        for (Party party : parties.all()) {
            makeCredentials(party);
        }
        assertThatThrownBy(() -> send(Source.JSON, "good", new byte[0]))
                .as("nobody is known before the files are there")
                .isInstanceOf(IOException.class)
                .hasMessageContaining("401");
        for (String folder : List.of("mappings", "parties")) {
            GatewayProcess.copyTree(
                    NewcomerFiles.configuration().resolve(folder), gateway.home().resolve(folder));
        }
    }

    /** With the commands that the manual gives for {@code insurer-new}, by what the party's file opens to it. */
    private static void makeCredentials(Party party) throws Exception {
        Party.Intake intake = Objects.requireNonNull(party.intake());
        Map<String, String> commands = ReadmeCommands.of(KEYS_PAGE);
        List<String> wanted = new ArrayList<>();
        if (intake.sftp() != null) {
            wanted.add("new-ssh-key");
        }
        if (intake.basic() || intake.queue() != null) {
            wanted.add("new-secret");
        } else if (intake.rest()) {
            wanted.add("new-certificate");
        }
        for (String name : wanted) {
            String command = gateway.here(commands.get(name))
                    .replace("insurer-new", party.id())
                    .replaceAll("(?<=organizationIdentifier=)\\w+", party.uscc());
            Shell.Result result = Shell.run("set -e\n" + command, GatewayProcess.shellVariables(), PATIENCE);
            assertThat(result.exit()).as(name + ": " + result.output()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesAPartyThatItHasNeverSeen(Source source) throws Exception {
        // Made once: a workbook holds the second it was written, and other bytes under the same name are another submission.
        byte[] content = NewcomerFiles.content(source.party, source.sample("good"));
        AtomicReference<Returned> first = new AtomicReference<>();
        Awaitility.await("the folders are read")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() ->
                        assertThatCode(() -> first.set(send(source, "good", content))).doesNotThrowAnyException());
        Returned good = first.get();
        Returned bad = send(source, "bad", NewcomerFiles.content(source.party, source.sample("bad")));

        assertThat(good.receipt().path("status").asString()).as(good.rejects()).isEqualTo("ACCEPTED");
        assertThat(good.receipt().path("accepted").asInt()).isEqualTo(2);
        assertThat(bad.receipt().path("status").asString()).as(bad.rejects()).isEqualTo("PARTLY_ACCEPTED");
        assertThat(bad.receipt().path("accepted").asInt()).isEqualTo(1);
        assertThat(bad.receipt().path("rejected").asInt()).isEqualTo(1);
        assertThat(Arrays.stream(bad.rejects().split("\r?\n")))
                .as(bad.rejects())
                .anyMatch(line -> line.startsWith(source.place) && line.contains("," + source.code + ","));
        if (source == Source.SOAP) {
            assertThat(good.answer()).contains("<code>00</code>");
            assertThat(bad.answer()).contains("<code>11</code>");
        }
        Path received = SharedGateway.recipients().received("platform-shanxi").folder();
        Awaitility.await("sealed, and given to a recipient by its agreement")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() ->
                        assertThat(ReceivedRecords.read(received).values()).containsKeys(source.records.toArray(new String[0])));
    }

    private static Returned send(Source source, String quality, byte[] content) throws IOException {
        return sender.send(
                source.party, source.channel, source.sample(quality), content, source.mediaType(), source.mapping());
    }
}
