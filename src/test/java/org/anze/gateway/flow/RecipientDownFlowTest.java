package org.anze.gateway.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.anze.gateway.demo.DemoRecipients;
import org.anze.gateway.demo.DemoSenders;
import org.anze.gateway.demo.ReceivedRecords;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A recipient that is down for a while under load gets everything afterwards; the others notice nothing. */
class RecipientDownFlowTest {

    private static final String DOWN = "platform-shanxi";
    private static final Duration OUTAGE = Duration.ofSeconds(Long.getLong("anze.flow.outage", 6));
    private static final int BATCH = 200;

    private final DemoRecipients recipients = SharedGateway.recipients();

    @AfterEach
    void everybodyIsUpAgain() {
        recipients.faults(DOWN).down(false);
    }

    @Test
    void deliversEverythingWithoutGapOrDoubleAfterAnOutage() throws Exception {
        DemoSenders senders = SharedGateway.get().senders();
        recipients.faults(DOWN).down(true);
        long before = recipients.received(DOWN).last();
        long end = System.nanoTime() + OUTAGE.toNanos();
        int sent = 0;
        while (System.nanoTime() < end) {
            senders.exchangeOverRest(
                    "insurer-wu",
                    "OUTAGE-" + sent,
                    "application/x-ndjson",
                    "canonical-policy",
                    SamplePolicies.lines("WUOUTAGE", sent, BATCH, "140212", "01"),
                    Duration.ofSeconds(30));
            sent += BATCH;
        }
        int total = sent;
        // The others have everything while this one has nothing.
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> count("ministry") == total);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> count("city-datong") == total);
        assertThat(recipients.received(DOWN).last()).isEqualTo(before);

        recipients.faults(DOWN).down(false);

        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> count(DOWN) == total);
        assertThat(recipients.received(DOWN).violations()).isEmpty();
        assertThat(ReceivedRecords.read(folder(DOWN)).repeated()).isZero();
    }

    private long count(String party) throws IOException {
        return ReceivedRecords.read(folder(party)).count("policy", "WUOUTAGE");
    }

    private Path folder(String party) {
        return recipients.received(party).folder();
    }
}
