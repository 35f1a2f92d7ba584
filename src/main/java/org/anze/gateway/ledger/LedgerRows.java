package org.anze.gateway.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;

/** The rows that one commit of the ledger adds. For one thread. */
final class LedgerRows {

    private final CopyRows entries = new CopyRows(
            "ledger_entry (idx, record_type, schema_version, provider, submission, source_line, business_key, version,"
                    + " operation, risk_region, sector, insurer, policy_no, uscc, received_at, header, leaf_hash,"
                    + " unit_hashes, units, findings, late)");
    private final CopyRows keys =
            new CopyRows("record_key (business_key, record_type, provider, version, entry, digest)");
    private final CopyRows rejects = new CopyRows(
            "rejected_record (submission, ordinal, part, source_line, record_type, business_key, findings)");

    private final CopyRows terms = new CopyRows("record_term (term, entry)");
    private final CopyRows parked = new CopyRows("parked_intake (submission, ordinal, part, source_line, record_type,"
            + " business_key, awaited_type, awaited_key, looked_at, wait_until, content)");

    void entry(
            long index,
            Append.SubmissionRef submission,
            PreparedRecord prepared,
            byte[] header,
            byte[] leaf,
            boolean late) {
        CanonicalRecord record = prepared.valid().record();
        Scope scope = prepared.valid().scope();
        short type = TypeNumber.of(record.type());
        String policyNo = record.type() == RecordType.POLICY ? null : record.text("policyNo");
        String uscc = record.text(SearchTerms.usccField(record.type()));
        entries.row(21)
                .longValue(index)
                .shortValue(type)
                .shortValue(record.definition().version())
                .text(submission.party())
                .longValue(submission.seq())
                .longValue(record.raw().location().line())
                .text(record.businessKey())
                .longValue(record.version())
                .text(record.operation().name())
                .text(scope.riskRegion())
                .text(scope.sector())
                .text(scope.insurer())
                .text(policyNo)
                .text(uscc)
                .instant(submission.receivedAt())
                .bytes(header)
                .bytes(leaf)
                .bytes(prepared.leaves())
                .bytes(prepared.closed())
                .text(prepared.findings())
                .flag(late);
        for (byte[] term : prepared.terms()) {
            terms.row(2).bytes(term).longValue(index);
        }
        keys.row(6)
                .text(record.businessKey())
                .shortValue(type)
                .text(submission.party())
                .longValue(record.version())
                .longValue(index)
                .bytes(prepared.digest());
    }

    void reject(long submission, Append.RejectedRecord rejected) {
        rejects.row(7)
                .longValue(submission)
                .longValue(rejected.ordinal())
                .intValue(rejected.part())
                .longValue(rejected.line())
                .text(rejected.recordType())
                .text(rejected.businessKey())
                .text(FindingJson.write(rejected.findings()));
    }

    void park(long submission, Append.ParkedRecord record) {
        parked.row(11)
                .longValue(submission)
                .longValue(record.ordinal())
                .intValue(record.part())
                .longValue(record.line())
                .shortValue(TypeNumber.of(record.type()))
                .text(record.businessKey())
                .shortValue(TypeNumber.of(record.awaited().type()))
                .text(record.awaited().businessKey())
                .longValue(record.lookedAt())
                .instant(record.until())
                .bytes(record.content());
    }

    void send(Connection connection) throws SQLException {
        entries.send(connection);
        keys.send(connection);
        rejects.send(connection);
        terms.send(connection);
        parked.send(connection);
    }
}
