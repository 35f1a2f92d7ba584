package org.anze.gateway.intake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.anze.gateway.SettableClock;
import org.anze.gateway.TestStores;
import org.anze.gateway.intake.batch.AppendToLedger;
import org.anze.gateway.intake.batch.CanonicalBatch;
import org.anze.gateway.intake.batch.Check;
import org.anze.gateway.intake.batch.CheckedBatch;
import org.anze.gateway.intake.batch.EarlierBatches;
import org.anze.gateway.intake.batch.Normalise;
import org.anze.gateway.intake.batch.RawBatch;
import org.anze.gateway.intake.batch.Seal;
import org.anze.gateway.intake.returned.ReturnedSamples;
import org.anze.gateway.jurisdiction.Profiles;
import org.anze.gateway.keys.SampleKeys;
import org.anze.gateway.ledger.Append;
import org.anze.gateway.ledger.FaultySource;
import org.anze.gateway.ledger.LedgerEvents;
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
import org.anze.gateway.mapping.Normalised;
import org.anze.gateway.nodes.Lease;
import org.anze.gateway.nodes.Ringer;
import org.anze.gateway.origin.SampleOrigins;
import org.anze.gateway.origin.SampleSigners;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.record.RawRecord;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.record.codes.CodeTables;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.validation.Validator;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

/**
 * An intake with the shipped rules over a store that fails when told to, a clock that is turned by hand, and a line that can
 * be held between the check of a batch and its way to the ledger. One insurer sends policies and claims.
 */
public final class ParkingFixture implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Requests that may wait at a time. */
    static final int AWAITED = 24;
    /** As many again of what is urgent. */
    static final int AWAITED_URGENT = 8;

    private static final String PAID = ",\"assessed\":%1$d,\"paid\":%1$d,\"stages\":[" + stage("REPORT") + ","
            + stage("SURVEY") + "," + stage("REGISTER") + "," + stage("ASSESS") + "," + stage("PAY") + "]}";

    private static final SampleSeals.Gateway GATEWAY = SampleSeals.gateway(Suite.SM);
    private static final RecordDefinitions DEFINITIONS = RecordDefinitions.load();
    private static final CodeTables CODES;
    private static final Parties SHIPPED;
    private static final Mappings MAPPINGS;
    private static final Validator VALIDATOR;

    static {
        try {
            CODES = CodeTables.load(Path.of("codes"));
            SHIPPED = Parties.load(Path.of("parties"));
            MAPPINGS = Mappings.load(Path.of("mappings"), DEFINITIONS, CODES);
            VALIDATOR = new Validator(DEFINITIONS, Profiles.load(Path.of("jurisdictions")), CODES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public final FaultySource pool = new FaultySource(TestStores.freshSchema());
    final JdbcClient jdbc = JdbcClient.create(pool);
    /** Those in force; the repository's until somebody mends them. */
    public final AtomicReference<Mappings> mappings = new AtomicReference<>(MAPPINGS);

    /** What happens to a checked batch before it is sealed. */
    final AtomicReference<Consumer<CheckedBatch>> between = new AtomicReference<>(batch -> {});

    /** What the ledger's writer is held up by after a commit. */
    final AtomicReference<Runnable> afterCommit = new AtomicReference<>(() -> {});

    public final SampleKeys keys = SampleKeys.inMemory();
    private final UnitCipher cipher = new UnitCipher(keys);
    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-02T01:00:00Z"));
    private final Parties parties;
    private final Party party;
    private final int mostHeld;
    private final Normalise normalise = new Normalise();
    private LedgerWriter writer;
    private LedgerReader reader;
    private SubmissionProcessor processor;
    private SubmissionDesk desk;
    private SubmissionRows rows;
    private ParkedRelease release;
    final StoredSupplements supplements = new StoredSupplements(jdbc, clock);
    Check check;

    ParkingFixture() {
        this(null);
    }

    /** With a party besides those of the repository; null for none. */
    public ParkingFixture(@Nullable Party other) {
        this(other, LedgerReferences.MOST_HELD);
    }

    /** With a bound for what is held of the answers of the ledger. */
    ParkingFixture(int mostHeld) {
        this(null, mostHeld);
    }

    private ParkingFixture(@Nullable Party other, int mostHeld) {
        this.mostHeld = mostHeld;
        List<Party> all = new ArrayList<>(SHIPPED.all());
        if (other != null) {
            all.add(other);
        }
        this.parties = Parties.of(all);
        this.party = parties.find("insurer-wu").orElseThrow();
        start();
    }

    public JdbcClient jdbc() {
        return jdbc;
    }

    /** Hands earlier submissions in again, at a desk that also tries them out. */
    public Resubmission resubmission() {
        RawStore raw = new RawStore(jdbc, Suite.SM, keys);
        DryRunDesk trying = new DryRunDesk(
                desk,
                new DryRun(
                        new Steps(),
                        ReturnedSamples.READING,
                        ReturnedSamples.FILES,
                        id -> new DryRunLedger(id, references()::lookUp, reader::said)),
                new MappingChoice(mappings::get),
                SampleSigners.verifier(),
                clock,
                1L << 26);
        return new Resubmission(jdbc, raw, SampleOrigins.store(jdbc), trying, () -> parties);
    }

    public IntakeDesk desk() {
        return desk;
    }

    public SubmissionLookup lookup() {
        return desk;
    }

    public LedgerReferences references() {
        return new LedgerReferences(jdbc, reader, DEFINITIONS, mostHeld);
    }

    public Parties parties() {
        return parties;
    }

    /** What the store does with the next commits. */
    public FaultySource store() {
        return pool;
    }

    /** Does something to every checked batch before it is sealed. */
    public void between(Consumer<CheckedBatch> what) {
        between.set(what);
    }

    /** A gateway over what the store has. */
    public void start() {
        reader = new LedgerReader(jdbc, Suite.SM, cipher);
        AtomicReference<ParkedRelease> listener = new AtomicReference<>();
        LedgerEvents events = new LedgerEvents() {
            @Override
            public void appended(List<SealedRecord> entries, SignedCheckpoint checkpoint) {
                reader.appended(entries, checkpoint);
                afterCommit.get().run();
            }

            @Override
            public void parkedDue() {
                listener.get().parkedDue();
            }
        };
        writer = new LedgerWriter(
                new LedgerTransaction(
                        pool,
                        GATEWAY.signer(),
                        SampleSeals.LEDGER,
                        new Receipts(GATEWAY.signer(), GATEWAY.certificate())),
                events,
                clock,
                16);
        check = new Check(() -> VALIDATOR, () -> parties, references());
        LineToLedger toLedger = new LineToLedger(new Steps(), writer);
        release = new ParkedRelease(
                new ParkedRecords(jdbc, cipher, DEFINITIONS),
                toLedger,
                () -> parties,
                supplements::made,
                Lease.ALONE,
                clock);
        listener.set(release);
        RawStore raw = new RawStore(jdbc, Suite.SM, keys);
        rows = new SubmissionRows(pool, jdbc, raw, SampleOrigins.store(jdbc));
        IntakeSettings settings = new IntakeSettings(DataSize.ofMegabytes(64), 3, 200, 6, AWAITED, AWAITED_URGENT);
        processor = new SubmissionProcessor(
                rows,
                raw,
                ReturnedSamples.READING,
                toLedger,
                mappings::get,
                () -> parties,
                release,
                Lease.ALONE,
                Ringer.NOBODY,
                settings,
                Intake.lanes(3, mappings::get, () -> parties));
        desk = new SubmissionDesk(
                rows,
                processor,
                new StraightToLedger(processor, new SubmissionNumbers(jdbc), raw),
                Intake.admission(),
                new MappingChoice(mappings::get),
                SampleSigners.verifier(),
                clock,
                settings);
        processor.resume();
    }

    private final class Steps extends OneByOne {
        private final Seal seal = new Seal(new RecordSealer(Suite.SM, cipher));
        private final AppendToLedger append = new AppendToLedger(writer);

        @Override
        public CompletableFuture<Appended> exchange(RawBatch batch) {
            CheckedBatch checked = check(batch);
            between.get().accept(checked);
            Append sealed = seal.apply(List.of(checked)).get(0);
            return append.apply(List.of(sealed)).get(0);
        }

        @Override
        public CheckedBatch check(RawBatch batch) {
            return check.apply(List.of(normalise.apply(List.of(batch)).get(0))).get(0);
        }
    }

    @Override
    public void close() {
        processor.close();
        writer.close();
    }

    /** Looks for parked records now and not in a few seconds. */
    void look() {
        release.parkedDue();
    }

    public void pass(Duration time) {
        clock.pass(time);
    }

    public Instant now() {
        return clock.instant();
    }

    public SubmissionStatus send(String messageId, String mapping, String... lines) {
        SubmissionStatus status = desk.receive(
                new Arrival(party, Arrival.Channel.REST, messageId, null, mapping, false),
                new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
        return desk.await(status.id(), PATIENCE);
    }

    /** The same by a sender who waits for the end. */
    int placesToWait() {
        return desk.placesToWait();
    }

    SubmissionStatus process(String messageId, String mapping, String... lines) {
        return process(PATIENCE, messageId, mapping, lines);
    }

    SubmissionStatus process(Duration patience, String messageId, String mapping, String... lines) {
        return process(Arrival.Channel.REST, patience, messageId, mapping, lines);
    }

    SubmissionStatus process(
            Arrival.Channel channel, Duration patience, String messageId, String mapping, String... lines) {
        return desk.process(
                new Arrival(party, channel, messageId, null, mapping, false),
                new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)),
                patience);
    }

    /** A submission of which only the first batch is in the ledger when the gateway dies. */
    SubmissionRows.Registered halfWay(String messageId, String mapping, String lines) {
        between.set(batch -> {
            if (batch.raw().number() > 0) {
                throw new IllegalStateException("sample: killed");
            }
        });
        SubmissionRows.Registered stored = rows.register(
                new Arrival(party, Arrival.Channel.REST, messageId, null, mapping, false),
                SubmissionId.next(now()),
                mapping,
                lines.getBytes(StandardCharsets.UTF_8),
                InputStream.nullInputStream(),
                SampleOrigins.unsigned(),
                now(),
                1L << 30,
                registered -> {});
        close();
        start();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> jdbc.sql("select batches from submission where seq = ?")
                                .param(stored.seq())
                                .query(Long.class)
                                .single()
                        == 1);
        close();
        between.set(batch -> {});
        return stored;
    }

    SubmissionStatus policies(String messageId, String... lines) {
        return send(messageId, "canonical-policy", lines);
    }

    SubmissionStatus claims(String messageId, String... lines) {
        return send(messageId, "canonical-claim", lines);
    }

    SubmissionStatus status(String messageId) {
        return desk.find(party.id(), messageId).orElseThrow();
    }

    /** Waits until nothing of a submission is parked any more. */
    SubmissionStatus settled(String messageId) {
        Awaitility.await().atMost(PATIENCE).until(() -> status(messageId).parked() == 0);
        return status(messageId);
    }

    /** One raw batch of records of several types, normalised. */
    CanonicalBatch batch(RawBatch raw, CanonicalBatch... parts) {
        List<List<Normalised>> records = new ArrayList<>();
        List<RawRecord> rows = new ArrayList<>();
        for (CanonicalBatch part : parts) {
            records.addAll(part.records());
            rows.addAll(part.raw().records());
        }
        return new CanonicalBatch(
                new RawBatch(raw.submission(), party, raw.mapping(), 0, rows, false, null, raw.earlier()), records);
    }

    CanonicalBatch normalised(RawBatch frame, String mapping, String... lines) throws IOException {
        var found = MAPPINGS.find(party.id(), mapping).orElseThrow();
        List<RawRecord> records = new ArrayList<>();
        try (var rows =
                found.open(new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)))) {
            for (var row = rows.next(); row != null; row = rows.next()) {
                records.add(row);
            }
        }
        return normalise
                .apply(List.of(new RawBatch(frame.submission(), party, found, 0, records, false, null)))
                .get(0);
    }

    RawBatch frame(EarlierBatches earlier) {
        return new RawBatch(
                new Append.SubmissionRef(1, "S1", party.id(), "M1", new byte[32], new byte[32], now()),
                party,
                MAPPINGS.find(party.id(), "canonical-claim").orElseThrow(),
                0,
                List.of(),
                false,
                null,
                earlier);
    }

    public static String policy(String policyNo) {
        return policy(policyNo, 1, "CREATE");
    }

    public static String policy(String policyNo, long version, String operation) {
        return "{\"policyNo\":\"" + policyNo + "\",\"version\":" + version + ",\"op\":\"" + operation
                + "\",\"insured\":\"91140212MAXX00015K\",\"applicant\":\"91140212MAXX00015K\","
                + "\"startAt\":\"2026-02-01T00:00:00+08:00\",\"endAt\":\"2027-02-01T00:00:00+08:00\","
                + "\"premium\":6111583,\"perPersonDeath\":40000000,\"perAccident\":500000000,"
                + "\"aggregate\":1000000000,\"insuredCount\":12,\"riskRegion\":\"140212\",\"sector\":\"01\"}";
    }

    static String claim(String claimNo, String policyNo) {
        return "{\"claimNo\":\"" + claimNo + "\",\"policyNo\":\"" + policyNo
                + "\",\"occurredAt\":\"2026-02-20T10:00:00+08:00\",\"reportedAt\":\"2026-02-20T11:00:00+08:00\","
                + "\"cause\":\"物体打击\",\"estimate\":100000,"
                + "\"stages\":[{\"stage\":\"REPORT\",\"at\":\"2026-02-20T11:00:00+08:00\"}]}";
    }

    /** One that was paid, all that was assessed. */
    static String paid(String claimNo, String policyNo, long fen) {
        String claim = claim(claimNo, policyNo).replace("\"estimate\":100000", "\"estimate\":" + fen);
        return claim.substring(0, claim.indexOf(",\"stages\"")) + PAID.formatted(fen);
    }

    private static String stage(String stage) {
        return "{\"stage\":\"" + stage + "\",\"at\":\"2026-02-20T11:00:00+08:00\"}";
    }

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("held up for too long");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public Clock clock() {
        return clock;
    }
}
