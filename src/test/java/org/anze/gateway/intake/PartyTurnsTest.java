package org.anze.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PartyTurnsTest {

    private final PartyTurns<Runnable> turns = turns("turns", 2, 1, work -> false);

    @AfterEach
    void close() {
        turns.close();
    }

    @Test
    void leavesAThreadToTheOthersHoweverMuchOnePartyHas() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        CountDownLatch other = new CountDownLatch(1);
        for (int i = 0; i < 5; i++) {
            turns.execute("greedy", 1, PartyTurns.QUANTUM, () -> await(hold));
        }

        turns.execute("modest", 1, PartyTurns.QUANTUM, other::countDown);

        assertThat(other.await(10, TimeUnit.SECONDS)).isTrue();
        hold.countDown();
    }

    @Test
    void servesPartiesInTurnsAndEachInItsOrder() throws Exception {
        PartyTurns<Runnable> single = turns("single", 1, 1, work -> false);
        CountDownLatch hold = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(5);
        List<String> order = new CopyOnWriteArrayList<>();
        single.execute("a", 1, PartyTurns.QUANTUM, () -> await(hold));
        for (String work : List.of("a1", "a2", "a3", "b1", "b2")) {
            single.execute(work.substring(0, 1), 1, PartyTurns.QUANTUM, () -> {
                order.add(work);
                done.countDown();
            });
        }

        hold.countDown();

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(order).containsSubsequence("a1", "a2", "a3").containsSubsequence("b1", "b2", "a3");
        single.close();
    }

    @Test
    void servesTheNextOneAfterWorkThatFailed() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        CountDownLatch other = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        turns.execute("a", 1, PartyTurns.QUANTUM, () -> {
            await(hold);
            throw new IllegalStateException("sample");
        });
        turns.execute("a", 1, PartyTurns.QUANTUM, done::countDown);
        // The second thread has looked for work, found only that of the busy party, and rests, before the first one
        // fails.
        turns.execute("b", 1, PartyTurns.QUANTUM, other::countDown);
        assertThat(other.await(10, TimeUnit.SECONDS)).isTrue();
        hold.countDown();

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void givesSmallPiecesThatWaitToOneThreadTogether() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        BlockingQueue<List<String>> given = new LinkedBlockingQueue<>();
        try (PartyTurns<String> single = new PartyTurns<>("small", 1, 1, piece -> piece.startsWith("s"), pieces -> {
            given.add(pieces);
            await(hold);
        })) {
            single.execute("a", 1, 1, "s0");
            assertThat(given.poll(10, TimeUnit.SECONDS)).containsExactly("s0");
            for (String piece : List.of("as1", "as2", "bs1", "alarge", "as3")) {
                single.execute(piece.substring(0, 1), 1, 1, piece.substring(1));
            }
            hold.countDown();

            assertThat(given.poll(10, TimeUnit.SECONDS)).containsExactly("s1", "s2");
            assertThat(given.poll(10, TimeUnit.SECONDS)).containsExactly("large");
            assertThat(given.poll(10, TimeUnit.SECONDS)).containsExactlyInAnyOrder("s3", "s1");
        }
    }

    private static PartyTurns<Runnable> turns(String name, int count, int share, Predicate<Runnable> small) {
        return new PartyTurns<>(name, count, share, small, pieces -> pieces.forEach(Runnable::run));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
