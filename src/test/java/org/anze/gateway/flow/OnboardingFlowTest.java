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
import org.anze.gateway.Executables;
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
    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xls", "application/vnd.ms-excel",
            "json", "application/json",
            "ndjson", "application/x-ndjson",
            "xml", "application/xml",
            "csv", "text/csv");

    private static GatewayProcess gateway;
    private static NewcomerSender sender;

    /**
     * What is sent, and what has to come of it. Each sends a good file of two records, then a bad one whose second record has
     * the {@code wrong} text at {@code place}, and then what came back of it, mended.
     */
    enum Source {
        CSV("newcomer-csv", Channel.SFTP, "txt", "policy RENP202600000", "5,7,", "MAP-0209", "2026/2/30", "2026/2/28"),
        FIXED_WIDTH(
                "newcomer-fixed",
                Channel.SFTP_WITH_FLAG_FILE,
                "dat",
                "policy GUIP202600000",
                "3,6,",
                "MAP-0214",
                "149999",
                "140502"),
        XLSX("newcomer-xlsx", Channel.REST, "xlsx", "policy ZIP202600000", "6,11,", "MAP-0206", "20 percent", "20%"),
        XLS("newcomer-xls", Channel.REST, "xls", "mustInsure 91140702MAXX030", "4,7,", "MAP-0211", "UNKNOWN", "×"),
        XML(
                "newcomer-xml",
                Channel.QUEUE,
                "xml",
                "policy CHOU202600000",
                "12,5,",
                "MAP-0203",
                ">12000.50<",
                ">12000.50元<"),
        SOAP("newcomer-soap", Channel.LEGACY_SOAP, "xml", "policy YINP202600000", "10,1,", "MAP-0208", "七十", "70"),
        SOAP_FILE("newcomer-soap", Channel.REST, "xml", "policy YINP202600001", "10,1,", "MAP-0208", "七十", "70"),
        JSON("newcomer-json", Channel.REST, "json", "complaint XZTS2026000", "24,11,", "MAP-0209", "昨天", "2026-03-05"),
        NDJSON("newcomer-ndjson", Channel.REST, "ndjson", "enterprise 91141002MAXX030", "2,61,", "MAP-0112", "", ""),
        ZIP("newcomer-zip", Channel.SFTP, "zip", "policy CHENP202600000", "2,7,", "MAP-0202", "一万八", "18000");

        private final String party;
        private final Channel channel;
        private final String ending;
        private final String keys;
        private final String place;
        private final String code;
        private final String wrong;
        private final String right;

        Source(
                String party,
                Channel channel,
                String ending,
                String keys,
                String place,
                String code,
                String wrong,
                String right) {
            this.party = party;
            this.channel = channel;
            this.ending = ending;
            this.keys = keys;
            this.place = place;
            this.code = code;
            this.wrong = wrong;
            this.right = right;
        }

        private String sample(String quality) {
            return (this == SOAP_FILE ? "envelope-" : "") + quality + "." + ending;
        }

        private @Nullable String mapping() {
            return this == SOAP_FILE ? "envelopes" : this == SOAP ? "policies" : null;
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
                    NewcomerFiles.configuration().resolve(folder),
                    gateway.home().resolve(folder));
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
        // Made once: a workbook holds the second it was written, and other bytes under the same name are another
        // submission.
        byte[] content = NewcomerFiles.content(source.party, source.sample("good"));
        AtomicReference<Returned> first = new AtomicReference<>();
        Awaitility.await("the folders are read")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThatCode(() -> first.set(send(source, "good", content)))
                        .doesNotThrowAnyException());
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
        int accepted = 3;
        if (!source.wrong.isEmpty()) {
            sendsBackWhatItMended(source, Objects.requireNonNull(bad.toMend(), "nothing to mend"));
            accepted = 4;
        }
        int expected = accepted;
        Path received = SharedGateway.recipients().received("platform-shanxi").folder();
        Awaitility.await("sealed, and given to a recipient by its agreement")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(
                        () -> assertThat(ReceivedRecords.read(received).values().keySet())
                                .filteredOn(key -> key.startsWith(source.keys))
                                .hasSize(expected));
    }

    /** Over its own channel; only a legacy envelope has no place for what came back, so that goes by REST. */
    private static void sendsBackWhatItMended(Source source, NewcomerSender.ToMend toMend) throws IOException {
        byte[] mended = NewcomerFiles.replace(toMend.content(), toMend.ending(), source.wrong, source.right);
        Channel channel = source.channel == Channel.LEGACY_SOAP ? Channel.REST : source.channel;
        Returned last = sender.send(
                source.party,
                channel,
                source.sample("bad") + ".fix." + toMend.ending(),
                mended,
                MEDIA_TYPES.get(toMend.ending()),
                source.mapping());
        assertThat(last.receipt().path("status").asString()).as(last.rejects()).isEqualTo("ACCEPTED");
        assertThat(last.receipt().path("accepted").asInt()).isEqualTo(1);
    }

    private static Returned send(Source source, String quality, byte[] content) throws IOException {
        return sender.send(
                source.party,
                source.channel,
                source.sample(quality),
                content,
                MEDIA_TYPES.get(source.ending),
                source.mapping());
    }
}
