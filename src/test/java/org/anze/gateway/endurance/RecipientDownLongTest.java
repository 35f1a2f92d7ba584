package org.anze.gateway.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One of four recipients refuses connections while {@code -Danze.long.records} arrive: neither memory nor the speed of intake
 * may change, compared with {@code -Danze.long.baseline} records before, which all recipients were up for. Those are of a sector
 * that is not for the one which is down later, so that the gateway serves three recipients before as well as during the outage.
 * Once it is back it gets everything, once and in order, at {@code -Danze.long.catch-up} records a second or more.
 */
@Tag("long")
class RecipientDownLongTest {

    private static final long RECORDS = Long.getLong("anze.long.records", 1_000_000) / 10 * 10;
    private static final long BASELINE = Long.getLong("anze.long.baseline", 150_000);
    private static final long CATCH_UP = Long.getLong("anze.long.catch-up", 5_000);
    /** How long it is away at least, and over which the records are spread; 3600 for the hour. */
    private static final Duration OUTAGE = Duration.ofSeconds(Long.getLong("anze.long.outage", 0));

    private static final int PARTS = 10;

    private static final int SENDERS = 4;
    private static final int BATCH = 500;
    private static final String DOWN = EnduranceSite.OF_ONE_SECTOR;
    private static final double AS_FAST = 0.85;
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
                site.notFor(DOWN, BASELINE);
                RunLog.Standing begin = log.now();
                load.send(BASELINE, PolicyLoad.OTHER_SECTOR);
                double before = log.now().acceptedSince(begin);
                Memory early = log.memory();
                site.awaitDelivered(2 * BASELINE);
                log.say("baseline: %d records in, %.0f/s; %s", BASELINE, before, early);

                Sink sink = site.sink(DOWN);
                sink.down();
                long away = System.nanoTime();
                List<Double> during = new ArrayList<>();
                for (int part = 0; part < PARTS; part++) {
                    // The last part ends the outage.
                    long due = away + OUTAGE.toNanos() * part / (PARTS - 1);
                    Awaitility.await("next part")
                            .atMost(OUTAGE.plus(COMES_BACK))
                            .pollInterval(Duration.ofMillis(100))
                            .until(() -> System.nanoTime() >= due);
                    RunLog.Standing partBegins = log.now();
                    load.send(RECORDS / PARTS);
                    during.add((double) Math.round(log.now().acceptedSince(partBegins)));
                }
                Memory outage = log.memory();
                log.say(
                        "outage of %d s: %d records in, in parts %s/s; %s",
                        Duration.ofNanos(System.nanoTime() - away).toSeconds(), RECORDS, during, outage);
                assertThat(sink.records()).isEqualTo(BASELINE);

                sink.up();
                Awaitility.await("first parcel after the outage")
                        .atMost(COMES_BACK)
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> sink.records() > BASELINE);
                long waiting = BASELINE + RECORDS - sink.records();
                long back = System.nanoTime();
                site.awaitDelivered(2 * BASELINE + RECORDS);
                double caughtUp = waiting / ((System.nanoTime() - back) / 1e9);
                Memory late = log.memory();
                log.say(
                        "caught up: %d records, %.0f/s, from its first parcel; %s; parcels repeated %d",
                        waiting, caughtUp, late, sink.repeated());
                site.requireConserved(2 * BASELINE + RECORDS);
                log.say("answers %s, largest RSS %s", sender.answers(), RunLog.megabytes(log.largest()));

                assertThat(sender.faults()).isEmpty();
                assertThat(load.accepted()).isEqualTo(2 * BASELINE + RECORDS);
                assertThat(during.stream()
                                .mapToDouble(Double::doubleValue)
                                .average()
                                .orElse(0))
                        .as("records/s in during the outage")
                        .isGreaterThanOrEqualTo(AS_FAST * before);
                assertThat(during.get(PARTS - 1))
                        .as("records/s in at its end")
                        .isGreaterThanOrEqualTo(AS_FAST * before);
                outage.requireFlatSince(early);
                late.requireFlatSince(early);
                assertThat(caughtUp)
                        .as("records/s to the recipient that is back")
                        .isGreaterThanOrEqualTo(CATCH_UP);
            }
        }
    }
}
