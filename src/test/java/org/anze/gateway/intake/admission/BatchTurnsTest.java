package org.anze.gateway.intake.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.anze.gateway.intake.IntakeProblem;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchTurnsTest {

    private final BatchTurns turns = new BatchTurns(1000);
    private final List<Thread> threads = new ArrayList<>();
    private final BlockingQueue<String> entered = new LinkedBlockingQueue<>();
    private final BlockingQueue<BatchTurns.Turn> held = new LinkedBlockingQueue<>();

    @AfterEach
    void end() {
        threads.forEach(Thread::interrupt);
    }

    @Test
    void letsNoMoreRecordsInThanThereIsRoomFor() throws Exception {
        for (int i = 0; i < 5; i++) {
            enter("a", 500);
        }
        entered.poll(10, TimeUnit.SECONDS);
        entered.poll(10, TimeUnit.SECONDS);

        assertThat(turns.underWay()).isEqualTo(1000);
        held.take().close();
        assertThat(entered.poll(10, TimeUnit.SECONDS)).isEqualTo("a");
        assertThat(turns.underWay()).isEqualTo(1000);
    }

    @Test
    void takesPartiesInTurnsWhateverWaitsOfOne() throws Exception {
        enter("a", 1000);
        entered.poll(10, TimeUnit.SECONDS);
        for (int i = 0; i < 6; i++) {
            enterAndWait("a", 1000);
        }
        enterAndWait("b", 100);

        // The first that waits of a may be at its turn already.
        held.take().close();
        held.poll(10, TimeUnit.SECONDS).close();
        List<String> next = List.of(entered.poll(10, TimeUnit.SECONDS), entered.poll(10, TimeUnit.SECONDS));

        assertThat(next).contains("b");
    }

    @Test
    void givesBackTheRoomOfWhoIsInterrupted() throws Exception {
        enter("a", 1000);
        entered.poll(10, TimeUnit.SECONDS);
        Thread waiting = enterAndWait("a", 1000);

        waiting.interrupt();
        waiting.join(10_000);
        held.take().close();

        assertThat(turns.underWay()).isZero();
    }

    @Test
    void givesATurnAtOnceOnlyWhileThereIsRoomAndNobodyWaits() throws Exception {
        BatchTurns.Turn first = turns.tryEnter(900).orElseThrow();
        assertThat(turns.tryEnter(200)).isEmpty();
        enterAndWait("a", 500);
        assertThat(turns.tryEnter(20)).isEmpty();

        first.close();
        assertThat(entered.poll(10, TimeUnit.SECONDS)).isEqualTo("a");
        turns.tryEnter(20).orElseThrow().close();
        held.take().close();

        assertThat(turns.underWay()).isZero();
    }

    private Thread enterAndWait(String party, int records) {
        Thread thread = enter(party, records);
        Awaitility.await().until(() -> thread.getState() == Thread.State.WAITING);
        return thread;
    }

    private Thread enter(String party, int records) {
        Thread thread = new Thread(() -> {
            BatchTurns.Turn turn = turns.enter(party, 1, records, IntakeProblem.BUSY);
            held.add(turn);
            entered.add(party);
        });
        thread.setUncaughtExceptionHandler((who, why) -> entered.add("refused"));
        threads.add(thread);
        thread.start();
        return thread;
    }
}
