package org.anze.gateway.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.anze.gateway.access.Purpose;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.problem.TryAgainLater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedPlacesTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void close() throws InterruptedException {
        end.countDown();
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void refusesAtOnceWhereNobodyWaits() {
        SharedPlaces places = new SharedPlaces(1, Duration.ZERO);
        take(places, 1);

        assertThatThrownBy(() -> places.use(() -> "late"))
                .isInstanceOf(TryAgainLater.class)
                .hasMessageContaining(QueryProblem.ALL_BUSY.code());
    }

    @Test
    void givesAFreedPlaceToWhoWaits() throws Exception {
        SharedPlaces places = new SharedPlaces(1, LONG);
        take(places, 1);
        Future<String> waiting = threads.submit(() -> places.use(() -> "in time"));
        assertThatThrownBy(() -> waiting.get(100, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

        end.countDown();

        assertThat(waiting.get(20, TimeUnit.SECONDS)).isEqualTo("in time");
        await().until(() -> places.free() == 1);
    }

    @Test
    void letsNobodyWaitForLong() {
        SharedPlaces places = new SharedPlaces(1, Duration.ofMillis(50));
        take(places, 1);

        assertThatThrownBy(() -> places.use(() -> "late")).isInstanceOf(TryAgainLater.class);
    }

    @Test
    void letsNoMoreWaitThanThereArePlaces() throws Exception {
        SharedPlaces places = new SharedPlaces(2, LONG);
        take(places, 2);
        List<Future<String>> three = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            three.add(threads.submit(() -> places.use(() -> "waited")));
        }

        // Whichever of the three came last does not wait.
        await().until(() -> three.stream().filter(Future::isDone).count() == 1);
        end.countDown();

        int refused = 0;
        for (Future<String> each : three) {
            try {
                assertThat(each.get(20, TimeUnit.SECONDS)).isEqualTo("waited");
            } catch (ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(TryAgainLater.class);
                refused++;
            }
        }
        assertThat(refused).isEqualTo(1);
    }

    @Test
    void givesAPlaceBackWhenTheWorkFails() {
        SharedPlaces places = new SharedPlaces(1, Duration.ZERO);

        assertThatThrownBy(() -> places.use(() -> {
                    throw new IllegalStateException("failed");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(places.free()).isEqualTo(1);
    }

    /** The pool of the tests has eight connections, and four parties may ask two things each. */
    @Test
    void leavesConnectionsToAllElseWhenEveryPartyAsks(@TempDir Path folder) throws IOException {
        QueryFixture fixture = new QueryFixture(folder);
        SharedPlaces places = new SharedPlaces(4, Duration.ofMillis(50));
        AuditedQueries queries = fixture.queries(Duration.ofSeconds(30), places);
        CountDownLatch begun = new CountDownLatch(4);
        List<Future<Answer>> answers = new ArrayList<>();
        for (String party :
                List.of(QueryFixture.CITY, QueryFixture.LICENCE, QueryFixture.BUREAU, QueryFixture.FINANCE)) {
            for (int i = 0; i < 2; i++) {
                Asker asker = fixture.asker(party, null, Purpose.SUP);
                answers.add(threads.submit(() -> queries.answer(AuditKind.QUERY, asker, "slow", trail -> {
                    begun.countDown();
                    awaitEnd();
                    return new Answer(Answer.JSON, new byte[0]);
                })));
            }
        }
        Supplier<Long> done = () -> answers.stream().filter(Future::isDone).count();
        // Four have a place; the others were refused, and that is in the audit log, which needs a connection itself.
        await().until(() -> begun.getCount() == 0 && done.get() == 4);

        assertThat(fixture.jdbc.sql("select 1").query(Integer.class).single()).isEqualTo(1);
        assertThat(fixture.lastAudit().event().outcome()).isEqualTo("refused: QRY-0015");
        assertThat(places.free()).isZero();
    }

    /** Takes places until the end. */
    private void take(SharedPlaces places, int many) {
        for (int i = 0; i < many; i++) {
            threads.submit(() -> places.use(() -> {
                awaitEnd();
                return "held";
            }));
        }
        await().until(() -> places.free() == 0);
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
