package org.anze.gateway.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.anze.gateway.ledger.Append.SubmissionRef;
import org.anze.gateway.problem.Location;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RawRecord;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.UnreadRecord;
import org.anze.gateway.record.ValidRecord;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.validation.Reference;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Submissions and sealed policies of invented enterprises, ready to be appended. */
public final class SampleEntries {

    /** Party that sends them. */
    public static final String PROVIDER = "insurer-jia";

    static final RecordDefinitions DEFINITIONS = RecordDefinitions.load();
    private static final Scope SCOPE = new Scope("140212", "01", PROVIDER);

    /** What records are said to come with when only their party and month matter. */
    public static final SubmissionRef SENT =
            new SubmissionRef(1, "S1", PROVIDER, "M1", new byte[32], new byte[32], SampleSeals.NOW);

    private final JdbcClient jdbc;
    private final DataSource pool;
    private final RecordSealer sealer;
    private final AtomicLong ordinals = new AtomicLong();

    /** Over a schema of its own; the cipher must be that of the reader. */
    public SampleEntries(DataSource pool, UnitCipher cipher) {
        this.pool = pool;
        this.jdbc = JdbcClient.create(pool);
        this.sealer = new RecordSealer(Suite.SM, cipher);
    }

    DataSource pool() {
        return pool;
    }

    /** A submission as the intake stores it. */
    public SubmissionRef submission(long seq) {
        jdbc.sql(
                        "insert into submission (seq, id, party, message_id, channel, mapping, digest, bytes, state, received_at)"
                                + " values (?, ?, ?, ?, 'REST', 'policies', '', 1, 'RECEIVED', now()) on conflict do nothing")
                .params(seq, "S" + seq, PROVIDER, "M" + seq)
                .update();
        return new SubmissionRef(seq, "S" + seq, PROVIDER, "M" + seq, new byte[32], new byte[32], SampleSeals.NOW);
    }

    /** A batch of first versions in Datong. */
    public Append policies(long submission, long number, boolean last, String... keys) {
        List<PreparedRecord> records = new ArrayList<>();
        for (String key : keys) {
            records.add(policy(key, 1, "140212"));
        }
        return batch(submission, number, last, records);
    }

    /** As {@link #policies}, of a submission that goes before others. */
    public Append urgent(long submission, String... keys) {
        SubmissionRef usual = submission(submission);
        SubmissionRef urgent = new SubmissionRef(
                usual.seq(),
                usual.id(),
                usual.party(),
                usual.messageId(),
                usual.rawDigest(),
                usual.salt(),
                null,
                usual.receivedAt(),
                true,
                null);
        Append batch = policies(submission, 0, true, keys);
        return new Append(urgent, 0, batch.rawRecords(), batch.records(), List.of(), true, null);
    }

    /** A batch of these records. */
    public Append batch(long submission, long number, boolean last, List<PreparedRecord> records) {
        return new Append(submission(submission), number, records.size(), records, List.of(), last, null);
    }

    /** One version of a policy at a place of risk. */
    public PreparedRecord policy(String policyNo, long version, String riskRegion) {
        return policy(SENT.receivedAt(), policyNo, version, riskRegion);
    }

    /** As above, said to be received at this instant. */
    public PreparedRecord policy(Instant receivedAt, String policyNo, long version, String riskRegion) {
        Scope scope = new Scope(riskRegion, "01", PROVIDER);
        CanonicalRecord record = CanonicalRecord.of(
                        DEFINITIONS.of(RecordType.POLICY), scope, row(), field -> Location.ofLine(2))
                .set("policyNo", policyNo)
                .set("insured", "91140212MAXX00015K")
                .version(version)
                .build();
        return sealer.prepare(
                new SubmissionRef(1, "S1", PROVIDER, "M1", new byte[32], new byte[32], receivedAt),
                new ValidRecord(record, scope, List.of()),
                0);
    }

    /** Any record of the party that sends them; the values are canonical fields one after the other with their values. */
    public PreparedRecord record(RecordType type, long version, Operation operation, Object... values) {
        return sealer.prepare(SENT, new ValidRecord(canonical(type, version, operation, values), SCOPE, List.of()), 0);
    }

    /** As above, not yet sealed. */
    public CanonicalRecord canonical(RecordType type, long version, Operation operation, Object... values) {
        CanonicalRecord.Builder builder = CanonicalRecord.of(
                        DEFINITIONS.of(type), SCOPE, row(), field -> new Location(2, 7, field))
                .version(version)
                .operation(operation);
        for (int i = 0; i < values.length; i += 2) {
            builder.set((String) values[i], values[i + 1]);
        }
        return builder.build();
    }

    /** A record that waits for a policy. */
    public Append.ParkedRecord parked(
            SubmissionRef submission, CanonicalRecord record, String policyNo, Instant until, long lookedAt) {
        return sealer.park(
                submission, record, 0, List.of(), new Reference(RecordType.POLICY, policyNo), until, lookedAt);
    }

    /** Seals what was parked. */
    public PreparedRecord seal(ParkedRecords.Due due) {
        return sealer.prepare(SENT, new ValidRecord(due.record(), SCOPE, List.of()), due.part());
    }

    /** A key that passes everything but the database's index. */
    static String keyTooLongForTheIndex() {
        StringBuilder key = new StringBuilder();
        new Random(1).ints(20_000, 'A', 'z').forEach(letter -> key.append((char) letter));
        return key.toString();
    }

    /** Appends a batch and tells the reader, as the writer does. */
    public static void append(LedgerTransaction ledger, LedgerReader reader, Append batch, Instant now)
            throws java.sql.SQLException {
        LedgerTransaction.Outcome outcome = ledger.append(List.of(batch), now);
        reader.appended(outcome.entries(), outcome.checkpoint());
    }

    private RawRecord row() {
        long ordinal = ordinals.getAndIncrement();
        return UnreadRecord.at(ordinal, Location.ofLine(ordinal + 2));
    }
}
