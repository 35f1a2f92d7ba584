package org.anze.gateway.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.anze.gateway.demo.DemoRecipients;
import org.anze.gateway.demo.DemoSenders;
import org.anze.gateway.demo.ReceivedRecords;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** An agreement that is withdrawn while its recipient is down stops what was waiting, also what had been prepared. */
class WithdrawnAgreementFlowTest {

    private static final String OBSERVER = SharedGateway.OBSERVER;

    @Test
    void stopsWhatWasWaitingWhenTheAgreementEndsDuringAnOutage() throws Exception {
        GatewayProcess gateway = SharedGateway.get();
        DemoRecipients recipients = SharedGateway.recipients();
        DemoSenders senders = gateway.senders();
        Path folder = recipients.received(OBSERVER).folder();
        send(senders, "BEFORE", 10);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> count(folder, "WUBEFORE") == 10);
        long lastBefore = recipients.received(OBSERVER).last();

        recipients.faults(OBSERVER).down(true);
        send(senders, "WAITING", 700);
        Path agreement = gateway.home().resolve("parties").resolve(OBSERVER).resolve("agreements/observed.yaml");
        // The first parcel has been tried in vain, so its bytes count as having left.
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Files.readString(gateway.log())
                .contains("city-observer"));
        Files.writeString(agreement, SharedGateway.agreement(2, "revokedAt: 2026-11-01T00:00:00+08:00"));
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Files.readString(gateway.log())
                .contains("a parcel was emptied"));
        recipients.faults(OBSERVER).down(false);

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> recipients.received(OBSERVER).last() > lastBefore);
        send(senders, "AFTER", 10);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> count(recipients.received("platform-shanxi").folder(), "WUAFTER") == 10);

        assertThat(count(folder, "WUWAITING")).isZero();
        assertThat(count(folder, "WUAFTER")).isZero();
        assertThat(recipients.received(OBSERVER).violations()).isEmpty();
        assertThat(newestParcel(folder))
                .contains("\"statement\":\"AGREEMENT_ENDED\"")
                .contains("\"entries\":[]");
    }

    private static void send(DemoSenders senders, String what, int count) throws Exception {
        senders.exchangeOverRest(
                "insurer-wu",
                "OBSERVED-" + what,
                "application/x-ndjson",
                "canonical-policy",
                SamplePolicies.lines("WU" + what, 0, count, "140502", "03"),
                Duration.ofSeconds(30));
    }

    private static long count(Path folder, String prefix) throws Exception {
        return ReceivedRecords.read(folder).count("policy", prefix);
    }

    private static String newestParcel(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> parcels = files.filter(file -> file.toString().endsWith(".parcel.json"))
                    .sorted()
                    .toList();
            return Files.readString(parcels.get(parcels.size() - 1));
        }
    }
}
