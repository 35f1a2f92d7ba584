package org.anze.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.anze.gateway.TestStores;
import org.anze.gateway.intake.SubmissionStatus.State;
import org.anze.gateway.intake.admission.Admission;
import org.anze.gateway.intake.admission.AdmissionSettings;
import org.anze.gateway.intake.admission.StoredBacklog;
import org.anze.gateway.intake.admission.UrgentLane;
import org.anze.gateway.intake.batch.AppendToLedger;
import org.anze.gateway.intake.batch.Check;
import org.anze.gateway.intake.batch.CheckedBatch;
import org.anze.gateway.intake.batch.Normalise;
import org.anze.gateway.intake.batch.RawBatch;
import org.anze.gateway.intake.batch.Seal;
import org.anze.gateway.intake.returned.ReturnedSamples;
import org.anze.gateway.jurisdiction.Profiles;
import org.anze.gateway.keys.SampleKeys;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.ledger.LedgerReferences;
import org.anze.gateway.ledger.LedgerTransaction;
import org.anze.gateway.ledger.LedgerWriter;
import org.anze.gateway.ledger.LedgerWriter.Appended;
import org.anze.gateway.ledger.ParkedRecords;
import org.anze.gateway.ledger.Receipts;
import org.anze.gateway.ledger.RecordSealer;
import org.anze.gateway.ledger.UnitCipher;
import org.anze.gateway.mapping.Mappings;
import org.anze.gateway.nodes.Lease;
import org.anze.gateway.nodes.Ringer;
import org.anze.gateway.origin.SampleOrigins;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.codes.CodeTables;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.validation.Validator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

/**
 * Much from one party does not hold up what is urgent from another, nor the other's share. One worker for small submissions,
 * one for large ones; batches are counted, not seconds.
 */
class OverloadTest {

    private static final SampleSeals.Gateway GATEWAY = SampleSeals.gateway(Suite.SM);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MOST_UNDER_WAY = 2000;
    private static Parties parties;
    private static Mappings mappings;
    private static Validator validator;

    /** Submissions whose first batch waits until it is let go. */
    private final Set<String> stopped = ConcurrentHashMap.newKeySet();

    private final CountDownLatch go = new CountDownLatch(1);
    private final AtomicInteger stoppedNow = new AtomicInteger();
    /** Batches of others than the urgent ones that the ledger took. */
    private final AtomicInteger appended = new AtomicInteger();

    /** How many that were when the first urgent one was on its way, and when it was in the ledger. */
    private final AtomicReference<Integer> appendedBeforeUrgent = new AtomicReference<>();

    private final AtomicReference<Integer> appendedWithUrgent = new AtomicReference<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();
    private JdbcClient jdbc;
    private LedgerWriter writer;
    private SubmissionProcessor processor;
    private Admission admission;
    private SubmissionDesk desk;

    @BeforeAll
    static void readFolders() throws Exception {
        CodeTables codes = CodeTables.load(Path.of("codes"));
        mappings = Mappings.load(Path.of("mappings"), ReturnedSamples.DEFINITIONS, codes);
        validator = new Validator(ReturnedSamples.DEFINITIONS, Profiles.load(Path.of("jurisdictions")), codes);
        parties = Parties.load(Path.of("parties")).with(OverloadTest::open);
    }

    private static Party open(Party party) {
        return new Party(
                party.id(),
                party.type(),
                party.name(),
                party.uscc(),
                party.regions(),
                new Party.Intake(
                        null,
                        List.of("canonical-policy", "canonical-accidentReport"),
                        true,
                        false,
                        false,
                        null,
                        null,
                        null),
                null,
                List.of());
    }

    @BeforeEach
    void assemble() {
        DataSource pool = TestStores.freshSchema();
        jdbc = JdbcClient.create(pool);
        UnitCipher cipher = new UnitCipher(SampleKeys.inMemory());
        LedgerReader reader = new LedgerReader(jdbc, Suite.SM, cipher);
        LedgerTransaction transaction = new LedgerTransaction(
                pool, GATEWAY.signer(), SampleSeals.LEDGER, new Receipts(GATEWAY.signer(), GATEWAY.certificate()));
        writer = new LedgerWriter(transaction, reader, Clock.fixed(SampleSeals.NOW, ZoneOffset.UTC), 16);
        LineToLedger line = new LineToLedger(new Steps(reader, new RecordSealer(Suite.SM, cipher)), writer);
        RawStore raw = new RawStore(jdbc, Suite.SM, SampleKeys.inMemory());
        SubmissionRows rows = new SubmissionRows(pool, jdbc, raw, SampleOrigins.store(jdbc));
        IntakeSettings settings = new IntakeSettings(DataSize.ofMegabytes(64), 1, 2000, 6, 48, 8);
        LaneSettings lanes = new LaneSettings(Set.of(RecordType.ACCIDENT_REPORT), 1, 1, 1000, MOST_UNDER_WAY);
        processor = new SubmissionProcessor(
                rows,
                raw,
                ReturnedSamples.READING,
                line,
                () -> mappings,
                () -> parties,
                new ParkedRelease(
                        new ParkedRecords(jdbc, cipher, ReturnedSamples.DEFINITIONS),
                        line,
                        () -> parties,
                        () -> {},
                        Lease.ALONE,
                        Clock.systemUTC()),
                Lease.ALONE,
                Ringer.NOBODY,
                settings,
                work -> new Lanes(
                        lanes,
                        1,
                        new UrgentLane(lanes.urgentTypes(), AdmissionSettings.DEFAULT, System::nanoTime),
                        () -> mappings,
                        () -> parties,
                        work));
        admission = new Admission(
                new AdmissionSettings(
                        2000, DataSize.ofMegabytes(64), 200, DataSize.ofGigabytes(1), 300, DataSize.ofGigabytes(1)),
                2000,
                new StoredBacklog(jdbc, System::nanoTime),
                () -> 1,
                Clock.systemUTC(),
                System::nanoTime,
                new SimpleMeterRegistry());
        admission.start();
        desk = new SubmissionDesk(
                rows,
                processor,
                new StraightToLedger(processor, new SubmissionNumbers(jdbc), raw),
                admission,
                new MappingChoice(() -> mappings),
                SampleOrigins.nobody(),
                Clock.systemUTC(),
                settings);
    }

    @AfterEach
    void close() {
        go.countDown();
        processor.close();
        admission.close();
        writer.close();
    }

    @Test
    void receiptsAnAccidentReportWithinAFewBatchesWhileAHundredThousandRowsAreUnderWay() {
        SubmissionStatus bulk = policies("insurer-jia", "bulk", 100_000);
        Awaitility.await().atMost(PATIENCE).until(() -> appended.get() >= 2);
        // The only worker is held by one small submission, and a hundred of two parties wait behind it.
        List<SubmissionStatus> small = new ArrayList<>();
        stopped.add("small-0");
        for (int i = 0; i < 50; i++) {
            small.add(policies("insurer-bing", "small-" + i, 1));
            small.add(policies("insurer-ding", "other-" + i, 1));
        }
        Awaitility.await().atMost(PATIENCE).until(() -> stoppedNow.get() == 1);

        SubmissionStatus other = desk.await(accident("insurer-wu", "A-1").id(), PATIENCE);

        assertThat(other.state().isFinal()).isTrue();
        assertThat(other.receipt()).isNotNull();
        // One commit of the writer, and what comes with the accident report.
        assertThat(appendedWithUrgent.get() - appendedBeforeUrgent.get()).isLessThanOrEqualTo(12);
        // Its sender's own policies do not hold it up either.
        assertThat(desk.await(accident("insurer-bing", "A-2").id(), PATIENCE)
                        .state()
                        .isFinal())
                .isTrue();
        assertThat(desk.find("insurer-jia", bulk.id()).orElseThrow().state().isFinal())
                .isFalse();
        assertThat(small).allSatisfy(each -> assertThat(
                        desk.find(each.party(), each.id()).orElseThrow().state())
                .isEqualTo(State.RECEIVED));
        go.countDown();
        for (SubmissionStatus each : small) {
            assertThat(desk.await(each.id(), PATIENCE).state()).isEqualTo(State.ACCEPTED);
        }
    }

    @Test
    void letsALargeFileOfAnotherPartyInBetweenAndLosesNothing() {
        SubmissionStatus first = policies("insurer-jia", "first", 15_000);
        Awaitility.await().atMost(PATIENCE).until(() -> appended.get() >= 1);
        SubmissionStatus second = policies("insurer-bing", "second", 4_500);

        assertThat(desk.await(second.id(), PATIENCE))
                .extracting(SubmissionStatus::received, SubmissionStatus::accepted, SubmissionStatus::duplicate)
                .containsExactly(4_500L, 4_500L, 0L);
        long meanwhile = desk.find("insurer-jia", first.id()).orElseThrow().received();
        assertThat(meanwhile).isLessThan(15_000);
        assertThat(mostUnderWay.get()).isBetween(500, MOST_UNDER_WAY);

        assertThat(desk.await(first.id(), PATIENCE))
                .extracting(SubmissionStatus::received, SubmissionStatus::accepted, SubmissionStatus::duplicate)
                .containsExactly(15_000L, 15_000L, 0L);
        assertThat(jdbc.sql("select count(*) from ledger_entry")
                        .query(Long.class)
                        .single())
                .isEqualTo(19_500);
    }

    @Test
    void refusesAPartyThatHasTooMuchUnfinishedAndKeepsAllThatItTookIn() {
        stopped.add("s-0");
        List<SubmissionStatus> taken = new ArrayList<>();
        // A twentieth of the 200 is kept for what is urgent.
        for (int i = 0; i < 190; i++) {
            taken.add(policies("insurer-jia", "s-" + i, 1));
        }

        TryAgainLater refused = catchThrowableOfType(TryAgainLater.class, () -> policies("insurer-jia", "s-190", 1));

        assertThat(refused.finding().code()).isEqualTo("INT-0403");
        assertThat(refused.retryAfterSeconds()).isPresent();
        assertThat(jdbc.sql("select count(*) from submission").query(Long.class).single())
                .isEqualTo(190);
        assertThat(jdbc.sql("select count(distinct submission) from raw_chunk")
                        .query(Long.class)
                        .single())
                .isEqualTo(190);
        taken.add(policies("insurer-bing", "b-1", 1));
        taken.add(accident("insurer-jia", "A-1"));
        go.countDown();
        for (SubmissionStatus each : taken) {
            assertThat(desk.await(each.id(), PATIENCE).state().isFinal()).isTrue();
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(TryAgainLater.class)
                .until(() -> policies("insurer-jia", "s-190", 1) != null);
        assertThat(jdbc.sql("select count(*) from ledger_entry where record_type <> 10")
                        .query(Long.class)
                        .single())
                .isGreaterThanOrEqualTo(191);
    }

    @Test
    void knowsWhatAnotherNodeTookIn() {
        jdbc.sql(
                        "insert into submission (seq, id, party, message_id, channel, mapping, digest, bytes, state, received_at)"
                                + " select n, 'X' || n, 'insurer-jia', 'X' || n, 'REST', 'm', '', 1, 'RECEIVED', now()"
                                + " from generate_series(1000001, 1000200) n")
                .update();

        Awaitility.await()
                .atMost(PATIENCE)
                .until(() ->
                        catchThrowableOfType(TryAgainLater.class, () -> policies("insurer-jia", "mine", 1)) != null);
        policies("insurer-bing", "other", 1);
    }

    private final class Steps extends OneByOne {
        private final Normalise normalise = new Normalise();
        private final Check check;
        private final Seal seal;
        private final AppendToLedger append = new AppendToLedger(writer);

        Steps(LedgerReader reader, RecordSealer sealer) {
            this.check = new Check(
                    () -> validator, () -> parties, new LedgerReferences(jdbc, reader, ReturnedSamples.DEFINITIONS));
            this.seal = new Seal(sealer);
        }

        @Override
        public CompletableFuture<Appended> exchange(RawBatch batch) {
            if (stopped.remove(batch.submission().messageId())) {
                stoppedNow.incrementAndGet();
                hold();
            }
            boolean urgent = batch.submission().urgent();
            if (urgent) {
                appendedBeforeUrgent.compareAndSet(null, appended.get());
            }
            int records = batch.records().size();
            mostUnderWay.accumulateAndGet(underWay.addAndGet(records), Math::max);
            return append.apply(List.of(seal.apply(List.of(check(batch))).get(0)))
                    .get(0)
                    .whenComplete((done, failure) -> {
                        underWay.addAndGet(-records);
                        if (urgent) {
                            appendedWithUrgent.compareAndSet(null, appended.get());
                        } else if (failure == null) {
                            appended.incrementAndGet();
                        }
                    });
        }

        private void hold() {
            try {
                go.await(120, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public CheckedBatch check(RawBatch batch) {
            return check.apply(List.of(normalise.apply(List.of(batch)).get(0))).get(0);
        }
    }

    private SubmissionStatus accident(String party, String id) {
        return receive(
                party,
                id,
                "canonical-accidentReport",
                "{\"reportNo\":\"" + id + "\",\"uscc\":\"91140212MAXX00015K\","
                        + "\"occurredAt\":\"2026-06-09T14:00:00+08:00\",\"reportedAt\":\"2026-06-09T14:30:00+08:00\","
                        + "\"type\":\"01\",\"dead\":1,\"serious\":0,\"levelPrelim\":\"一般\","
                        + "\"riskRegion\":\"140212\",\"sector\":\"01\"}\n");
    }

    private SubmissionStatus policies(String party, String id, int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("{\"policyNo\":\"")
                    .append(id)
                    .append('-')
                    .append(i)
                    .append("\",\"insured\":\"91140212MAXX00015K\",\"applicant\":\"91140212MAXX00015K\",")
                    .append("\"startAt\":\"2026-02-01T00:00:00+08:00\",\"endAt\":\"2027-02-01T00:00:00+08:00\",")
                    .append("\"premium\":6111583,\"perPersonDeath\":40000000,\"insuredCount\":12,")
                    .append("\"riskRegion\":\"140212\",\"sector\":\"01\"}\n");
        }
        return receive(party, id, "canonical-policy", lines.toString());
    }

    private SubmissionStatus receive(String party, String id, String mapping, String body) {
        return desk.receive(
                new Arrival(parties.find(party).orElseThrow(), Arrival.Channel.REST, id, null, mapping, false),
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }
}
