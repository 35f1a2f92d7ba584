package org.anze.gateway.ledger;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.anze.gateway.keys.DataKeys;
import org.anze.gateway.keys.SampleKeys;
import org.anze.gateway.ledger.Append.SubmissionRef;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.Suite;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A ledger in a schema of its own that grows by sample policies; the tests of other packages use it. */
public final class LedgerOfSamples {

    private final SampleEntries samples;
    private final LedgerReader reader;
    private final LedgerTransaction transaction;
    private final JdbcClient jdbc;
    private final DataKeys keys;
    private long submissions;

    public LedgerOfSamples(DataSource pool) {
        this(pool, 0);
    }

    /** With submissions of later numbers than this. */
    public LedgerOfSamples(DataSource pool, long submissions) {
        this(pool, submissions, SampleKeys.inMemory());
    }

    /** With content closed under these keys. */
    public LedgerOfSamples(DataSource pool, long submissions, DataKeys keys) {
        this.submissions = submissions;
        this.keys = keys;
        UnitCipher cipher = new UnitCipher(keys);
        SampleSeals.Gateway gateway = SampleSeals.gateway(Suite.SM);
        this.jdbc = JdbcClient.create(pool);
        this.samples = new SampleEntries(pool, cipher);
        this.reader = new LedgerReader(jdbc, Suite.SM, cipher);
        this.transaction = new LedgerTransaction(
                pool, gateway.signer(), SampleSeals.LEDGER, new Receipts(gateway.signer(), gateway.certificate()));
    }

    /** Appends a policy for each number, under one checkpoint of this moment; the submission has one raw byte. */
    public void append(String... policyNumbers) throws SQLException {
        append(new byte[Suite.HASH_LENGTH], policyNumbers);
    }

    /** As above, bound to raw bytes of this digest. */
    public void append(byte[] digest, String... policyNumbers) throws SQLException {
        byte[] place = ("raw bytes " + ++submissions + " 0").getBytes(StandardCharsets.US_ASCII);
        jdbc.sql("insert into raw_chunk (submission, number, first_line, content) values (?, 0, 1, ?)")
                .params(submissions, keys.close(SampleEntries.PROVIDER, SampleSeals.NOW, new byte[] {'x'}, place))
                .update();
        Append batch = samples.policies(submissions, 0, true, policyNumbers);
        SubmissionRef sent = batch.submission();
        SubmissionRef bound = new SubmissionRef(
                sent.seq(), sent.id(), sent.party(), sent.messageId(), digest, sent.salt(), sent.receivedAt());
        batch = new Append(bound, 0, batch.rawRecords(), batch.records(), List.of(), true, null);
        SampleEntries.append(transaction, reader, batch, Clock.systemUTC().instant());
    }

    public LedgerReader reader() {
        return reader;
    }

    /** What nobody can do through the program: changes an entry in the database. */
    public void rewriteLeaf(long index, byte[] entry) {
        byte[] leaf = org.anze.gateway.seal.tree.TreeHasher.leaf(Suite.SM, entry);
        jdbc.sql("update ledger_entry set leaf_hash = ? where idx = ?")
                .params(leaf, index)
                .update();
    }
}
