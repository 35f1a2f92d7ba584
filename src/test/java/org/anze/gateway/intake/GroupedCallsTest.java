package org.anze.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.anze.gateway.problem.TryAgainLater;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupedCallsTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<List<String>> groups = new LinkedBlockingQueue<>();
    private final CountDownLatch hold = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();

    @AfterEach
    void close() {
        hold.countDown();
        threads.shutdownNow();
    }

    @Test
    void doesTogetherWhatComesWhileItWorks() throws Exception {
        GroupedCalls<String> calls = new GroupedCalls<>(3, LONG, this::work);
        List<Future<?>> callers = callFiveOfThem(calls);

        hold.countDown();
        for (Future<?> caller : callers) {
            caller.get(10, TimeUnit.SECONDS);
        }

        assertThat(groups).extracting(List::size).containsExactly(1, 3, 1);
        assertThat(groups.stream().flatMap(List::stream)).containsExactlyInAnyOrder("0", "1", "2", "3", "4");
    }

    @Test
    void failsThoseWhosePiecesFailedAndGoesOn() throws Exception {
        GroupedCalls<String> calls = new GroupedCalls<>(2, LONG, pieces -> {
            work(pieces);
            if (pieces.contains("0")) {
                throw new IllegalStateException("sample");
            }
        });
        List<Future<?>> callers = callFiveOfThem(calls);

        hold.countDown();

        assertThatThrownBy(() -> callers.get(0).get(10, TimeUnit.SECONDS)).hasMessageContaining("sample");
        for (Future<?> caller : callers.subList(1, 5)) {
            caller.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void keepsTheInterruptOfWhoWaitsAndDoesHisPieceAllTheSame() throws Exception {
        GroupedCalls<String> calls = new GroupedCalls<>(2, LONG, this::work);
        Future<?> first = threads.submit(() -> calls.call("first"));
        Awaitility.await().until(() -> begun.get() == 1);
        Thread waiting = new Thread(() -> {
            calls.call("second");
            groups.add(List.of("interrupted " + Thread.currentThread().isInterrupted()));
        });
        waiting.start();
        Awaitility.await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);

        waiting.interrupt();
        hold.countDown();
        first.get(10, TimeUnit.SECONDS);
        waiting.join(10_000);

        assertThat(groups).containsExactly(List.of("first"), List.of("second"), List.of("interrupted true"));
    }

    @Test
    void asksWhoseTurnDoesNotComeInTimeToComeAgainAndGoesOnWithTheOthers() throws Exception {
        GroupedCalls<String> calls = new GroupedCalls<>(2, Duration.ofMillis(20), this::work);
        Future<?> first = threads.submit(() -> calls.call("first"));
        Awaitility.await().until(() -> begun.get() == 1);

        assertThatThrownBy(() -> calls.call("impatient"))
                .isInstanceOfSatisfying(TryAgainLater.class, problem -> assertThat(
                                problem.finding().code())
                        .isEqualTo(IntakeProblem.BUSY.text().code()));
        hold.countDown();
        first.get(10, TimeUnit.SECONDS);
        calls.call("last");

        assertThat(groups).containsExactly(List.of("first"), List.of("last"));
    }

    /** One that works, and four that wait. */
    private List<Future<?>> callFiveOfThem(GroupedCalls<String> calls) {
        List<Future<?>> callers = new ArrayList<>();
        callers.add(threads.submit(() -> calls.call("0")));
        Awaitility.await().until(() -> begun.get() == 1);
        IntStream.range(1, 5).forEach(i -> callers.add(threads.submit(() -> calls.call(String.valueOf(i)))));
        Awaitility.await().until(() -> calls.waiting() == 4);
        return callers;
    }

    private void work(List<String> pieces) {
        groups.add(pieces);
        begun.incrementAndGet();
        try {
            assertThat(hold.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
