package org.anze.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.anze.gateway.intake.SubmissionStatus.State;
import org.anze.gateway.ledger.FaultySource.Fault;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.seal.Suite;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StraightToLedgerTest {

    private static final int SENDERS = 24;
    private static final String POLICIES = "canonical-policy";
    private static final String CLAIMS = "canonical-claim";

    private final ParkingFixture intake = new ParkingFixture();
    private final ExecutorService senders = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        senders.shutdownNow();
        intake.close();
    }

    @Test
    void storesWithItsRecordsWhatTheOtherWayStoresFirst() throws Exception {
        SubmissionStatus straight = intake.process("M-1", POLICIES, ParkingFixture.policy("WU-1"));
        SubmissionStatus other = intake.policies("M-2", ParkingFixture.policy("WU-2"));

        assertThat(straight.state()).isEqualTo(State.ACCEPTED);
        assertThat(straight.receipt()).isNotNull();
        assertThat(row("M-1")).usingRecursiveComparison().isEqualTo(row("M-2"));
        assertThat(raw("M-1")).isEqualTo(ParkingFixture.policy("WU-1"));
        // As it is told later.
        assertThat(intake.status("M-1")).usingRecursiveComparison().isEqualTo(straight);
        assertThat(other.state()).isEqualTo(State.ACCEPTED);
        assertThat(commits()).isEqualTo(Map.of("M-1", 1L, "M-2", 2L));
    }

    @Test
    void keepsWhatIsRejectedAndWhatIsParkedToo() throws Exception {
        SubmissionStatus rejected =
                intake.process("M-1", POLICIES, ParkingFixture.policy("WU-1"), ParkingFixture.policy(""));
        SubmissionStatus parked = intake.process("M-2", CLAIMS, ParkingFixture.claim("C-1", "WU-9"));
        SubmissionStatus refused = intake.process("M-3", POLICIES, "{\"policyNo\": ");
        SubmissionStatus empty = intake.process("M-4", POLICIES, " ");

        assertThat(rejected)
                .extracting(SubmissionStatus::state, SubmissionStatus::accepted, SubmissionStatus::rejected)
                .containsExactly(State.PARTLY_ACCEPTED, 1L, 1L);
        assertThat(rejected.findings()).isNotEmpty();
        assertThat(parked.parked()).isEqualTo(1);
        assertThat(parked.awaiting()).hasSize(1);
        assertThat(refused.refusal()).isNotNull();
        assertThat(Stream.of(rejected, parked, refused, empty).map(SubmissionStatus::state))
                .allMatch(State::isFinal);
        assertThat(commits().values()).containsOnly(1L);

        intake.policies("M-5", ParkingFixture.policy("WU-9"));
        assertThat(intake.settled("M-2").supplement()).isNotNull();
    }

    @Test
    void keepsEachOnceHoweverManyComeTogether() throws Exception {
        List<Future<SubmissionStatus>> sent = allAtOnce(
                sender -> intake.process("M-" + sender % 6, POLICIES, ParkingFixture.policy("WU-" + sender % 6)));

        List<SubmissionStatus> ended = new ArrayList<>();
        for (Future<SubmissionStatus> each : sent) {
            ended.add(each.get(30, TimeUnit.SECONDS));
        }

        assertThat(ended).allMatch(status -> status.state() == State.ACCEPTED);
        assertThat(ended.stream().map(SubmissionStatus::id).distinct()).hasSize(6);
        assertThat(count("submission")).isEqualTo(6);
        assertThat(count("raw_chunk")).isEqualTo(6);
        assertThat(count("ledger_entry")).isEqualTo(6);
    }

    @Test
    void refusesOtherBytesUnderAnIdAndNobodyElseSuffers() throws Exception {
        List<Future<SubmissionStatus>> sent = allAtOnce(sender ->
                intake.process(sender < 2 ? "same" : "M-" + sender, POLICIES, ParkingFixture.policy("WU-" + sender)));

        int refused =
                IdConflicts.count(sent, status -> assertThat(status.state()).isEqualTo(State.ACCEPTED));

        assertThat(refused).isEqualTo(1);
        assertThat(count("ledger_entry")).isEqualTo(SENDERS - 1);
    }

    @Test
    void isStoredFirstWhenItCannotGoStraight() {
        AtomicBoolean failed = new AtomicBoolean();
        intake.between(batch -> {
            if (failed.compareAndSet(false, true)) {
                throw new IllegalStateException("sample: a fault of ours");
            }
        });

        SubmissionStatus status = intake.process("M-1", POLICIES, ParkingFixture.policy("WU-1"));

        assertThat(status.state()).isEqualTo(State.ACCEPTED);
        assertThat(commits()).containsEntry("M-1", 2L);
    }

    /** Threads are for more than waiting. A queue's are its own. */
    @Test
    void isAnsweredAsSoonAsItIsStoredWhenEnoughOthersWait() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        intake.between(batch -> ParkingFixture.await(held));
        List<Future<SubmissionStatus>> waiting = takeEveryPlaceToWait();

        Future<SubmissionStatus> another = senders.submit(
                () -> intake.process(Duration.ofDays(1), "M-X", POLICIES, ParkingFixture.policy("WU-X")));
        Future<SubmissionStatus> byQueue = senders.submit(() -> intake.process(
                Arrival.Channel.QUEUE, Duration.ofDays(1), "M-Q", POLICIES, ParkingFixture.policy("WU-Q")));

        assertThat(another.get(30, TimeUnit.SECONDS).state().isFinal()).isFalse();
        assertThat(count("submission")).isEqualTo(1);
        assertThat(byQueue.isDone()).isFalse();
        held.countDown();
        for (Future<SubmissionStatus> each : waiting) {
            assertThat(each.get().state()).isEqualTo(State.ACCEPTED);
        }
        assertThat(byQueue.get(30, TimeUnit.SECONDS).state()).isEqualTo(State.ACCEPTED);
        Awaitility.await().until(() -> intake.status("M-X").state() == State.ACCEPTED);
        assertThat(intake.placesToWait()).isEqualTo(ParkingFixture.AWAITED);
    }

    /** Whoever calls everything an accident must not hold every thread. */
    @Test
    void hasAShareOfThePlacesOfWhatIsUrgent() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        intake.between(batch -> ParkingFixture.await(held));
        List<Future<SubmissionStatus>> waiting = takeEveryPlaceToWait();

        int share = ParkingFixture.AWAITED_URGENT / 2;
        List<Future<SubmissionStatus>> urgent = new ArrayList<>();
        for (int i = 0; i <= share; i++) {
            String number = String.valueOf(i);
            urgent.add(senders.submit(
                    () -> intake.process(Duration.ofDays(1), "U-" + number, "canonical-accidentReport", "{}")));
        }

        Awaitility.await().until(() -> urgent.stream().anyMatch(Future::isDone));
        assertThat(urgent.stream().filter(each -> !each.isDone())).hasSize(share);
        held.countDown();
        int later = 0;
        for (Future<SubmissionStatus> each : urgent) {
            later += each.get(30, TimeUnit.SECONDS).state().isFinal() ? 0 : 1;
        }
        assertThat(later).isEqualTo(1);
        for (Future<SubmissionStatus> each : waiting) {
            assertThat(each.get(30, TimeUnit.SECONDS).state()).isEqualTo(State.ACCEPTED);
        }
    }

    @Test
    void isStoredFirstWhenItIsMoreThanABatch() {
        String[] lines = IntStream.range(0, 1100)
                .mapToObj(number -> "{\"policyNo\":\"" + number + "\"}")
                .toArray(String[]::new);

        SubmissionStatus status = intake.process("M-1", POLICIES, lines);

        assertThat(status.rejected()).isEqualTo(1100);
        assertThat(commits()).isEqualTo(Map.of("M-1", 2L));
    }

    @Test
    void isStoredFirstWhenItWasOvertaken() {
        AtomicBoolean overtaken = new AtomicBoolean();
        intake.between(batch -> {
            if (batch.raw().submission().messageId().equals("M-2") && overtaken.compareAndSet(false, true)) {
                intake.policies("M-1", ParkingFixture.policy("WU-1"));
            }
        });

        SubmissionStatus status = intake.process("M-2", CLAIMS, ParkingFixture.claim("C-1", "WU-1"));

        assertThat(status)
                .extracting(SubmissionStatus::state, SubmissionStatus::parked)
                .containsExactly(State.ACCEPTED, 0L);
        assertThat(commits()).containsEntry("M-2", 2L);
    }

    @Test
    void isFoundWhenTheAnswerToItsCommitWasLost() {
        intake.store().fail(Fault.ANSWER_LOST);

        SubmissionStatus status = intake.process("M-1", POLICIES, ParkingFixture.policy("WU-1"));

        assertThat(status.state()).isEqualTo(State.ACCEPTED);
        assertThat(count("ledger_entry")).isEqualTo(1);
        assertThat(intake.process("M-1", POLICIES, ParkingFixture.policy("WU-1"))
                        .receipt())
                .isEqualTo(status.receipt());
    }

    @Test
    void keepsNothingOfItWhenTheCommitFailsAndStoresItThen() {
        intake.store().fail(Fault.BEFORE_COMMIT);

        SubmissionStatus status = intake.process("M-1", POLICIES, ParkingFixture.policy("WU-1"));

        assertThat(status.state()).isEqualTo(State.ACCEPTED);
        assertThat(commits()).containsEntry("M-1", 2L);
        assertThat(count("submission")).isEqualTo(1);
        assertThat(count("raw_chunk")).isEqualTo(1);
    }

    /** Whoever gave up is not in the way of his own second attempt, nor is what he left under way kept twice. */
    @Test
    void isKeptOnceWhenTheSenderComesAgainWhileItIsUnderWay() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch reached = new CountDownLatch(1);
        AtomicBoolean first = new AtomicBoolean();
        intake.between(batch -> {
            if (first.compareAndSet(false, true)) {
                reached.countDown();
                ParkingFixture.await(held);
            }
        });
        Future<SubmissionStatus> slow =
                senders.submit(() -> intake.process("M-1", POLICIES, ParkingFixture.policy("WU-1")));
        ParkingFixture.await(reached);

        SubmissionStatus again = intake.process("M-1", POLICIES, ParkingFixture.policy("WU-1"));
        held.countDown();

        assertThat(slow.get(30, TimeUnit.SECONDS).id()).isEqualTo(again.id());
        assertThat(count("submission")).isEqualTo(1);
        assertThat(count("ledger_entry")).isEqualTo(1);
    }

    @Test
    void isStoredWhenItTakesTooLongAndWhatIsLeftOfItIsDropped() {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch dropped = new CountDownLatch(1);
        AtomicBoolean first = new AtomicBoolean();
        intake.between(batch -> {
            if (first.compareAndSet(false, true)) {
                ParkingFixture.await(held);
                dropped.countDown();
            }
        });

        SubmissionStatus stored =
                intake.process(Duration.ofMillis(200), "M-1", POLICIES, ParkingFixture.policy("WU-1"));
        Awaitility.await()
                .atMost(ParkingFixture.PATIENCE)
                .until(() -> intake.status("M-1").state().isFinal());
        held.countDown();
        ParkingFixture.await(dropped);
        intake.policies("M-2", ParkingFixture.policy("WU-2"));

        assertThat(intake.status("M-1").id()).isEqualTo(stored.id());
        assertThat(commits()).containsEntry("M-1", 2L);
        assertThat(count("submission")).isEqualTo(2);
        assertThat(count("ledger_entry")).isEqualTo(2);
    }

    @Test
    void isRefusedWhenAnotherNodeRegistersTheIdAtTheSameMoment() throws Exception {
        try (Connection other = idInTheHandsOfAnotherNode()) {
            Future<SubmissionStatus> sent =
                    senders.submit(() -> intake.process("M-1", POLICIES, ParkingFixture.policy("WU-1")));
            awaitWriterWaits();
            other.commit();

            assertThatThrownBy(() -> sent.get(30, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(SenderMustCorrect.class, problem -> assertThat(
                                    problem.finding().code())
                            .isEqualTo(IntakeProblem.ID_CONFLICT.text().code()));
        }
        assertThat(count("ledger_entry")).isEqualTo(1);
    }

    @Test
    void keepsNobodyWaitingWhileAnotherNodeHoldsItsId() throws Exception {
        try (Connection other = idInTheHandsOfAnotherNode()) {
            Future<SubmissionStatus> sent =
                    senders.submit(() -> intake.process("M-1", POLICIES, ParkingFixture.policy("WU-1")));
            awaitWriterWaits();

            assertThat(intake.process("M-2", POLICIES, ParkingFixture.policy("WU-2"))
                            .state())
                    .isEqualTo(State.ACCEPTED);
            other.rollback();

            assertThat(sent.get(30, TimeUnit.SECONDS).state()).isEqualTo(State.ACCEPTED);
        }
    }

    /** It has registered M-1, with other bytes, and not committed yet. */
    private Connection idInTheHandsOfAnotherNode() throws Exception {
        intake.policies("M-0", ParkingFixture.policy("WU-0"));
        Connection other = intake.pool.getTargetDataSource().getConnection();
        other.setAutoCommit(false);
        try (Statement statement = other.createStatement()) {
            statement.executeUpdate(
                    "insert into submission (seq, id, party, message_id, channel, mapping, digest, bytes,"
                            + " state, received_at, salt) select nextval('submission_seq'), 'other', party, 'M-1', channel,"
                            + " mapping, digest, bytes, 'RECEIVED', received_at, salt from submission where message_id = 'M-0'");
        }
        return other;
    }

    private void awaitWriterWaits() {
        Awaitility.await()
                .atMost(ParkingFixture.PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> intake.jdbc()
                        .sql("select exists (select from pg_locks where not granted and locktype = 'transactionid'"
                                + " and pid in (select pid from pg_stat_activity where query like '%ledger_state%'"
                                + " or query like '%insert into submission %'))")
                        .query(Boolean.class)
                        .single());
    }

    /** All columns that do not differ from submission to submission. */
    private Map<String, Object> row(String messageId) {
        Map<String, Object> row = intake.jdbc()
                .sql("select s.*, length(s.digest) as digest_length, length(s.salt) as salt_length from submission s"
                        + " where message_id = ?")
                .param(messageId)
                .query()
                .singleRow();
        assertThat(row.keySet()).contains("seq", "id", "receipt");
        Stream.of("seq", "id", "message_id", "digest", "salt", "receipt", "first_entry", "last_entry")
                .forEach(row::remove);
        return row;
    }

    private String raw(String messageId) throws Exception {
        RawStore store = new RawStore(intake.jdbc(), Suite.SM, intake.keys);
        long seq = intake.jdbc()
                .sql("select seq from submission where message_id = ?")
                .param(messageId)
                .query(Long.class)
                .single();
        try (var stored = store.open(seq)) {
            return new String(stored.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private long count(String table) {
        return intake.jdbc()
                .sql("select count(*) from " + table)
                .query(Long.class)
                .single();
    }

    /** By message id: in how many transactions its row was written. */
    private Map<String, Long> commits() {
        Map<String, Long> commits = new HashMap<>();
        intake.jdbc()
                .sql("select s.message_id, s.xmin = r.xmin from submission s join raw_chunk r on r.submission = s.seq")
                .query(row -> {
                    commits.put(row.getString(1), row.getBoolean(2) ? 1L : 2L);
                });
        return commits;
    }

    private interface Sending {
        SubmissionStatus by(int sender);
    }

    /** Requests for policies, as many as may wait for their receipt. */
    private List<Future<SubmissionStatus>> takeEveryPlaceToWait() {
        List<Future<SubmissionStatus>> waiting = new ArrayList<>();
        for (int i = 0; i < ParkingFixture.AWAITED; i++) {
            String number = String.valueOf(i);
            waiting.add(senders.submit(() -> intake.process(
                    Duration.ofDays(1), "M-" + number, POLICIES, ParkingFixture.policy("WU-" + number))));
        }
        Awaitility.await().until(() -> intake.placesToWait() == 0);
        return waiting;
    }

    private List<Future<SubmissionStatus>> allAtOnce(Sending sending) throws Exception {
        CompletableFuture<Void> start = new CompletableFuture<>();
        List<Future<SubmissionStatus>> sent = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            int sender = i;
            Callable<SubmissionStatus> work = () -> {
                start.get(20, TimeUnit.SECONDS);
                return sending.by(sender);
            };
            sent.add(senders.submit(work));
        }
        start.complete(null);
        return sent;
    }
}
