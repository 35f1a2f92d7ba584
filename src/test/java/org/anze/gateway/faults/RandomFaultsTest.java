package org.anze.gateway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
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
 * A thousand faults in a row, drawn with a seed: {@code -Danze.faults.random=<how many> -Danze.faults.seed=<seed>}. They are
 * dealt like cards, so that all kinds come before the last card does; with each tenth all connections of the database are cut
 * or recipients lose answers besides. The first fault after which something does not hold ends the run.
 */
@Tag("long")
class RandomFaultsTest {

    private static final Logger LOG = LoggerFactory.getLogger(RandomFaultsTest.class);
    private static final int FAULTS = Integer.getInteger("anze.faults.random", 1_000);
    private static final long SEED = Long.getLong("anze.faults.seed", 5);
    private static final int MOST_SKIPPED = 5;
    /** A start or a freeze takes ten times as long as a failure: a quarter of all, for a run of little more than an hour. */
    private static final int FAILURES_FOR_EACH = 6;

    private static final int BESIDES = 10;

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
        Deque<Card> cards = new ArrayDeque<>();
        Map<Card, Integer> struck = new HashMap<>();
        Duration longest = Duration.ZERO;
        for (int i = 1; i <= FAULTS; i++) {
            if (cards.isEmpty()) {
                List<Card> deck = deck();
                Collections.shuffle(deck, random);
                cards.addAll(deck);
            }
            Card card = cards.pop();
            String besides = i % BESIDES == 0 ? besides(i / BESIDES) : "";
            Duration took = site.strike(card.step, card.moment, card.fault, random.nextInt(MOST_SKIPPED));
            struck.merge(card, 1, Integer::sum);
            longest = took.compareTo(longest) > 0 ? took : longest;
            LOG.info("{} of {}, seed {}: {}{}, {} ms", i, FAULTS, SEED, card, besides, took.toMillis());
        }
        site.finish();
        Set<Card> all = Set.copyOf(deck());
        if (FAULTS >= deck().size()) {
            assertThat(struck.keySet()).isEqualTo(all);
        }
        LOG.info(
                "{} of {} kinds, {} halts, {} freezes; {} records, longest until all went on {} ms",
                struck.size(),
                all.size(),
                count(struck, Fault.HALT),
                count(struck, Fault.FREEZE),
                site.load().records().size(),
                longest.toMillis());
    }

    private static int count(Map<Card, Integer> struck, Fault fault) {
        return struck.entrySet().stream()
                .filter(each -> each.getKey().fault == fault)
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    private record Card(Step step, Moment moment, Fault fault) {
        @Override
        public String toString() {
            return fault + " " + moment + " " + step;
        }
    }

    private static List<Card> deck() {
        List<Card> deck = new ArrayList<>();
        for (Step step : Step.values()) {
            for (Moment moment : step.moments()) {
                for (Fault fault : Fault.values()) {
                    deck.addAll(Collections.nCopies(
                            fault == Fault.FAIL ? FAILURES_FOR_EACH : 1, new Card(step, moment, fault)));
                }
            }
        }
        return deck;
    }

    /** What goes wrong outside as well. */
    private static String besides(int number) {
        if (number % 2 == 0) {
            site.cutConnections();
            return " and connections cut";
        }
        site.gateway().recipients().received().keySet().forEach(party -> site.gateway()
                .recipients()
                .faults(party)
                .loseAnswers(2));
        return " and answers lost";
    }
}
