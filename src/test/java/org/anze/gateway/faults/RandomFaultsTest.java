package org.anze.gateway.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.anze.gateway.TestStores;
import org.anze.gateway.fault.Fault;
import org.anze.gateway.fault.Moment;
import org.anze.gateway.fault.Step;
import org.anze.gateway.flow.TwoNodes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thousand faults in a row, drawn with a seed: {@code -Danze.faults.random=<how many> -Danze.faults.seed=<seed>}. The first
 * fault after which something does not hold ends the run.
 */
@Tag("long")
class RandomFaultsTest {

    private static final Logger LOG = LoggerFactory.getLogger(RandomFaultsTest.class);
    private static final int FAULTS = Integer.getInteger("anze.faults.random", 1_000);
    private static final long SEED = Long.getLong("anze.faults.seed", 5);
    private static final int MOST_SKIPPED = 5;
    /** A start or a freeze takes ten times as long as a failure: a quarter of all, for a run of little more than an hour. */
    private static final List<Fault> KINDS = Stream.concat(
                    Stream.generate(() -> Fault.FAIL).limit(6), Stream.of(Fault.HALT, Fault.FREEZE))
            .toList();

    private static FaultSite site;

    @BeforeAll
    static void startSite() throws IOException {
        site = new FaultSite("random-faults", TestStores.server(), TwoNodes::broker);
        site.start();
    }

    @AfterAll
    static void stopSite() throws IOException {
        site.close();
    }

    @Test
    void losesNothingAndGivesNothingTwiceInALongRowOfFaults() throws Exception {
        Random random = new Random(SEED);
        Map<Fault, Integer> struck = new EnumMap<>(Fault.class);
        Duration longest = Duration.ZERO;
        for (int i = 1; i <= FAULTS; i++) {
            Step step = pick(random, List.of(Step.values()));
            Moment moment = pick(random, step.moments());
            Fault fault = pick(random, KINDS);
            Duration took = site.strike(step, moment, fault, random.nextInt(MOST_SKIPPED));
            struck.merge(fault, 1, Integer::sum);
            longest = took.compareTo(longest) > 0 ? took : longest;
            LOG.info("{} of {}, seed {}: {} {} {}, {} ms", i, FAULTS, SEED, fault, moment, step, took.toMillis());
        }
        site.finish();
        LOG.info(
                "{} of {} records, longest until all went on {} ms",
                struck,
                site.load().records(),
                longest.toMillis());
    }

    private static <T> T pick(Random random, List<T> among) {
        return among.get(random.nextInt(among.size()));
    }
}
