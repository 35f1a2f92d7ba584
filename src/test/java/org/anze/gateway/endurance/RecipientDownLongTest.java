package org.anze.gateway.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One of four recipients refuses connections while {@code -Danze.long.records} arrive: neither memory nor the speed of intake
 * may change, compared with {@code -Danze.long.baseline} records before with all of them up. Once it is back it gets
 * everything, once and in order.
 */
@Tag("long")
class RecipientDownLongTest {

    private static final long RECORDS = Long.getLong("anze.long.records", 1_000_000);
    private static final long BASELINE = Long.getLong("anze.long.baseline", 50_000);
    private static final int SENDERS = 4;
    private static final int BATCH = 500;
    private static final String DOWN = "platform-shanxi";
    private static final double AS_FAST = 0.85;
    private static final double AS_SMALL = 1.15;
    /** Longer than the longest pause between two attempts at a recipient. */
    private static final Duration COMES_BACK = Duration.ofMinutes(2);

    @Test
    void takesInAsFastWithAsMuchMemoryWhileARecipientIsDownAndCatchesUpAfterwards() throws Exception {
        try (EnduranceSite site = new EnduranceSite("recipient-down")) {
            site.start();
            ObedientSender sender = new ObedientSender(site.senders());
            PolicyLoad load = new PolicyLoad(sender, "LRD", SENDERS, BATCH);
            try (RunLog log = new RunLog("recipient down", site)) {
                // Before the compiler has seen it, everything is slow: that would be too easy to keep up with.
                load.send(BASELINE);
                site.awaitDelivered(BASELINE);
                RunLog.Standing begin = log.now();
                load.send(BASELINE);
                RunLog.Standing baseline = log.now();
                site.awaitDelivered(2 * BASELINE);
                double fast = baseline.acceptedSince(begin);
                log.say(
                        "baseline: %d records in, %.0f/s, RSS %s",
                        BASELINE, fast, RunLog.megabytes(baseline.resident()));

                Sink sink = site.sink(DOWN);
                sink.down();
                RunLog.Standing away = log.now();
                load.send(RECORDS);
                RunLog.Standing outage = log.now();
                double during = outage.acceptedSince(away);
                log.say(
                        "outage: %d records in, %.0f/s (%.2f of the baseline), RSS %s (%.2f of the baseline)",
                        RECORDS,
                        during,
                        during / fast,
                        RunLog.megabytes(outage.resident()),
                        1.0 * outage.resident() / baseline.resident());
                assertThat(sink.records()).isEqualTo(2 * BASELINE);

                sink.up();
                Awaitility.await("first parcel after the outage")
                        .atMost(COMES_BACK)
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> sink.records() > 2 * BASELINE);
                long waiting = 2 * BASELINE + RECORDS - sink.records();
                long back = System.nanoTime();
                site.awaitDelivered(2 * BASELINE + RECORDS);
                double seconds = (System.nanoTime() - back) / 1e9;
                RunLog.Standing end = log.now();
                log.say(
                        "caught up: %d records in %.1f s, %.0f/s, from its first parcel; RSS %s, parcels repeated %d",
                        waiting, seconds, waiting / seconds, RunLog.megabytes(end.resident()), sink.repeated());
                site.requireConserved(2 * BASELINE + RECORDS);
                log.say("answers %s, largest RSS %s", sender.answers(), RunLog.megabytes(log.largest()));

                assertThat(sender.faults()).isEmpty();
                assertThat(load.accepted()).isEqualTo(2 * BASELINE + RECORDS);
                assertThat(during).as("records/s in during the outage").isGreaterThanOrEqualTo(AS_FAST * fast);
                assertThat((double) outage.resident())
                        .as("RSS at the end of the outage")
                        .isLessThanOrEqualTo(AS_SMALL * baseline.resident());
                assertThat((double) end.resident())
                        .as("RSS when it caught up")
                        .isLessThanOrEqualTo(AS_SMALL * baseline.resident());
            }
        }
    }
}
