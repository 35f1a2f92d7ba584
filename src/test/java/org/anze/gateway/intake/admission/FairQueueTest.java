package org.anze.gateway.intake.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FairQueueTest {

    private final FairQueue<String> queue = new FairQueue<>(500);

    @Test
    void sharesByCostAndNotByPieces() {
        for (int i = 0; i < 1000; i++) {
            queue.add("bulk", 1, 500, "bulk");
            queue.add("small", 1, 10, "small");
        }

        Map<String, Integer> cost = new HashMap<>();
        for (int i = 0; i < 510; i++) {
            String piece = queue.poll(party -> true);
            cost.merge(piece, piece.equals("bulk") ? 500 : 10, Integer::sum);
        }

        assertThat(Math.abs(cost.get("bulk") - cost.get("small"))).isLessThanOrEqualTo(500);
    }

    @Test
    void letsAPieceThatComesWaitForOneOfEachOtherPartyAtMost() {
        for (int i = 0; i < 10_000; i++) {
            queue.add("a", 1, 500, "a");
            queue.add("b", 1, 500, "b");
        }
        queue.poll(party -> true);

        queue.add("late", 1, 500, "late");

        assertThat(taken(3)).contains("late");
    }

    @Test
    void givesTwiceTheShareToTwiceTheWeight() {
        for (int i = 0; i < 100; i++) {
            queue.add("heavy", 2, 500, "heavy");
            queue.add("light", 1, 500, "light");
        }

        assertThat(taken(30)).filteredOn("heavy"::equals).hasSize(20);
    }

    @Test
    void savesNoCreditForWhoHadNothing() {
        queue.add("a", 1, 1, "a");
        queue.poll(party -> true);
        for (int i = 0; i < 10; i++) {
            queue.add("a", 1, 500, "a");
            queue.add("b", 1, 500, "b");
        }

        assertThat(taken(4)).containsExactly("a", "b", "a", "b");
    }

    @Test
    void passesOverWhoMayNotAndGivesADearPieceInTheEnd() {
        queue.add("stopped", 1, 1, "stopped");
        queue.add("dear", 1, 5_000, "dear");

        assertThat(queue.poll(party -> !party.equals("stopped"))).isEqualTo("dear");
        assertThat(queue.poll(party -> !party.equals("stopped"))).isNull();
        assertThat(queue.poll(party -> true)).isEqualTo("stopped");
        assertThat(queue.poll(party -> true)).isNull();
    }

    @Test
    void leavesItsTurnToAPieceThatIsNotWantedNow() {
        queue.add("a", 1, 1, "large");
        queue.add("b", 1, 1, "small");

        assertThat(queue.poll(party -> true, work -> work.equals("small"))).isNull();
        assertThat(taken(2)).containsExactly("large", "small");
    }

    private List<String> taken(int count) {
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(queue.poll(party -> true));
        }
        return taken;
    }
}
