package org.anze.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.sql.DataSource;
import org.anze.gateway.TestStores;
import org.anze.gateway.intake.SubmissionRows.Registered;
import org.anze.gateway.intake.SubmissionStatus.State;
import org.anze.gateway.intake.admission.BatchTurns;
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
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.codes.CodeTables;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.validation.Validator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.util.unit.DataSize;

/** Stored submissions come to their end whatever failed on the way, with every record counted once. */
class SubmissionProcessorTest {

    private static final SampleSeals.Gateway GATEWAY = SampleSeals.gateway(Suite.SM);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static RecordDefinitions definitions;
    private static CodeTables codes;
    private static Parties parties;
    private static Mappings mappings;
    private static Validator validator;

    private final AtomicBoolean answerLost = new AtomicBoolean();
    /** What stands between the processor and the steps. */
    private final AtomicReference<UnaryOperator<CompletableFuture<Appended>>> fault =
            new AtomicReference<>(UnaryOperator.identity());

    private Mappings inForce = mappings;
    private JdbcClient jdbc;
    private LedgerWriter writer;
    private RawStore raw;
    private SubmissionRows rows;
    private SubmissionProcessor processor;
    private BatchLine line;
    private SubmissionDesk desk;
    private Party party;

    @BeforeAll
    static void readFolders() throws Exception {
        definitions = RecordDefinitions.load();
        codes = CodeTables.load(Path.of("codes"));
        parties = Parties.load(Path.of("parties"));
        mappings = Mappings.load(Path.of("mappings"), definitions, codes);
        validator = new Validator(definitions, Profiles.load(Path.of("jurisdictions")), codes);
    }

    @BeforeEach
    void assemble() {
        DataSource pool = TestStores.freshSchema();
        jdbc = JdbcClient.create(pool);
        UnitCipher cipher = new UnitCipher(SampleKeys.inMemory());
        LedgerReader reader = new LedgerReader(jdbc, Suite.SM, cipher);
        writer = new LedgerWriter(
                new LedgerTransaction(
                        pool,
                        GATEWAY.signer(),
                        SampleSeals.LEDGER,
                        new Receipts(GATEWAY.signer(), GATEWAY.certificate())),
                reader,
                Clock.fixed(SampleSeals.NOW, ZoneOffset.UTC),
                16);
        raw = new RawStore(jdbc, Suite.SM, SampleKeys.inMemory());
        rows = new SubmissionRows(forgetful(pool), jdbc, raw, SampleOrigins.store(jdbc));
        line = new Steps(reader, new RecordSealer(Suite.SM, cipher));
        IntakeSettings settings = new IntakeSettings(DataSize.ofMegabytes(64), 2, 100, 6, 48, 8);
        processor = new SubmissionProcessor(
                rows,
                raw,
                ReturnedSamples.READING,
                toLedger(),
                () -> inForce,
                () -> parties,
                release(cipher),
                Lease.ALONE,
                Ringer.NOBODY,
                settings,
                Intake.lanes(2, () -> inForce, () -> parties));
        desk = new SubmissionDesk(
                rows,
                processor,
                new StraightToLedger(processor, new SubmissionNumbers(jdbc), raw),
                Intake.admission(),
                new MappingChoice(() -> inForce),
                SampleOrigins.nobody(),
                Clock.systemUTC(),
                settings);
        party = parties.find("insurer-wu").orElseThrow();
    }

    @AfterEach
    void close() {
        processor.close();
        writer.close();
    }

    @Test
    void takesUpWhatWasStoredWhenTheSenderWasToldThatItWasNot() {
        answerLost.set(true);
        assertThatThrownBy(() -> receive("M-1", lines("A", 10))).isInstanceOf(TryAgainLater.class);

        SubmissionStatus again = receive("M-1", lines("A", 10));

        assertThat(desk.await(again.id(), PATIENCE).state()).isEqualTo(State.ACCEPTED);
        assertThat(entries()).isEqualTo(10);
    }

    @Test
    void takesUpWhatWasStoredWhenTheSenderDoesNotComeAgain() {
        processor.resume();
        answerLost.set(true);
        assertThatThrownBy(() -> receive("M-1", lines("A", 10))).isInstanceOf(TryAgainLater.class);

        // As the next run of the gateway does; this one would look again after a few seconds, too.
        processor.resume();

        awaitFinal("M-1");
        assertThat(entries()).isEqualTo(10);
    }

    @Test
    void goesOnWithTheRecordsThatTheLedgerDoesNotHaveYet() {
        Registered half = halfWay(lines("A", 1200), () -> {});

        processor.resume();

        assertThat(awaitFinal("half").state()).isEqualTo(State.ACCEPTED);
        assertThat(desk.await(half.id(), PATIENCE))
                .extracting(SubmissionStatus::records, SubmissionStatus::accepted, SubmissionStatus::duplicate)
                .containsExactly(1200L, 1200L, 0L);
        assertThat(entries()).isEqualTo(1200);
    }

    @Test
    void goesOnWhereItWasWhenAnEditedMappingMakesOtherBatches() {
        // As if the first records had come in seven batches.
        halfWay(lines("A", 1200), () -> jdbc.sql("update submission set batches = 7")
                .update());

        processor.resume();

        assertThat(awaitFinal("half"))
                .extracting(
                        SubmissionStatus::state,
                        SubmissionStatus::records,
                        SubmissionStatus::accepted,
                        SubmissionStatus::duplicate)
                .containsExactly(State.ACCEPTED, 1200L, 1200L, 0L);
        assertThat(entries()).isEqualTo(1200);
    }

    /** An edited mapping shows by the line and the number of the last record in the ledger. */
    @ParameterizedTest
    @ValueSource(
            strings = {"read_to_line = read_to_line + 1", "read_to_ordinal = read_to_ordinal + 1", "records = 1300"})
    void refusesTheRestWhenAnEditedMappingReadsItOtherwise(String edited) {
        halfWay(lines("A", 1200), () -> jdbc.sql("update submission set " + edited)
                .update());

        processor.resume();

        SubmissionStatus half = awaitFinal("half");
        assertThat(half)
                .extracting(
                        SubmissionStatus::state,
                        SubmissionStatus::received,
                        SubmissionStatus::accepted,
                        SubmissionStatus::duplicate)
                .containsExactly(State.PARTLY_ACCEPTED, 500L, 500L, 0L);
        assertThat(half.refusal()).extracting(Finding::code).isEqualTo("INT-0108");
        assertThat(entries()).isEqualTo(500);
        assertThat(desk.await(receive("again", lines("A", 1200)).id(), PATIENCE))
                .extracting(SubmissionStatus::state, SubmissionStatus::accepted, SubmissionStatus::duplicate)
                .containsExactly(State.ACCEPTED, 700L, 500L);
    }

    @Test
    void goesOnInAnArchiveWhoseEntriesCountTheirLinesEachAnew(@TempDir Path folder) throws Exception {
        inForce = archived(folder);
        byte[] archive = zip(lines("A", 450), lines("B", 600));
        // The first batch ends in line 50 of the second entry, and has line 450 of the first one in it.
        halfWay("archived", archive, () -> {});

        processor.resume();

        assertThat(awaitFinal("half"))
                .extracting(SubmissionStatus::records, SubmissionStatus::accepted, SubmissionStatus::duplicate)
                .containsExactly(1050L, 1050L, 0L);
        assertThat(entries()).isEqualTo(1050);
    }

    /** A megabyte of zip may have a gigabyte in it: what is held of it is what a batch holds. */
    @Test
    void readsOnWhileItSendsWhatIsSmallAndHasMuchInIt(@TempDir Path folder) throws Exception {
        inForce = archived(folder);
        String padding = ",\"note\":\"" + "x".repeat(9500) + "\"}\n";
        byte[] archive = zip(new String(lines("A", 1500), StandardCharsets.UTF_8)
                .replace("}\n", padding)
                .getBytes(StandardCharsets.UTF_8));
        assertThat(archive.length).isLessThan(1 << 20);
        register("much", "archived", archive);

        processor.resume();

        assertThat(awaitFinal("much"))
                .extracting(SubmissionStatus::records, SubmissionStatus::accepted, SubmissionStatus::rejected)
                .containsExactly(1500L, 1500L, 0L);
        assertThat(entries()).isEqualTo(1500);
        assertThat(jdbc.sql("select batches from submission").query(Long.class).single())
                .describedAs("of 432 records each, by their weight")
                .isEqualTo(4);
    }

    @Test
    void asksTheStoreWhenTheWorkWasElsewhereInBetween() {
        Registered half =
                halfWay(lines("A", 1200), () -> jdbc.sql("update submission set read_to_line = read_to_line + 1")
                        .update());
        AtomicLong token = new AtomicLong();
        Lease lostAndFound = new Lease() {
            @Override
            public long token() {
                return token.incrementAndGet();
            }

            @Override
            public void onChange(Changed listener) {
                // Nobody is told.
            }

            @Override
            public void guard(Connection connection) {
                // Not what this is about.
            }
        };
        try (SubmissionProcessor returned = processor(lostAndFound)) {
            returned.submit(
                    new SubmissionRows.Unfinished(half.seq(), half.id(), party.id(), "canonical-policy", 1),
                    half.open(),
                    null,
                    () -> false,
                    returned.reservePlace(party.id(), false));

            // What was stored says nothing of the batch that another node appended; the row does.
            assertThat(awaitFinal("half").refusal()).extracting(Finding::code).isEqualTo("INT-0108");
        }
    }

    @Test
    void keepsNothingInMemoryOfWhatIsRepeatedRefusedOrDone() {
        SubmissionStatus first = receive("M-1", lines("A", 10));
        desk.await(first.id(), PATIENCE);
        receive("M-1", lines("A", 10));
        assertThatThrownBy(() -> receive("M-1", lines("B", 10))).isInstanceOf(SenderMustCorrect.class);
        answerLost.set(true);
        assertThatThrownBy(() -> receive("M-2", lines("C", 10))).isInstanceOf(TryAgainLater.class);

        assertThat(raw.atHand().size()).isZero();
    }

    @Test
    void wakesAllWhenRingsWereMissed() throws Exception {
        CompletableFuture<Appended> never = new CompletableFuture<>();
        fault.set(appended -> never);
        SubmissionStatus stored = receive("M-1", lines("A", 10));
        CompletableFuture<SubmissionStatus> waits =
                CompletableFuture.supplyAsync(() -> desk.await(stored.id(), PATIENCE));
        jdbc.sql("update submission set state = 'ACCEPTED', finished_at = now()")
                .update();

        desk.becameFinal("");

        assertThat(waits.get(PATIENCE.toSeconds() / 2, TimeUnit.SECONDS).state())
                .isEqualTo(State.ACCEPTED);
    }

    @Test
    void endsALargeSubmissionWhoseRestCannotBeRead() {
        byte[] damaged = (new String(lines("A", 5000), StandardCharsets.UTF_8) + "{\"policyNo\":")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(damaged.length).isGreaterThan(RawStore.CHUNK);
        Registered half = register("half", "canonical-policy", damaged);
        // Its first batch is said to be there, so it is not inspected again, and the damage shows only at the end.
        jdbc.sql("update submission set batches = 1, records = 500, read_to_line = 500")
                .update();

        processor.resume();

        SubmissionStatus status = awaitFinal("half");
        assertThat(status.state()).isEqualTo(State.PARTLY_ACCEPTED);
        assertThat(status.refusal()).isNotNull();
        assertThat(status.accepted()).isEqualTo(entries()).isEqualTo(4000);
        assertThat(half.fresh()).isTrue();
    }

    @Test
    void goesOnAfterAnErrorOfAWorker() {
        AtomicBoolean first = new AtomicBoolean(true);
        fault.set(appended -> {
            if (first.getAndSet(false)) {
                throw new StackOverflowError("sample");
            }
            return appended;
        });

        SubmissionStatus status = receive("M-1", lines("A", 10));

        assertThat(desk.await(status.id(), PATIENCE).state()).isEqualTo(State.ACCEPTED);
        assertThat(entries()).isEqualTo(10);
    }

    @Test
    void holdsNoRoomForOneSubmissionWhileAnotherOfTheGroupWaitsForSome() throws Exception {
        SubmissionWork work = new SubmissionWork(
                rows,
                raw,
                ReturnedSamples.READING,
                toLedger(),
                () -> inForce,
                () -> parties,
                Lease.ALONE,
                6,
                new BatchTurns(500));
        List<SubmissionJob> jobs = List.of(job("one batch", lines("A", 1)), job("several", lines("B", 1100)));

        for (CompletableFuture<Appended> end :
                CompletableFuture.supplyAsync(() -> work.leadSmall(jobs)).get(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        assertThat(entries()).isEqualTo(1101);
    }

    private SubmissionJob job(String messageId, byte[] body) {
        Registered stored = register(messageId, "canonical-policy", body);
        return new SubmissionJob(
                new SubmissionRows.Unfinished(stored.seq(), stored.id(), party.id(), "canonical-policy", body.length),
                stored.open(),
                Lease.ALONE.token(),
                processor.reservePlace(party.id(), false),
                false,
                0,
                false,
                null);
    }

    @Test
    void keepsNoBytesWhenReadingThemEndsInAnyException() {
        InputStream broken = new InputStream() {
            private int left = 3 * RawStore.CHUNK;

            @Override
            public int read() {
                if (left-- == 0) {
                    throw new IllegalStateException("sample");
                }
                return 'x';
            }
        };

        assertThatThrownBy(() -> desk.receive(arrival("M-1"), broken)).isInstanceOf(IllegalStateException.class);

        assertThat(jdbc.sql("select count(*) from raw_chunk").query(Long.class).single())
                .isZero();
    }

    @Test
    void refusesAKeyWithACharacterThatTheDatabaseCannotHold() {
        byte[] body = new String(lines("A", 2), StandardCharsets.UTF_8)
                .replace("WU-A-1", "WU-A\\u00001")
                .getBytes(StandardCharsets.UTF_8);

        SubmissionStatus status = receive("M-1", body);

        assertThat(desk.await(status.id(), PATIENCE))
                .extracting(SubmissionStatus::state, SubmissionStatus::accepted, SubmissionStatus::rejected)
                .containsExactly(State.PARTLY_ACCEPTED, 1L, 1L);
    }

    @Test
    void leavesPlacesToTheOthersWhenOnePartySendsTooMuch() {
        CompletableFuture<Appended> never = new CompletableFuture<>();
        fault.set(appended -> never);
        for (int i = 0; i < 25; i++) {
            receive("M-" + i, lines("A" + i, 1));
        }

        assertThatThrownBy(() -> receive("M-25", lines("A25", 1))).isInstanceOf(TryAgainLater.class);
        Party other = parties.find("insurer-jia").orElseThrow();
        assertThat(desk.receive(
                                new Arrival(other, Arrival.Channel.SFTP, "x", "x.csv", "policies", false),
                                in("x".getBytes(StandardCharsets.UTF_8)))
                        .state())
                .isEqualTo(State.RECEIVED);
    }

    /** A submission whose first batch is in the ledger, left there by a run that is no more. */
    private Registered halfWay(byte[] body, Runnable meanwhile) {
        return halfWay("canonical-policy", body, meanwhile);
    }

    private Registered halfWay(String mapping, byte[] body, Runnable meanwhile) {
        Registered stored = register("half", mapping, body);
        AtomicBoolean first = new AtomicBoolean(true);
        fault.set(appended -> {
            if (first.getAndSet(false)) {
                return appended;
            }
            throw new TryAgainLater(IntakeProblem.BUSY, null);
        });
        // Only the first batch gets past; then the worker dies with its gateway.
        SubmissionProcessor dying = processor(Lease.ALONE);
        dying.resume();
        Awaitility.await().atMost(PATIENCE).until(() -> entries() == 500);
        dying.close();
        fault.set(UnaryOperator.identity());
        meanwhile.run();
        return stored;
    }

    /** Stored, and in nobody's hand. */
    private Registered register(String messageId, String mapping, byte[] body) {
        return rows.register(
                arrival(messageId),
                SubmissionId.next(SampleSeals.NOW),
                mapping,
                body,
                InputStream.nullInputStream(),
                SampleOrigins.unsigned(),
                SampleSeals.NOW,
                1L << 30,
                registered -> {});
    }

    /** Another one over the same stores. */
    private SubmissionProcessor processor(Lease lease) {
        return new SubmissionProcessor(
                rows,
                new RawStore(jdbc, Suite.SM, SampleKeys.inMemory()),
                ReturnedSamples.READING,
                toLedger(),
                () -> inForce,
                () -> parties,
                release(new UnitCipher(SampleKeys.inMemory())),
                lease,
                Ringer.NOBODY,
                new IntakeSettings(DataSize.ofMegabytes(64), 2, 100, 6, 48, 8),
                Intake.lanes(2, () -> inForce, () -> parties));
    }

    /** Of the same lines in files of an archive. */
    private static Mappings archived(Path folder) throws IOException {
        Path own = Files.createDirectories(folder.resolve("insurer-wu"));
        Files.writeString(
                own.resolve("archived.mapping.yaml"), "recordType: policy\nsource: {format: ndjson, archive: {}}\n");
        Files.writeString(own.resolve("archived.fields.csv"), """
                field,source,convert,unit,codes,default,template,condition,note
                policyNo,policyNo,identifier,,,,,,
                insurer,,sender,credit-code,,,,,
                applicant,applicant,credit-code,,,,,,
                insured,insured,credit-code,,,,,,
                startAt,startAt,instant,,,,,,
                endAt,endAt,instant,,,,,,
                premium,premium,money,fen,,,,,
                perPersonDeath,perPersonDeath,money,fen,,,,,
                insuredCount,insuredCount,integer,人,,,,,
                @riskRegion,riskRegion,region,,,,,,
                @sector,sector,code,,SEC,,,,
                """);
        Mappings loaded = Mappings.load(folder, definitions, codes);
        assertThat(loaded.broken()).isEmpty();
        return loaded;
    }

    private final class Steps extends OneByOne {
        private final Normalise normalise = new Normalise();
        private final Check check;
        private final Seal seal;
        private final AppendToLedger append = new AppendToLedger(writer);

        Steps(LedgerReader reader, RecordSealer sealer) {
            this.check = new Check(() -> validator, () -> parties, new LedgerReferences(jdbc, reader, definitions));
            this.seal = new Seal(sealer);
        }

        @Override
        public CompletableFuture<Appended> exchange(RawBatch batch) {
            // The fault first, so that what it refuses does not get through.
            UnaryOperator<CompletableFuture<Appended>> between = fault.get();
            CompletableFuture<Appended> result = new CompletableFuture<>();
            CompletableFuture<Appended> shown = between.apply(result);
            append.apply(List.of(seal.apply(List.of(check(batch))).get(0)))
                    .get(0)
                    .whenComplete((appended, failure) -> {
                        if (failure == null) {
                            result.complete(appended);
                        } else {
                            result.completeExceptionally(failure);
                        }
                    });
            return shown;
        }

        @Override
        public CheckedBatch check(RawBatch batch) {
            return check.apply(List.of(normalise.apply(List.of(batch)).get(0))).get(0);
        }
    }

    private LineToLedger toLedger() {
        return new LineToLedger(line, writer);
    }

    private ParkedRelease release(UnitCipher cipher) {
        return new ParkedRelease(
                new ParkedRecords(jdbc, cipher, definitions),
                toLedger(),
                () -> parties,
                () -> {},
                Lease.ALONE,
                Clock.systemUTC());
    }

    private SubmissionStatus receive(String messageId, byte[] body) {
        return desk.receive(arrival(messageId), in(body));
    }

    private Arrival arrival(String messageId) {
        return new Arrival(party, Arrival.Channel.REST, messageId, null, "canonical-policy", false);
    }

    private SubmissionStatus awaitFinal(String messageId) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() ->
                        desk.find(party.id(), messageId).orElseThrow().state().isFinal());
        return desk.find(party.id(), messageId).orElseThrow();
    }

    private static InputStream in(byte[] body) {
        return new ByteArrayInputStream(body);
    }

    private static byte[] zip(byte[]... files) throws IOException {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(archive)) {
            for (int i = 0; i < files.length; i++) {
                zip.putNextEntry(new ZipEntry(i + ".ndjson"));
                zip.write(files[i]);
            }
        }
        return archive.toByteArray();
    }

    private static byte[] lines(String prefix, int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("{\"policyNo\":\"WU-")
                    .append(prefix)
                    .append('-')
                    .append(i)
                    .append("\",\"insured\":\"91140212MAXX00015K\",\"applicant\":\"91140212MAXX00015K\",")
                    .append("\"startAt\":\"2026-02-01T00:00:00+08:00\",\"endAt\":\"2027-02-01T00:00:00+08:00\",")
                    .append("\"premium\":6111583,\"perPersonDeath\":40000000,\"insuredCount\":12,")
                    .append("\"riskRegion\":\"140212\",\"sector\":\"01\"}\n");
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private long entries() {
        return jdbc.sql("select count(*) from ledger_entry").query(Long.class).single();
    }

    /** Commits, and loses the answer when told so. */
    private DataSource forgetful(DataSource target) {
        return new DelegatingDataSource(target) {
            @Override
            public Connection getConnection() throws SQLException {
                return forgetful(super.getConnection());
            }
        };
    }

    private Connection forgetful(Connection target) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(target, arguments);
                        if (method.getName().equals("commit") && answerLost.getAndSet(false)) {
                            throw new SQLException("done, but the answer was lost", "08006");
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
