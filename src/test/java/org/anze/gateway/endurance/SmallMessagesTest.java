package org.anze.gateway.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code -Danze.long.messages} with one record each: each is accepted once, and the memory stays what it was. */
@Tag("long")
class SmallMessagesTest {

    private static final long MESSAGES = Long.getLong("anze.long.messages", 1_000_000);
    private static final long FIRST = Math.max(1, MESSAGES / 10);
    private static final int SENDERS = 16;
    private static final String QUEUE_PARTY = "insurer-bing";
    private static final Duration PATIENCE = Duration.ofHours(3);

    @Test
    void takesOneRecordPerPostFromSixteenSenders() throws Exception {
        try (EnduranceSite site = new EnduranceSite("small-posts")) {
            site.start();
            ObedientSender sender = new ObedientSender(site.senders());
            PolicyLoad load = new PolicyLoad(sender, "LSM", SENDERS, 1);
            try (RunLog log = new RunLog("small posts", site)) {
                RunLog.Standing begin = log.now();
                load.send(FIRST);
                Memory early = log.memory();
                load.send(MESSAGES - FIRST);
                RunLog.Standing end = log.now();
                Memory late = log.memory();
                say(log, begin, end, early, late);
                site.requireConserved(MESSAGES);
                log.say("answers %s", sender.answers());

                assertThat(sender.faults()).isEmpty();
                assertThat(load.accepted()).as("receipts say accepted").isEqualTo(MESSAGES);
                late.requireFlatSince(early);
            }
        }
    }

    @Test
    void takesOneRecordPerQueueMessage() throws Exception {
        try (EnduranceSite site = new EnduranceSite("small-messages")) {
            site.start();
            try (RunLog log = new RunLog("small messages", site);
                    QueueLoad load = new QueueLoad(site.gateway(), QUEUE_PARTY, "LSQ", Math.toIntExact(MESSAGES))) {
                RunLog.Standing begin = log.now();
                load.start();
                Awaitility.await("a tenth")
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(200))
                        .until(() -> load.receipts() >= FIRST || load.fault() != null);
                Memory early = log.memory();
                Awaitility.await("all receipts")
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(200))
                        .until(() -> load.receipts() >= MESSAGES || load.fault() != null);
                RunLog.Standing end = log.now();
                Memory late = log.memory();
                assertThat(load.fault()).isNull();
                say(log, begin, end, early, late);
                site.requireConserved(MESSAGES);

                assertThat(load.accepted()).as("receipts say accepted").isEqualTo(MESSAGES);
                assertThat(load.repeated()).as("receipts that came twice").isZero();
                late.requireFlatSince(early);
            }
        }
    }

    private static void say(RunLog log, RunLog.Standing begin, RunLog.Standing end, Memory early, Memory late) {
        log.say(
                "%d messages, %.0f/s; %s after a tenth; %s at the end; largest RSS %s",
                MESSAGES, end.acceptedSince(begin), early, late, RunLog.megabytes(log.largest()));
    }
}
