package org.anze.gateway.cli.fsck;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.JsonFields;
import org.anze.gateway.seal.SealTrust;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.parcel.SignedStatement;

/** What was received: that no raw bytes are missing, and that receipts say what the rows say. For one thread. */
final class ReceivedCheck {

    private final Snapshot snapshot;
    private final SealTrust trust;
    private final Findings findings;
    private String ledger = "";
    private Suite suite = Suite.SM;

    ReceivedCheck(Snapshot snapshot, SealTrust trust, Findings findings) {
        this.snapshot = snapshot;
        this.trust = trust;
        this.findings = findings;
    }

    void run() throws SQLException {
        snapshot.each(
                "select s.id from submission s left join (select submission, count(*) n, max(number) last from raw_chunk"
                        + " group by submission) c on c.submission = s.seq where c.n is distinct from c.last + 1 or c.n is null"
                        + " order by s.seq",
                row -> rawGone(row.getString(1)));
        snapshot.each("select origin, suite from ledger_state", row -> {
            ledger = row.getString(1);
            suite = Suite.byName(row.getString(2)).orElse(suite);
        });
        snapshot.each(
                "select id, party, digest, salt, accepted, rejected, duplicate, receipt, supplement, parked from submission"
                        + " where finished_at is not null or receipt is not null order by seq",
                row -> {
                    if (!holds(row)) {
                        findings.add(Damage.RECEIPT_WRONG, row.getString(1));
                    }
                });
    }

    private void rawGone(String id) throws SQLException {
        // Taken out by the archive with its month, or on the way out as far as that has come.
        try (Snapshot.Cursor out = snapshot.cursor(
                "select 1 from submission s join archive_bundle b on b.month = date_trunc('month', s.received_at at time zone"
                        + " 'Asia/Shanghai')::date where s.id = ? and s.seq <= b.last_submission and (b.taken_out_at is not null"
                        + " or exists (select 1 from archive_removal r where r.month = b.month and r.approved"
                        + " and r.done_at is null and r.next_submission > s.seq))",
                id)) {
            if (!out.rows().next()) {
                findings.add(Damage.RAW_GONE, id);
            }
        }
    }

    private boolean holds(ResultSet row) throws SQLException {
        byte[] receipt = row.getBytes(8);
        byte[] supplement = row.getBytes(9);
        if (receipt == null) {
            return false;
        }
        try {
            JsonFields first = verified(receipt, row);
            if (supplement != null) {
                JsonFields second = verified(supplement, row);
                return Arrays.equals(second.hash("supplementOf"), suite.hash(receipt)) && counts(second, row);
            }
            if (first.integer("parked", 0) == 0) {
                return counts(first, row);
            }
            // While something waits, the rows go on and the receipt does not; with the last of it the second one is
            // made.
            return row.getLong(10) > 0
                    && first.integer("accepted", 0) <= row.getLong(5)
                    && first.integer("rejected", 0) <= row.getLong(6)
                    && first.integer("duplicate", 0) <= row.getLong(7);
        } catch (FlawException flaw) {
            return false;
        }
    }

    /** The body of a receipt that is signed for this ledger and is of this submission. */
    private JsonFields verified(byte[] document, ResultSet row) throws FlawException, SQLException {
        SignedStatement receipt = SignedStatement.verify(document, SignedStatement.RECEIPT_FORMAT, trust);
        JsonFields body =
                JsonFields.of(receipt.body(), "body", List.of(), receipt.body().keySet());
        boolean ours = ledger.equals(receipt.signer()) || ledger.startsWith(receipt.signer() + "/");
        boolean same = body.text("submission").equals(row.getString(1))
                && body.text("party").equals(row.getString(2))
                && Arrays.equals(body.hash("rawDigest"), row.getBytes(3))
                && Arrays.equals(body.hash("salt"), row.getBytes(4));
        if (!ours || !same) {
            throw new FlawException(Flaw.ORIGIN_DIFFERS, "body");
        }
        return body;
    }

    private static boolean counts(JsonFields body, ResultSet row) throws FlawException, SQLException {
        return body.integer("accepted", 0) == row.getLong(5)
                && body.integer("rejected", 0) == row.getLong(6)
                && body.integer("duplicate", 0) == row.getLong(7);
    }
}
