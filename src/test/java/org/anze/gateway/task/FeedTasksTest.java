package org.anze.gateway.task;

import static org.anze.gateway.task.SampleTasks.LI;
import static org.anze.gateway.task.SampleTasks.STRANGER;
import static org.anze.gateway.task.SampleTasks.WANG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.feed.FeedDispatcher;
import org.anze.gateway.feed.FeedFixture;
import org.anze.gateway.feed.Settlement;
import org.anze.gateway.keys.SampleKeys;
import org.anze.gateway.ledger.FaultySource.Fault;
import org.anze.gateway.ledger.SampleEntries;
import org.anze.gateway.nodes.Lease;
import org.anze.gateway.nodes.LeaseProblem;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tasks over parcels and records of a recipient: the list, the two people, the rate, and what a crash leaves. */
class FeedTasksTest {

    private static final String RECIPIENT = FeedFixture.RECIPIENT;
    private static final String ORDERING = "select pg_advisory_xact_lock(hashtextextended('org.anze.gateway.task', 0))";

    @TempDir
    private Path folder;

    private FeedFixture feed;
    private FeedDispatcher actions;
    private SampleTasks tasks;

    @BeforeEach
    void open() throws Exception {
        feed = new FeedFixture(folder, "REST");
        actions = feed.dispatcher();
        SoundAgreements sound = new SoundAgreements(feed.agreements(), feed.clock());
        Forecasts forecasts = new Forecasts(FeedFixture.again(feed.pool, feed.keys, feed.reader), sound);
        tasks = new SampleTasks(
                feed.pool,
                feed.keys,
                feed.clock(),
                List.of(
                        new ResendAct(feed.jdbc, actions, sound),
                        new ReleaseAct(feed.jdbc, actions, forecasts),
                        new ReplayAct(actions, forecasts)));
    }

    @AfterEach
    void close() {
        actions.close();
    }

    /** So many parcels of one record each are with the recipient. */
    private void delivered(int parcels) throws Exception {
        for (int i = 1; i <= parcels; i++) {
            feed.append("P-" + i);
            feed.drain();
        }
        feed.received.clear();
    }

    private static TaskOrder resend(long from, long to) {
        return new TaskOrder(TaskKind.RESEND, RECIPIENT, new Chosen.Numbers(from, to), "对方来函〔2026〕8号");
    }

    private static TaskOrder replay(Chosen chosen) {
        return new TaskOrder(TaskKind.REPLAY, RECIPIENT, chosen, "对方数据库损坏");
    }

    /** A second later there is room for more. */
    private void runAll() {
        tasks.run();
        feed.pass(Duration.ofSeconds(10));
        tasks.run();
    }

    @Test
    void sendsParcelsAgainUnderTheirNumbersAndSaysSo() throws Exception {
        delivered(3);

        long id = tasks.desk.order(WANG, resend(2, 3));
        assertThat(tasks.task(id).state()).isEqualTo(TaskState.RUNNING);
        runAll();
        feed.drain();

        assertThat(feed.receivedInWords()).containsExactly("2: P-2", "3: P-3");
        assertThat(tasks.outcomes(id)).isEqualTo("2=SENT_AGAIN 3=SENT_AGAIN");
        Task task = tasks.task(id);
        assertThat(task.state()).isEqualTo(TaskState.DONE);
        assertThat(task.done()).isEqualTo(2);
        assertThat(task.endedAt()).isNotNull();
        assertThat(tasks.audited(id))
                .containsExactly("wang: planned", "wang: ordered: resend", "gateway: ended: 2 done, 0 not");
    }

    @Test
    void releasesWhatWasRefused() throws Exception {
        feed.append("P-1");
        feed.answers.add(FeedFixture.refuses(0));
        feed.drain();
        feed.received.clear();

        long id = tasks.desk.order(WANG, release());
        runAll();
        feed.drain();

        assertThat(feed.receivedInWords()).containsExactly("2: P-1");
        assertThat(tasks.outcomes(id)).isEqualTo("1=RELEASED");
        assertThatThrownBy(() -> tasks.desk.plan(
                        WANG, new TaskOrder(TaskKind.RELEASE, RECIPIENT, new Chosen.Numbers(1, 1), "再来一次")))
                .hasMessageContaining("TSK-0102");
    }

    private static TaskOrder release() {
        return new TaskOrder(TaskKind.RELEASE, RECIPIENT, new Chosen.Numbers(1, 1), "对方已改好");
    }

    /** One parcel, of which the recipient has refused all. */
    private void refused(String... keys) throws Exception {
        feed.append(keys);
        feed.answers.add(FeedFixture.refuses(Settlement.RefusedRecord.WHOLE));
        feed.drain();
        feed.received.clear();
    }

    private void releases(TaskOutcome outcome, String detail) throws Exception {
        long id = tasks.desk.plan(WANG, release());
        assertThat(tasks.desk.forecast(id).lines()).containsExactly(new Forecast.Line(outcome, detail, 1));
        tasks.desk.start(id, WANG);
        runAll();
        feed.drain();
        assertThat(tasks.outcomes(id)).isEqualTo("1=" + outcome);
        assertThat(tasks.desk.items(id, 0, 1).get(0).detail()).isEqualTo(detail);
        refused("TSK-0102", () -> tasks.desk.plan(WANG, release()));
    }

    @Test
    void saysThatNothingWasReleasedOfWhatCannotBeOpenedAnyMore() throws Exception {
        refused("P-1");
        destroyKeys();

        releases(TaskOutcome.REFUSED, "KEY-0008");

        assertThat(feed.received).isEmpty();
    }

    @Test
    void saysThatNothingWasReleasedOfWhatMayNotBeGivenAnyMore() throws Exception {
        refused("P-1");
        feed.revoke(2);

        releases(TaskOutcome.NOT_GIVEN, "REVOKED");

        assertThat(feed.received).isEmpty();
    }

    /** The newer version left the scope: the feed drops what it has overtaken. */
    @Test
    void saysThatNothingWasReleasedOfWhatANewerVersionHasOvertaken() throws Exception {
        refused("P-1");
        feed.append("P-1", 2, "140105");
        feed.drain();
        feed.received.clear();

        releases(TaskOutcome.NOT_GIVEN, "OUT_OF_SCOPE");

        assertThat(feed.received).isEmpty();
    }

    /** A file that cannot be read says nothing about what may be given: the feed stands still, and so does what is ordered. */
    @ParameterizedTest
    @EnumSource(names = {"RESEND", "REPLAY", "RELEASE"})
    void waitsWhileTheAgreementsAreBroken(TaskKind kind) throws Exception {
        refused("P-1");
        long id = tasks.desk.order(WANG, new TaskOrder(kind, RECIPIENT, new Chosen.Numbers(1, 1), "对方已改好"));
        feed.writeAgreement("nonsense");

        runAll();

        Task held = tasks.task(id);
        assertThat(held.state()).isEqualTo(TaskState.RUNNING);
        assertThat(held.heldUp()).isEqualTo("TSK-0201");
        assertThat(held.waiting()).isEqualTo(1);
        assertThat(feed.states()).isEqualTo("1=REFUSED");
        feed.agree(1, "2026-01-01", "");
        feed.pass(Duration.ofMinutes(1));
        runAll();
        feed.drain();

        assertThat(tasks.task(id).done()).isEqualTo(1);
        assertThat(feed.receivedInWords()).hasSize(1).allMatch(parcel -> parcel.endsWith(": P-1"));
    }

    @Test
    void opensNoMoreParcelsAgainThanTheFeedSettles() throws Exception {
        delivered(22);
        long first = tasks.desk.order(WANG, resend(1, 20));
        tasks.desk.approve(first, LI);
        for (int i = 0; i < 3; i++) {
            runAll();
        }

        long id = tasks.desk.order(WANG, resend(21, 22));
        runAll();

        assertThat(tasks.task(id).heldUp()).isEqualTo("FED-0203");
        assertThat(tasks.task(id).waiting()).isEqualTo(2);
        feed.drain();
        feed.pass(Duration.ofMinutes(1));
        runAll();
        feed.drain();
        assertThat(feed.receivedInWords()).hasSize(22).startsWith("1: P-1").endsWith("22: P-22");
        assertThat(tasks.task(id).state()).isEqualTo(TaskState.DONE);
    }

    @Test
    void saysHowManyOfAParcelWereReleased() throws Exception {
        refused("P-1", "P-2");
        feed.jdbc.sql("update ledger_entry set units = '' where idx = 0").update();

        releases(TaskOutcome.RELEASED, "1/2, LED-0104");

        assertThat(feed.receivedInWords()).containsExactly("2: P-2");
    }

    @Test
    void givesAgainWhatTheRecipientHadAndNothingThatCameLater() throws Exception {
        delivered(2);
        LocalDate today = LocalDate.ofInstant(feed.clock().instant(), TaskAct.CHINA);
        long id = tasks.desk.plan(WANG, replay(new Chosen.Days(today, today)));
        feed.append("P-LATER");
        feed.append("P-ELSEWHERE", 1, "140311");
        feed.drain();
        feed.received.clear();

        tasks.desk.start(id, WANG);
        runAll();
        feed.drain();

        assertThat(feed.receivedInWords()).containsExactly("4: P-1 P-2");
        assertThat(tasks.task(id).items()).isEqualTo(2);
        assertThat(tasks.outcomes(id)).isEqualTo("0=GIVEN_AGAIN 1=GIVEN_AGAIN");
    }

    @Test
    void doesNotGiveAgainWhatMayNotBeGivenAnyMore() throws Exception {
        delivered(1);
        long id = tasks.desk.order(WANG, replay(new Chosen.Numbers(1, 1)));
        feed.revoke(2);
        runAll();
        feed.drain();

        assertThat(feed.received).isEmpty();
        assertThat(tasks.outcomes(id)).isEqualTo("0=NOT_GIVEN");
        assertThat(tasks.task(id).failed()).isEqualTo(1);
        assertThat(tasks.task(id).state()).isEqualTo(TaskState.DONE);
    }

    /** Nobody has its content any more, but the recipient may: every unit withheld would go over its good copy. */
    @Test
    void doesNotGiveAgainWhatCannotBeOpenedAnyMore() throws Exception {
        delivered(2);
        long id = tasks.desk.order(WANG, replay(new Chosen.Numbers(1, 2)));
        destroyKeys();
        runAll();
        feed.drain();

        assertThat(feed.received).isEmpty();
        assertThat(tasks.outcomes(id)).isEqualTo("0=REFUSED 1=REFUSED");
        assertThat(tasks.desk.items(id, 0, 1).get(0).detail()).isEqualTo("KEY-0008");
    }

    @Test
    void doesNotGiveAgainWhatWasArchived() throws Exception {
        delivered(1);
        long id = tasks.desk.order(WANG, replay(new Chosen.Numbers(1, 1)));
        feed.jdbc.sql("update ledger_entry set units = ''").update();
        runAll();
        feed.drain();

        assertThat(feed.received).isEmpty();
        assertThat(tasks.desk.items(id, 0, 1).get(0).detail()).isEqualTo("LED-0104");
    }

    @Test
    void dropsFromTheBacklogWhatCannotBeOpenedAnyMoreWhenItIsSent() throws Exception {
        delivered(1);
        long id = tasks.desk.order(WANG, replay(new Chosen.Numbers(1, 1)));
        runAll();
        assertThat(tasks.outcomes(id)).isEqualTo("0=GIVEN_AGAIN");
        destroyKeys();
        feed.drain();

        assertThat(feed.received).isEmpty();
        assertThat(feed.states()).isEqualTo("1=ACKNOWLEDGED");
    }

    private void destroyKeys() {
        ((SampleKeys) feed.keys).destroy(SampleEntries.PROVIDER, SampleEntries.SENT.receivedAt());
    }

    @Test
    void recordsAParcelThatIsNotSentAgainAsNotSent() throws Exception {
        delivered(1);
        long id = tasks.desk.order(WANG, resend(1, 1));
        feed.revoke(2);
        runAll();
        feed.drain();

        assertThat(feed.received).isEmpty();
        assertThat(tasks.outcomes(id)).isEqualTo("1=NOT_SENT_AGAIN");
        assertThat(tasks.task(id).failed()).isEqualTo(1);
    }

    @Test
    void doesNotCountAgainstAPersonWhatNeverRan() throws Exception {
        delivered(4);
        long proposed = tasks.desk.order(WANG, resend(1, 4));
        tasks.desk.cancel(proposed, WANG);

        long next = tasks.desk.order(WANG, resend(1, 3));

        assertThat(tasks.task(next).state()).isEqualTo(TaskState.RUNNING);
    }

    @Test
    void ordersOneItemWhateverNumberOfListsIsOpen() throws Exception {
        delivered(2);
        tasks.jdbc
                .sql(
                        "insert into task (kind, party, chosen, state, items, rate, reason, ordered_by, ordered_at, started_at)"
                                + " select 'RESEND', 'x', '1…2', 'PAUSED', 2, 1, 'r', 'li', now(), now()"
                                + " from generate_series(1, 200)")
                .update();

        refused("TSK-0110", () -> tasks.desk.plan(WANG, resend(1, 2)));
        long id = tasks.desk.order(WANG, resend(1, 1));
        runAll();

        assertThat(tasks.outcomes(id)).isEqualTo("1=SENT_AGAIN");
    }

    @Test
    void pausesAndEndsWhileSomebodyElseOrders() throws Exception {
        delivered(4);
        long running = tasks.desk.order(WANG, resend(1, 1));
        long proposed = tasks.desk.order(WANG, resend(1, 4));
        try (Connection other = feed.pool.getConnection()) {
            other.setAutoCommit(false);
            other.createStatement().execute(ORDERING);
            CompletableFuture<Void> all = CompletableFuture.runAsync(() -> {
                tasks.desk.pause(running, LI);
                tasks.desk.resume(running, LI);
                tasks.desk.cancel(running, LI);
                tasks.desk.reject(proposed, LI);
            });
            try {
                all.get(30, TimeUnit.SECONDS);
            } finally {
                other.rollback();
            }
        }

        assertThat(tasks.task(running).state()).isEqualTo(TaskState.CANCELLED);
        assertThat(tasks.task(proposed).state()).isEqualTo(TaskState.REJECTED);
    }

    /** An act that does something when its list is made. */
    private SampleTasks watched(Supplier<TaskAct.Candidates> candidates, Consumer<List<Long>> select) {
        return watched(candidates, select, Duration.ofSeconds(1));
    }

    private SampleTasks watched(
            Supplier<TaskAct.Candidates> candidates, Consumer<List<Long>> select, Duration longestPlan) {
        TaskAct parcels = new ResendAct(feed.jdbc, actions, new SoundAgreements(feed.agreements(), feed.clock()));
        TaskAct watched = (TaskAct) Proxy.newProxyInstance(
                TaskAct.class.getClassLoader(), new Class<?>[] {TaskAct.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "candidates":
                            return candidates.get();
                        case "select":
                            List<Long> subjects = List.copyOf((List<Long>) arguments[1]);
                            select.accept(subjects);
                            return subjects;
                        default:
                            return method.invoke(parcels, arguments);
                    }
                });
        return new SampleTasks(
                feed.pool, feed.keys, feed.clock(), List.of(watched), SampleTasks.settings(3, longestPlan));
    }

    @Test
    void keepsNobodyFromOrderingWhileAListIsMade() {
        List<Boolean> free = new ArrayList<>();
        SampleTasks watched = watched(() -> new TaskAct.Candidates("select 1::bigint", List.of()), subjects -> {
            try (Connection other = feed.pool.getConnection();
                    var row =
                            other.createStatement().executeQuery(ORDERING.replace("pg_advisory", "pg_try_advisory"))) {
                row.next();
                free.add(row.getBoolean(1));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });

        watched.desk.plan(WANG, resend(1, 1));

        assertThat(free).containsExactly(true);
    }

    @Test
    void leavesConnectionsToOthersWhileListsAreMade() throws Exception {
        CountDownLatch listing = new CountDownLatch(TaskPlanning.TOGETHER);
        CountDownLatch listed = new CountDownLatch(1);
        SampleTasks watched = watched(
                () -> new TaskAct.Candidates("select 1::bigint", List.of()),
                subjects -> {
                    listing.countDown();
                    try {
                        listed.await(1, TimeUnit.MINUTES);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                Duration.ofMinutes(5));
        List<CompletableFuture<Long>> plans = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> watched.desk.plan(WANG, resend(1, 1))))
                .limit(TaskPlanning.TOGETHER)
                .toList();
        assertThat(listing.await(1, TimeUnit.MINUTES)).isTrue();

        assertThatThrownBy(() -> watched.desk.order(WANG, resend(1, 1)))
                .isInstanceOfSatisfying(
                        TryAgainLater.class, e -> assertThat(e.finding().code()).isEqualTo("QRY-0015"));

        listed.countDown();
        for (CompletableFuture<Long> plan : plans) {
            assertThat(plan.get(1, TimeUnit.MINUTES)).isPositive();
        }
        assertThat(watched.desk.plan(WANG, resend(1, 1))).isPositive();
    }

    @Test
    void endsAListThatTakesTooLongToMake() {
        SampleTasks watched =
                watched(() -> new TaskAct.Candidates("select 1::bigint from pg_sleep(20)", List.of()), subjects -> {});

        refused("TSK-0112", () -> watched.desk.plan(WANG, resend(1, 1)));
        refused("TSK-0112", () -> watched.desk.order(WANG, resend(1, 1)));

        assertThat(watched.desk.newest(10)).isEmpty();
    }

    @Test
    void asksForTheSecondPersonAgainOnceTheApprovalHasLapsed() throws Exception {
        delivered(4);
        long id = tasks.desk.order(WANG, resend(1, 4));
        tasks.desk.approve(id, LI);
        tasks.step();
        tasks.desk.pause(id, LI);
        feed.pass(Duration.ofDays(8));

        refused("TSK-0109", () -> tasks.desk.resume(id, LI));
        tasks.desk.resume(id, WANG);
        assertThat(tasks.task(id).state()).isEqualTo(TaskState.PROPOSED);
        assertThat(tasks.task(id).decidedBy()).isNull();
        tasks.run();
        assertThat(tasks.task(id).done()).isEqualTo(1);
        tasks.desk.plan(WANG, resend(1, 1));
        tasks.desk.approve(id, LI);
        runAll();

        assertThat(tasks.task(id).done()).isEqualTo(4);
    }

    @Test
    void pausesWhatRunsOnAnApprovalThatHasLapsed() throws Exception {
        delivered(2);
        long id = tasks.desk.order(WANG, resend(1, 2));
        feed.pass(Duration.ofDays(8));
        tasks.run();

        assertThat(tasks.outcomes(id)).isEqualTo("1=– 2=–");
        assertThat(tasks.task(id).state()).isEqualTo(TaskState.PAUSED);
        assertThat(tasks.audited(id)).last().isEqualTo("gateway: paused: its approval has lapsed, after 0 of 2");
        tasks.desk.resume(id, WANG);
        runAll();
        assertThat(tasks.task(id).state()).isEqualTo(TaskState.DONE);
    }

    @Test
    void keepsCountsAndNoListOfWhatEndedLongAgo() throws Exception {
        delivered(3);
        long done = tasks.desk.order(WANG, resend(1, 2));
        runAll();
        long paused = tasks.desk.order(WANG, resend(3, 3));
        tasks.desk.pause(paused, WANG);
        long planned = tasks.desk.plan(WANG, resend(1, 1));
        tasks.clear();
        assertThat(tasks.outcomes(done)).isEqualTo("1=SENT_AGAIN 2=SENT_AGAIN");
        feed.pass(Duration.ofDays(91));
        tasks.clear();

        assertThat(tasks.outcomes(done)).isEmpty();
        assertThat(tasks.task(done).done()).isEqualTo(2);
        assertThat(tasks.task(done).itemsDroppedAt()).isNotNull();
        assertThat(tasks.task(paused).state()).isEqualTo(TaskState.CANCELLED);
        assertThat(tasks.task(planned).state()).isEqualTo(TaskState.CANCELLED);
        assertThat(tasks.outcomes(paused)).isEqualTo("3=–");
        feed.pass(Duration.ofDays(91));
        tasks.clear();
        assertThat(tasks.jdbc
                        .sql("select count(*) from task_item")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(tasks.task(paused).items()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"BEFORE_COMMIT", "ANSWER_LOST"})
    void goesOnAfterACrashAtAnyStepWithoutLosingOrDoublingAnItem(Fault fault) throws Exception {
        delivered(3);
        for (int crashAt = 1; crashAt <= 3; crashAt++) {
            long id = tasks.desk.plan(WANG, resend(1, 3));
            tasks.jdbc
                    .sql("update task set state = 'RUNNING', started_at = now() where id = ?")
                    .param(id)
                    .update();
            List<String> sent = new ArrayList<>();
            int acts = 0;
            while (tasks.task(id).state() == TaskState.RUNNING) {
                if (++acts == crashAt) {
                    feed.store.fail(fault);
                }
                tasks.step();
                // A process that comes back after every single step and knows nothing.
                tasks.restart();
                feed.received.clear();
                feed.drain();
                sent.addAll(feed.receivedInWords());
                assertThat(acts).as("steps").isLessThan(10);
            }

            assertThat(sent).as("crash at %d", crashAt).containsExactly("1: P-1", "2: P-2", "3: P-3");
            assertThat(tasks.task(id).done()).isEqualTo(3);
            assertThat(tasks.task(id).failed()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"BEFORE_COMMIT", "ANSWER_LOST"})
    void givesRecordsAgainOnceThoughTheStoreFails(Fault fault) throws Exception {
        delivered(3);
        long id = tasks.desk.order(WANG, replay(new Chosen.Numbers(1, 3)));
        List<String> sent = new ArrayList<>();
        feed.store.fail(fault);
        for (int i = 0; i < 10 && tasks.task(id).state() == TaskState.RUNNING; i++) {
            tasks.step();
            tasks.restart();
            feed.received.clear();
            feed.drain();
            sent.addAll(feed.receivedInWords());
            feed.pass(Duration.ofMillis(100));
        }

        assertThat(tasks.task(id).state()).isEqualTo(TaskState.DONE);
        assertThat(String.join(" ", sent))
                .containsOnlyOnce("P-1")
                .containsOnlyOnce("P-2")
                .containsOnlyOnce("P-3");
    }

    @Test
    void doesNothingWithoutTheLeaseAndNothingThatALostLeaseWouldCommit() throws Exception {
        delivered(1);
        long id = tasks.desk.order(WANG, resend(1, 1));
        tasks.restart(lease(0));
        assertThat(tasks.step()).isFalse();
        tasks.restart(lease(7));
        assertThat(tasks.step()).isFalse();

        feed.drain();
        assertThat(feed.received).isEmpty();
        assertThat(tasks.outcomes(id)).isEqualTo("1=–");
        assertThat(tasks.task(id).heldUp()).isEqualTo(LeaseProblem.ELSEWHERE.code());

        tasks.restart();
        tasks.run();
        assertThat(tasks.task(id).state()).isEqualTo(TaskState.DONE);
        assertThat(tasks.task(id).heldUp()).isNull();
    }

    /** One that its holder believes in, and that another node has. */
    private static Lease lease(long token) {
        return new Lease() {
            @Override
            public long token() {
                return token;
            }

            @Override
            public void onChange(Changed listener) {
                // It does not change.
            }

            @Override
            public void guard(Connection connection) {
                throw new TryAgainLater(LeaseProblem.ELSEWHERE, null, "schedules");
            }
        };
    }

    @Test
    void takesASecondPersonForALongList() throws Exception {
        delivered(4);
        long id = tasks.desk.order(WANG, resend(1, 4));

        assertThat(tasks.task(id).state()).isEqualTo(TaskState.PROPOSED);
        tasks.run();
        assertThat(tasks.outcomes(id)).isEqualTo("1=– 2=– 3=– 4=–");
        refused("TSK-0106", () -> tasks.desk.approve(id, Actor.person(" Wang ")));
        refused("TSK-0107", () -> tasks.desk.approve(id, STRANGER));
        refused("TSK-0105", () -> tasks.desk.start(id, WANG));
        refused("TSK-0105", () -> tasks.desk.resume(id, WANG));

        tasks.desk.approve(id, LI);
        runAll();

        assertThat(tasks.task(id).done()).isEqualTo(4);
        assertThat(tasks.task(id).decidedBy()).isEqualTo("li");
        refused("TSK-0105", () -> tasks.desk.approve(id, LI));
        assertThat(tasks.audited(id))
                .contains(
                        "wang: ordered: resend, waits for a second person",
                        " Wang : refused: TSK-0106",
                        "stranger: refused: TSK-0107",
                        "li: approved, ordered by wang");
    }

    @Test
    void takesASecondPersonForManyShortListsTogether() throws Exception {
        delivered(4);
        long first = tasks.desk.order(WANG, resend(1, 2));
        long second = tasks.desk.order(WANG, resend(3, 4));
        long other = tasks.desk.order(LI, resend(3, 4));

        assertThat(tasks.task(first).state()).isEqualTo(TaskState.RUNNING);
        assertThat(tasks.task(second).state()).isEqualTo(TaskState.PROPOSED);
        assertThat(tasks.task(other).state()).isEqualTo(TaskState.RUNNING);
        tasks.desk.reject(second, LI);
        assertThat(tasks.task(second).state()).isEqualTo(TaskState.REJECTED);

        feed.pass(Duration.ofHours(25));
        long nextDay = tasks.desk.order(WANG, resend(3, 4));
        assertThat(tasks.task(nextDay).state()).isEqualTo(TaskState.RUNNING);
    }

    @Test
    void letsNobodyWhoIsNotConfirmedAskForALongList() throws Exception {
        delivered(4);

        refused("TSK-0107", () -> tasks.desk.order(STRANGER, resend(1, 4)));

        assertThat(tasks.desk.newest(10)).isEmpty();
    }

    @Test
    void lapsesWhenNobodyStartsOrApprovesItWithinADay() throws Exception {
        delivered(4);
        long planned = tasks.desk.plan(WANG, resend(1, 1));
        long proposed = tasks.desk.order(WANG, resend(1, 4));
        feed.pass(Duration.ofHours(25));

        refused("TSK-0108", () -> tasks.desk.start(planned, WANG));
        refused("TSK-0108", () -> tasks.desk.approve(proposed, LI));
        tasks.desk.plan(WANG, resend(1, 1));

        assertThat(tasks.task(planned).state()).isEqualTo(TaskState.CANCELLED);
        assertThat(tasks.task(proposed).state()).isEqualTo(TaskState.CANCELLED);
        for (long id : List.of(planned, proposed)) {
            assertThat(tasks.audited(id)).last().isEqualTo("gateway: ended: nobody started or approved it in time");
        }
    }

    @Test
    void forecastsWithoutAnyEffect() throws Exception {
        delivered(2);
        long resent = tasks.desk.plan(WANG, resend(1, 2));
        long replayed = tasks.desk.plan(WANG, replay(new Chosen.Numbers(1, 2)));
        var before = everything();

        assertThat(tasks.desk.forecast(resent))
                .isEqualTo(new Forecast(2, 2, List.of(new Forecast.Line(TaskOutcome.SENT_AGAIN, null, 2))));
        assertThat(tasks.desk.forecast(replayed))
                .isEqualTo(new Forecast(2, 2, List.of(new Forecast.Line(TaskOutcome.GIVEN_AGAIN, null, 2))));
        feed.revoke(2);
        assertThat(tasks.desk.forecast(resent).lines())
                .containsExactly(new Forecast.Line(TaskOutcome.NOT_SENT_AGAIN, null, 2));
        assertThat(tasks.desk.forecast(replayed).lines())
                .containsExactly(new Forecast.Line(TaskOutcome.NOT_GIVEN, "REVOKED", 2));

        assertThat(everything()).isEqualTo(before);
    }

    /** Every row of every table there is. */
    private TreeMap<String, String> everything() {
        TreeMap<String, String> rows = new TreeMap<>();
        feed.jdbc
                .sql("select table_name from information_schema.tables where table_schema = current_schema()")
                .query(String.class)
                .list()
                .forEach(table -> rows.put(
                        table,
                        feed.jdbc
                                .sql("select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') from \""
                                        + table + "\" t")
                                .query(String.class)
                                .single()));
        assertThat(rows).hasSizeGreaterThan(20);
        return rows;
    }

    @Test
    void isNeverFasterThanItsRate() throws Exception {
        delivered(3);
        TaskOrder slowly = new TaskOrder(TaskKind.RESEND, RECIPIENT, new Chosen.Numbers(1, 3), null, null, 1, "慢慢来");
        long id = tasks.desk.order(WANG, slowly);

        tasks.run();
        assertThat(tasks.task(id).done()).isEqualTo(1);
        feed.pass(Duration.ofMillis(900));
        tasks.run();
        assertThat(tasks.task(id).done()).isEqualTo(1);
        feed.pass(Duration.ofMillis(100));
        tasks.run();
        assertThat(tasks.task(id).done()).isEqualTo(2);
        // What was not used is saved for one second at most.
        feed.pass(Duration.ofHours(1));
        tasks.run();
        assertThat(tasks.task(id).done()).isEqualTo(3);
    }

    @Test
    void standsStillWhilePausedAndEndsWhenCancelled() throws Exception {
        delivered(3);
        long id = tasks.desk.order(WANG, resend(1, 3));
        tasks.step();
        tasks.desk.pause(id, LI);
        feed.pass(Duration.ofSeconds(10));
        tasks.run();
        assertThat(tasks.outcomes(id)).isEqualTo("1=SENT_AGAIN 2=– 3=–");

        tasks.desk.resume(id, LI);
        tasks.step();
        tasks.desk.cancel(id, LI);
        feed.pass(Duration.ofSeconds(10));
        tasks.run();

        assertThat(tasks.outcomes(id)).isEqualTo("1=SENT_AGAIN 2=SENT_AGAIN 3=–");
        assertThat(tasks.task(id).state()).isEqualTo(TaskState.CANCELLED);
        assertThat(tasks.task(id).waiting()).isEqualTo(1);
        refused("TSK-0105", () -> tasks.desk.resume(id, LI));
    }

    @Test
    void refusesWhatIsIncompleteTooMuchOrWithoutAReason() throws Exception {
        delivered(1);
        for (int i = 2; i <= 22; i++) {
            feed.append("P-" + i);
            feed.drain();
        }

        refused("TSK-0102", () -> tasks.desk.plan(WANG, resend(90, 99)));
        refused("TSK-0103", () -> tasks.desk.plan(WANG, resend(1, 22)));
        refused(
                "TSK-0104",
                () -> tasks.desk.plan(
                        WANG, new TaskOrder(TaskKind.RESEND, RECIPIENT, new Chosen.Numbers(1, 1), " \n ")));
        refused(
                "TSK-0101",
                () -> tasks.desk.plan(
                        WANG,
                        new TaskOrder(TaskKind.RESEND, RECIPIENT, new Chosen.Numbers(1, 1), null, null, 2000, "快")));
        long planned = tasks.desk.plan(WANG, resend(1, 1));
        refused("TSK-0109", () -> tasks.desk.start(planned, LI));

        assertThat(tasks.desk.newest(10)).extracting(Task::id).containsExactly(planned);
    }

    private static void refused(String code, ThrowingCallable act) {
        assertThatThrownBy(act).isInstanceOfSatisfying(SenderMustCorrect.class, problem -> assertThat(
                        problem.finding().code())
                .isEqualTo(code));
    }
}
