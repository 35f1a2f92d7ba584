package org.anze.gateway.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PlainAtHandTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private long nanos;
    private final PlainAtHand<String, byte[]> atHand = of(100);

    private PlainAtHand<String, byte[]> of(long mostBytes) {
        return new PlainAtHand<>(mostBytes, MINUTE, () -> nanos, content -> content.length);
    }

    private boolean has(String key) {
        return atHand.find(key) != null;
    }

    @Test
    void forgetsTheOldestWhenItIsTooMuch() {
        atHand.keep("a", new byte[40]);
        atHand.keep("b", new byte[40]);
        // Kept again it is the newest, and counts once.
        atHand.keep("a", new byte[40]);
        assertThat(has("b")).isTrue();

        atHand.keep("c", new byte[60]);

        assertThat(has("a")).isTrue();
        assertThat(has("b")).isFalse();
        assertThat(has("c")).isTrue();
    }

    /** A cache that goes by how often something is asked for would keep the old one. */
    @Test
    void prefersTheNewestToWhatIsAskedForOften() {
        atHand.keep("old", new byte[60]);
        for (int i = 0; i < 1_000; i++) {
            assertThat(has("old")).isTrue();
        }

        atHand.keep("new", new byte[60]);

        assertThat(has("old")).isFalse();
        assertThat(has("new")).isTrue();
    }

    @Test
    void keepsNoneThatIsTooLargeByItselfAndForgetsNothingForIt() {
        atHand.keep("small", new byte[10]);
        atHand.keep("large", new byte[10]);
        atHand.keep("large", new byte[101]);
        assertThat(has("large")).isFalse();
        assertThat(has("small")).isTrue();

        atHand.keep("all", new byte[100]);
        assertThat(has("all")).isTrue();
        assertThat(has("small")).isFalse();
    }

    @Test
    void givesAwayOnce() {
        byte[] content = new byte[10];
        atHand.keep("a", content);

        assertThat(atHand.take("a")).isSameAs(content);
        assertThat(atHand.take("a")).isNull();
        assertThat(has("a")).isFalse();
    }

    @Test
    void makesRoomByWhatIsDropped() {
        atHand.keep("a", new byte[50]);
        atHand.keep("b", new byte[50]);
        atHand.drop("a");
        atHand.drop("a");
        atHand.keep("c", new byte[50]);
        assertThat(has("b")).isTrue();
        atHand.dropIf(key -> !key.equals("c"));
        atHand.keep("d", new byte[50]);

        assertThat(has("b")).isFalse();
        assertThat(has("c")).isTrue();
        assertThat(has("d")).isTrue();
    }

    @Test
    void keepsNoneForLongerThanAMinuteSinceItWasKept() {
        atHand.keep("a", new byte[10]);
        nanos += MINUTE.toNanos() - 1;
        atHand.keep("b", new byte[10]);
        assertThat(has("a")).isTrue();

        nanos++;

        assertThat(has("a")).isFalse();
        assertThat(atHand.take("a")).isNull();
        assertThat(has("b")).isTrue();
    }

    @Test
    void clearsAwayByItselfWhatNobodyAsksFor() {
        PlainAtHand<String, byte[]> briefly =
                new PlainAtHand<>(100, Duration.ofMillis(20), System::nanoTime, content -> content.length);
        briefly.keep("a", new byte[10]);
        assertThat(briefly.size()).isOne();

        Awaitility.await().until(() -> briefly.size() == 0);
    }

    @Test
    void staysWithinItsBoundHoweverManyKeep() throws Exception {
        PlainAtHand<String, byte[]> shared = of(1_000);
        CountDownLatch begin = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Long>> most = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                String name = "thread " + thread + ", ";
                most.add(threads.submit(() -> {
                    begin.await();
                    long seen = 0;
                    for (int i = 0; i < 500; i++) {
                        shared.keep(name + i, new byte[100]);
                        seen = Math.max(seen, shared.size());
                    }
                    return seen;
                }));
            }
            begin.countDown();
            for (Future<Long> each : most) {
                assertThat(each.get()).isEqualTo(10);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(shared.size()).isEqualTo(10);
    }
}
