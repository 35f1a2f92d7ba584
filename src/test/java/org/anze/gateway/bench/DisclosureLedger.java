package org.anze.gateway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.anze.gateway.TestStores;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.access.Decision;
import org.anze.gateway.access.Discloser;
import org.anze.gateway.feed.LedgerFacts;
import org.anze.gateway.feed.ParcelMaker;
import org.anze.gateway.keys.KeyCipher;
import org.anze.gateway.keys.KeySettings;
import org.anze.gateway.keys.MasterKeys;
import org.anze.gateway.keys.StoredDataKeys;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.ledger.LedgerTransaction;
import org.anze.gateway.ledger.PreparedRecord;
import org.anze.gateway.ledger.Receipts;
import org.anze.gateway.ledger.RecordSealer;
import org.anze.gateway.ledger.SampleEntries;
import org.anze.gateway.ledger.UnitCipher;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.DisclosedRecord;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.record.ValidRecord;
import org.anze.gateway.seal.JsonOutput;
import org.anze.gateway.seal.PrivateKeySigner;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.Signer;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.parcel.Agreement;
import org.anze.gateway.seal.parcel.DisclosedUnit;
import org.anze.gateway.seal.parcel.ParcelHead;
import org.anze.gateway.seal.parcel.ParcelWriter;
import org.anze.gateway.seal.tree.MultiProof;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * A ledger of one suite with five hundred policies in the middle of it, encrypted at rest as in a gateway, and 64 recipients
 * with agreements of their own that all permit them. Does with them what the feed does. For one thread.
 */
final class DisclosureLedger {

    static final int PARCEL = 500;
    private static final int BATCHES_BEFORE = 2;
    private static final int BATCHES_BEHIND = 1;

    private static final List<String> UNITS =
            List.of("parties", "period", "limits", "headcount", "premium", "subsidy", "prevention", "people");
    /** The first four are those of the demo's agreements: platform-shanxi, city-datong, sector-hazchem, regulator-finance. */
    private static final String[] DEMO = {
        "give: [parties, period, limits, headcount, premium, subsidy, prevention, people]",
        "give: [parties, period, limits, headcount, premium, subsidy, prevention, people]",
        "give: [parties, period, limits, headcount, subsidy, prevention, people]",
        "give: [parties, period, limits, headcount, premium, subsidy, prevention], mask: [people]"
    };

    private static final List<PartyType> TYPES =
            List.of(PartyType.PRV, PartyType.CTY, PartyType.SEC, PartyType.NFR, PartyType.MIN);

    private final RecordDefinitions definitions = RecordDefinitions.load();
    private final Suite suite;
    private final SampleSeals.Gateway gateway;
    private final Signer signer;
    private final LedgerReader kept;
    private final LedgerReader store;
    private final Discloser discloser = new Discloser(purpose -> new byte[32]);
    private final LedgerFacts facts;
    private final Agreements agreements;
    private final long first;

    DisclosureLedger(Suite suite, BenchPolicy shape, Path folder) throws IOException, SQLException {
        this.suite = suite;
        this.gateway = SampleSeals.gateway(suite);
        this.signer = PrivateKeySigner.of(gateway.certificate(), gateway.key());
        DataSource pool = TestStores.freshSchema();
        JdbcClient jdbc = JdbcClient.create(pool);
        UnitCipher cipher = new UnitCipher(keys(pool, jdbc, folder));
        this.kept = new LedgerReader(jdbc, suite, cipher);
        this.store = new LedgerReader(jdbc, suite, cipher);
        this.facts = new LedgerFacts(kept, definitions);
        fill(pool, cipher, shape);
        this.first = (long) BATCHES_BEFORE * PARCEL;
        this.agreements = agree(folder.resolve("parties"));
    }

    private StoredDataKeys keys(DataSource pool, JdbcClient jdbc, Path folder) throws IOException {
        KeyCipher cipher = KeyCipher.of(suite);
        Path store = folder.resolve(suite + ".p12");
        Path password = folder.resolve(suite + ".password");
        Files.deleteIfExists(store);
        Files.deleteIfExists(password);
        MasterKeys.provide(store, password, cipher);
        MasterKeys masters = MasterKeys.open(new KeySettings(KeySettings.Choice.BY_SUITE, store, password, null));
        return new StoredDataKeys(
                jdbc, new JdbcTransactionManager(pool), masters, cipher, Clock.fixed(SampleSeals.NOW, ZoneOffset.UTC));
    }

    private void fill(DataSource pool, UnitCipher cipher, BenchPolicy shape) throws SQLException {
        SampleEntries samples = new SampleEntries(pool, cipher);
        RecordSealer sealer = new RecordSealer(suite, cipher);
        LedgerTransaction ledger =
                new LedgerTransaction(pool, signer, SampleSeals.LEDGER, new Receipts(signer, gateway.certificate()));
        for (int batch = 0; batch <= BATCHES_BEFORE + BATCHES_BEHIND; batch++) {
            List<PreparedRecord> records = new ArrayList<>();
            for (int i = 0; i < PARCEL; i++) {
                ValidRecord valid = valid(samples, shape.values(batch * PARCEL + i));
                records.add(sealer.prepare(SampleEntries.SENT, valid, 0));
            }
            SampleEntries.append(ledger, kept, samples.batch(batch + 1, 0, true, records), SampleSeals.NOW);
        }
    }

    private static ValidRecord valid(SampleEntries samples, Object[] values) {
        CanonicalRecord record = samples.canonical(RecordType.POLICY, 1, Operation.CREATE, values);
        return new ValidRecord(record, record.scope(), List.of());
    }

    private Agreements agree(Path folder) throws IOException {
        List<Party> parties = new ArrayList<>();
        for (int number = 0; number < 64; number++) {
            String id = recipient(number);
            PartyType type = TYPES.get(number % TYPES.size());
            parties.add(new Party(id, type, new Party.Name(id, id), "USCC-" + id, List.of(), null, null, List.of()));
            Path file = folder.resolve(id).resolve("agreements/one.yaml");
            Files.createDirectories(file.getParent());
            Files.writeString(file, """
                id: one
                version: 1
                recipient: %s
                purpose: SUP
                persons: %s
                legalBasis:
                  - {document: 《示例办法》, article: 第九条}
                sharingClass: conditional
                validFrom: 2026-01-01
                validTo: 2026-12-31
                docRef: 示例〔2026〕1号
                approvedBy: 示例办公室
                scope: {regions: ["14"], sectors: all, insurers: all}
                records:
                  - type: policy
                    units: {%s}
                """.formatted(id, persons(units(number)), units(number)));
        }
        Agreements read = Agreements.load(folder, definitions, Parties.of(parties));
        if (!read.broken().isEmpty()) {
            throw new IllegalStateException(read.broken().toString());
        }
        return read;
    }

    /** Where the handler's name is not given as it stands it becomes a pseudonym. */
    private static String persons(String units) {
        return units.matches("give: [^]]*people.*") ? "masked" : "pseudonymised";
    }

    /** Of each unit: given by half of the agreements, masked by a quarter, withheld by a quarter; no two agree in all. */
    private static String units(int number) {
        if (number < DEMO.length) {
            return DEMO[number];
        }
        Random random = new Random(number);
        List<String> give = new ArrayList<>(List.of("parties"));
        List<String> mask = new ArrayList<>();
        for (String unit : UNITS.subList(1, UNITS.size())) {
            int drawn = random.nextInt(4);
            (drawn < 2 ? give : drawn == 2 ? mask : new ArrayList<String>()).add(unit);
        }
        return "give: " + give + (mask.isEmpty() ? "" : ", mask: " + mask);
    }

    static String recipient(int number) {
        return "recipient-" + number;
    }

    SampleSeals.Gateway gateway() {
        return gateway;
    }

    /** The policies as they are in memory after they came. */
    List<SealedRecord> inMemory() {
        return kept.read(first, PARCEL);
    }

    /** The policies as the store has them, closed. */
    List<SealedRecord> stored() {
        return store.read(first, PARCEL);
    }

    /** Opens every unit, once for all who are given something of it. */
    List<SealedRecord> opened(List<SealedRecord> closed) {
        return closed.stream().map(this::opened).toList();
    }

    private SealedRecord opened(SealedRecord closed) {
        SealedRecord.OpenUnit[] units = IntStream.range(
                        0,
                        definitions
                                .of(closed.type(), closed.schemaVersion())
                                .units()
                                .size())
                .mapToObj(closed.units()::open)
                .toArray(SealedRecord.OpenUnit[]::new);
        return new SealedRecord(
                closed.index(),
                closed.type(),
                closed.schemaVersion(),
                closed.provider(),
                closed.submission(),
                closed.businessKey(),
                closed.version(),
                closed.operation(),
                closed.scope(),
                closed.header(),
                new OpenedOnce(closed.units(), units));
    }

    private record OpenedOnce(SealedRecord.Units closed, SealedRecord.OpenUnit[] units) implements SealedRecord.Units {
        @Override
        public byte[] hash(int position) {
            return closed.hash(position);
        }

        @Override
        public SealedRecord.OpenUnit open(int position) {
            return units[position];
        }

        @Override
        public boolean readable() {
            return closed.readable();
        }
    }

    /** What the recipient is given: decided and masked. */
    List<DisclosedRecord> views(String recipient, List<SealedRecord> records, Instant now) {
        List<DisclosedRecord> views = new ArrayList<>(records.size());
        for (SealedRecord record : records) {
            Decision decision = agreements.decide(recipient, null, record.type(), facts.of(record), now);
            if (!(decision instanceof Decision.Permit permit)) {
                throw new IllegalStateException(recipient + ": " + decision);
            }
            views.add(discloser.disclose(record, definitions.of(record.type(), record.schemaVersion()), permit));
        }
        return views;
    }

    /** A parcel of these views, with its entries and not yet proved and signed. */
    ParcelWriter written(String recipient, List<DisclosedRecord> views, Instant now) {
        SignedCheckpoint checkpoint = kept.newest().orElseThrow();
        ParcelWriter writer =
                new ParcelWriter(new ParcelHead(checkpoint.checkpoint().origin(), recipient, 1, now), checkpoint);
        for (DisclosedRecord view : views) {
            writer.agreement(new Agreement(view.agreement(), view.agreementVersion()));
            writer.entry(ParcelMaker.header(view), ParcelMaker.units(view));
        }
        return writer;
    }

    /** The signed parcel: one proof and one signature for all of its entries. */
    byte[] signed(ParcelWriter written, List<DisclosedRecord> views) {
        long[] indexes = views.stream().mapToLong(view -> view.sealed().index()).toArray();
        long size = kept.newest().orElseThrow().checkpoint().size();
        written.inclusion(MultiProof.create(suite, kept.tree(), indexes, size));
        return written.sign(signer, gateway.certificate());
    }

    /** The one signature that the intake of a batch of these policies cost. */
    SignedCheckpoint signedAtIntake() {
        return kept.newest().orElseThrow().checkpoint().sign(signer);
    }

    /** One view as a document of its own: the same entry that a parcel has. */
    static byte[] json(DisclosedRecord view) {
        JsonOutput out = new JsonOutput(2048).ascii("{\"header\":");
        ParcelMaker.header(view).writeTo(out);
        String separator = ",\"units\":[";
        for (DisclosedUnit unit : ParcelMaker.units(view)) {
            unit.writeTo(out.ascii(separator));
            separator = ",";
        }
        return out.ascii("]}").toByteArray();
    }

    /** Which recipients there are when there are so many. */
    static List<String> recipients(int count) {
        return IntStream.range(0, count).mapToObj(DisclosureLedger::recipient).toList();
    }
}
