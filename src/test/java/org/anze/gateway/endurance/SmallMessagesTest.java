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
                RunLog.Standing early = log.now();
                load.send(MESSAGES - FIRST);
                RunLog.Standing end = log.now();
                say(log, begin, early, end);
                site.requireConserved(MESSAGES);
                log.say("answers %s", sender.answers());

                assertThat(sender.faults()).isEmpty();
                assertThat(load.accepted()).as("receipts say accepted").isEqualTo(MESSAGES);
                requireFlat(early, end);
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
                RunLog.Standing early = log.now();
                Awaitility.await("all receipts")
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(200))
                        .until(() -> load.receipts() >= MESSAGES || load.fault() != null);
                RunLog.Standing end = log.now();
                assertThat(load.fault()).isNull();
                say(log, begin, early, end);
                site.requireConserved(MESSAGES);

                assertThat(load.accepted()).as("receipts say accepted").isEqualTo(MESSAGES);
                assertThat(load.repeated()).as("receipts that came twice").isZero();
                requireFlat(early, end);
            }
        }
    }

    private static void say(RunLog log, RunLog.Standing begin, RunLog.Standing early, RunLog.Standing end) {
        log.say(
                "%d messages, %.0f/s, RSS %s after a tenth, %s at the end, largest %s",
                MESSAGES,
                end.acceptedSince(begin),
                RunLog.megabytes(early.resident()),
                RunLog.megabytes(end.resident()),
                RunLog.megabytes(log.largest()));
    }

    private static void requireFlat(RunLog.Standing early, RunLog.Standing end) {
        assertThat((double) early.resident())
                .as("RSS after a tenth, at the end " + RunLog.megabytes(end.resident()))
                .isGreaterThanOrEqualTo(RunLog.FLAT * end.resident());
    }
}
