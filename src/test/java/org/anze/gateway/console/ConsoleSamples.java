package org.anze.gateway.console;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import javax.sql.DataSource;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.access.Decision;
import org.anze.gateway.access.Discloser;
import org.anze.gateway.access.Facts;
import org.anze.gateway.feed.ParcelPlace;
import org.anze.gateway.intake.RawStore;
import org.anze.gateway.keys.SampleKeys;
import org.anze.gateway.ledger.Append;
import org.anze.gateway.ledger.Append.RejectedRecord;
import org.anze.gateway.ledger.Append.SubmissionRef;
import org.anze.gateway.ledger.LedgerProblem;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.ledger.LedgerTransaction;
import org.anze.gateway.ledger.LedgerWriter;
import org.anze.gateway.ledger.PreparedRecord;
import org.anze.gateway.ledger.Receipts;
import org.anze.gateway.ledger.RecordSealer;
import org.anze.gateway.ledger.UnitCipher;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.DisclosedRecord;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.record.UnreadRecord;
import org.anze.gateway.record.ValidRecord;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.entry.EntryHeader;
import org.anze.gateway.seal.parcel.DisclosedUnit;
import org.anze.gateway.seal.parcel.ParcelHead;
import org.anze.gateway.seal.parcel.ParcelWriter;
import org.anze.gateway.seal.tree.MultiProof;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A small ledger with everything the pages show, written by the real writer into a real database. People are invented. */
final class ConsoleSamples {

    static final RecordDefinitions DEFINITIONS = RecordDefinitions.load();
    static final SampleSeals.Gateway GATEWAY = SampleSeals.gateway(Suite.SM);
    static final Instant NOW = SampleSeals.NOW;
    static final String HANDLER = "欧阳测试";
    static final String MOBILE = "13812345678";
    static final String VICTIM = "诸葛样本";
    static final String FILE = "AZX_CB_20260102.csv";

    /** Warns about something. */
    enum SampleProblem implements ProblemKind {
        PREMIUM_LOW;

        @Override
        public ProblemText text() {
            return ProblemText.warns("VAL-9999", "保费偏低 {0}", "The premium is low {0}", "请核对。", "Please check.");
        }
    }

    final JdbcClient jdbc;
    final LedgerReader reader;
    static final SampleKeys KEYS = SampleKeys.inMemory();
    private final UnitCipher cipher = new UnitCipher(KEYS);
    private final RecordSealer sealer = new RecordSealer(Suite.SM, cipher);

    ConsoleSamples(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
        this.reader = new LedgerReader(jdbc, Suite.SM, cipher);
        Receipts receipts = new Receipts(GATEWAY.signer(), GATEWAY.certificate());
        LedgerTransaction transaction =
                new LedgerTransaction(dataSource, GATEWAY.signer(), SampleSeals.LEDGER, receipts);
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        try (LedgerWriter writer = new LedgerWriter(transaction, reader, clock, 10)) {
            policies(writer);
            correction(writer);
            claim(writer);
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Three policies, the second with a warning, and one that was rejected on line 4. */
    private void policies(LedgerWriter writer) throws ExecutionException, InterruptedException {
        String csv = "保单号,被保险人,承保人员,电话\n"
                + "P-1,91140212MAXX00015K," + HANDLER + "," + MOBILE + "\n"
                + "P-2,91140212MAXX00015K,司马邻居,13987654321\n"
                + "P-3,,诸葛拒收,13987654322\n"
                + "P-4,91140212MAXX00015K,<script>alert(1)</script>,\n";
        submission(
                1, "S01JIA", "insurer-jia", FILE + "#abc", FILE, "policies", csv.getBytes(Charset.forName("GB18030")));
        Finding rejected =
                Finding.of(LedgerProblem.VERSION_CONFLICT, "V-S09", "policyNo", new Location(4, 1, "保单号"), "P-3", 1);
        Finding warning = Finding.of(SampleProblem.PREMIUM_LOW, "V-P99", "premium", new Location(3, 2, "保费"), "P-2");
        append(
                writer,
                ref(1, "S01JIA", "insurer-jia"),
                List.of(
                        policy("P-1", 1, 2, 6_111_583, List.of()),
                        policy("P-2", 1, 3, 100, List.of(warning)),
                        policy("P-4", 1, 5, 200, List.of())),
                List.of(new RejectedRecord(2, 0, 4, "policy", "P-3", List.of(rejected))));
    }

    /** A second version of the first policy. */
    private void correction(LedgerWriter writer) throws ExecutionException, InterruptedException {
        submission(
                2, "S02JIA", "insurer-jia", "msg-2", null, "canonical-policy", "{}".getBytes(StandardCharsets.UTF_8));
        append(writer, ref(2, "S02JIA", "insurer-jia"), List.of(policy("P-1", 2, 1, 7_000_000, List.of())), List.of());
    }

    /** A claim with a victim, from XML of several lines. */
    private void claim(LedgerWriter writer) throws ExecutionException, InterruptedException {
        String xml = "<?xml version=\"1.0\"?>\n<claims>\n  <claim><no>C-1</no>\n    <victim>" + VICTIM
                + "</victim>\n  </claim>\n  <claim><no>C-2</no>\n</claims>\n";
        submission(3, "S03DING", "insurer-ding", "msg-3", null, "claims", xml.getBytes(StandardCharsets.UTF_8));
        CanonicalRecord record = builder(RecordType.CLAIM, "140212", 3, 1)
                .set("claimNo", "C-1")
                .set("policyNo", "P-1")
                .set("uscc", "91140212MAXX00015K")
                .set("occurredAt", "2026-01-02T08:30:00+08:00")
                .set("estimate", 1_000_000L)
                .set("stages", List.of(Map.of("stage", "REPORT", "at", "2026-01-02T09:00:00+08:00", "by", HANDLER)))
                .set("victims", List.of(Map.of("personKey", VICTIM, "outcome", "死亡")))
                .set("reporter", HANDLER)
                .build();
        append(writer, ref(3, "S03DING", "insurer-ding"), List.of(prepare(record, List.of())), List.of());
    }

    /** Puts entry 0 and the claim into parcel 1 of a recipient, which refused the claim; parcel 2 waits. */
    void parcels(String recipient, Agreements agreements, Discloser discloser) {
        List<Long> entries = List.of(0L, 4L);
        byte[] document = document(recipient, agreements, discloser, entries);
        parcel(recipient, 1, "REFUSED", entries, document, NOW.plusSeconds(2));
        parcel(recipient, 2, "PREPARED", List.of(1L), document(recipient, agreements, discloser, List.of(1L)), null);
        jdbc.sql("insert into parked_record values (?, 1, 4, ?, ?, null)")
                .params(recipient, "赔案号重复 <b>", utc(NOW))
                .update();
    }

    private byte[] document(String recipient, Agreements agreements, Discloser discloser, List<Long> entries) {
        SignedCheckpoint checkpoint = reader.newest().orElseThrow();
        ParcelWriter writer = new ParcelWriter(new ParcelHead(SampleSeals.LEDGER, recipient, 1, NOW), checkpoint);
        for (SealedRecord record : reader.read(entries)) {
            Decision.Permit permit = (Decision.Permit)
                    agreements.decide(recipient, null, record.type(), Facts.of(record.scope(), field -> null), NOW);
            List<DisclosedUnit> units = new ArrayList<>();
            for (DisclosedRecord.Unit unit : discloser
                    .disclose(record, DEFINITIONS.of(record.type()), permit)
                    .units()) {
                units.add(
                        switch (unit.manner()) {
                            case GIVEN -> new DisclosedUnit.Given(unit.name(), unit.salt(), unit.value());
                            case MASKED -> new DisclosedUnit.Masked(unit.name(), unit.hash(), unit.masked());
                            case WITHHELD -> new DisclosedUnit.Withheld(unit.name(), unit.hash());
                        });
            }
            writer.entry(header(record), units);
        }
        return writer.inclusion(MultiProof.create(
                        Suite.SM,
                        reader.tree(),
                        entries.stream().mapToLong(Long::longValue).toArray(),
                        checkpoint.checkpoint().size()))
                .sign(GATEWAY.signer(), GATEWAY.certificate());
    }

    private static EntryHeader header(SealedRecord record) {
        try {
            return EntryHeader.parse(record.header());
        } catch (FlawException e) {
            throw new IllegalStateException(e);
        }
    }

    private void parcel(
            String recipient,
            long number,
            String state,
            List<Long> entries,
            byte[] document,
            @Nullable Instant settled) {
        jdbc.sql("insert into parcel (recipient, number, state, from_entry, to_entry, entries, withdrawals, records,"
                        + " agreements, document, attempts, last_error, prepared_at, left_at, settled_at)"
                        + " values (?, ?, ?, ?, ?, ?, '{}', ?, '[]', ?, 1, ?, ?, ?, ?)")
                .params(
                        recipient,
                        number,
                        state,
                        entries.get(0),
                        entries.get(entries.size() - 1) + 1,
                        entries.toArray(Long[]::new),
                        entries.size(),
                        KEYS.close(recipient, NOW, document, ParcelPlace.document(recipient, number)),
                        settled == null ? "connection refused" : null,
                        utc(NOW),
                        utc(NOW.plusSeconds(1)),
                        settled == null ? null : utc(settled))
                .update();
    }

    void submission(
            long seq, String id, String party, String messageId, @Nullable String file, String mapping, byte[] raw) {
        jdbc.sql(
                        "insert into submission (seq, id, party, message_id, file_name, channel, mapping, digest, bytes, state,"
                                + " received_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'RECEIVED', ?)")
                .params(
                        seq,
                        id,
                        party,
                        messageId,
                        file,
                        file == null ? "REST" : "SFTP",
                        mapping,
                        new byte[32],
                        raw.length,
                        utc(NOW))
                .update();
        // Small chunks, so that lines run over their borders as they do in large files.
        int size = 40;
        long line = 1;
        for (int number = 0; number * size < raw.length; number++) {
            byte[] chunk = java.util.Arrays.copyOfRange(raw, number * size, Math.min(raw.length, number * size + size));
            jdbc.sql("insert into raw_chunk (submission, number, first_line, content) values (?, ?, ?, ?)")
                    .params(seq, number, line, KEYS.close(party, NOW, chunk, RawStore.place(seq, number)))
                    .update();
            for (byte b : chunk) {
                line += b == '\n' ? 1 : 0;
            }
        }
    }

    private static SubmissionRef ref(long seq, String id, String party) {
        return new SubmissionRef(seq, id, party, "message-" + seq, new byte[32], new byte[32], NOW);
    }

    private static void append(
            LedgerWriter writer, SubmissionRef submission, List<PreparedRecord> records, List<RejectedRecord> rejected)
            throws ExecutionException, InterruptedException {
        int raw = records.size() + rejected.size();
        writer.append(new Append(submission, 0, raw, records, rejected, true, null), Duration.ofSeconds(5))
                .get();
    }

    private PreparedRecord policy(String number, long version, long line, long premium, List<Finding> findings) {
        CanonicalRecord record = builder(RecordType.POLICY, "140212", line, version)
                .set("policyNo", number)
                .set("insured", "91140212MAXX00015K")
                .set("insuredName", "䶮㛃精密铸造（山西）有限公司")
                .set("productName", "<b>安责险</b>")
                .set("startAt", "2026-01-31T00:00:00+08:00")
                .set("premium", premium)
                .set("rate", 1_800L)
                .set("handler", HANDLER)
                .build();
        return prepare(record, findings);
    }

    private PreparedRecord prepare(CanonicalRecord record, List<Finding> findings) {
        return sealer.prepare(ref(1, "S01JIA", "insurer-jia"), new ValidRecord(record, record.scope(), findings), 0);
    }

    private static CanonicalRecord.Builder builder(RecordType type, String region, long line, long version) {
        return CanonicalRecord.of(
                        DEFINITIONS.of(type),
                        new Scope(region, "03", "insurer-jia"),
                        UnreadRecord.at(line, Location.ofLine(line)),
                        field -> Location.ofLine(line))
                .version(version);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
