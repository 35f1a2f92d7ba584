package org.anze.gateway.ledger;

import static org.anze.gateway.ledger.NewRows.Type.BOOL;
import static org.anze.gateway.ledger.NewRows.Type.BYTEA;
import static org.anze.gateway.ledger.NewRows.Type.INT2;
import static org.anze.gateway.ledger.NewRows.Type.INT4;
import static org.anze.gateway.ledger.NewRows.Type.INT8;
import static org.anze.gateway.ledger.NewRows.Type.TEXT;
import static org.anze.gateway.ledger.NewRows.Type.TIMESTAMPTZ;

import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;

/** The rows that one commit of the ledger adds. For one thread. */
final class LedgerRows {

    private final NewRows entries = new NewRows(
            "ledger_entry (idx, record_type, schema_version, provider, submission, source_line, business_key, version,"
                    + " operation, risk_region, sector, insurer, policy_no, uscc, received_at, header, leaf_hash,"
                    + " unit_hashes, units, findings, late)",
            INT8,
            INT2,
            INT2,
            TEXT,
            INT8,
            INT8,
            TEXT,
            INT8,
            TEXT,
            TEXT,
            TEXT,
            TEXT,
            TEXT,
            TEXT,
            TIMESTAMPTZ,
            BYTEA,
            BYTEA,
            BYTEA,
            BYTEA,
            TEXT,
            BOOL);
    private final NewRows keys = new NewRows(
            "record_key (business_key, record_type, provider, version, entry, digest)",
            TEXT,
            INT2,
            TEXT,
            INT8,
            INT8,
            BYTEA);
    private final NewRows rejects = new NewRows(
            "rejected_record (submission, ordinal, part, source_line, record_type, business_key, findings)",
            INT8,
            INT8,
            INT4,
            INT8,
            TEXT,
            TEXT,
            TEXT);
    private final NewRows terms = new NewRows("record_term (term, entry)", BYTEA, INT8);
    private final NewRows parked = new NewRows(
            "parked_intake (submission, ordinal, part, source_line, record_type, business_key, awaited_type,"
                    + " awaited_key, looked_at, wait_until, content)",
            INT8,
            INT8,
            INT4,
            INT8,
            INT2,
            TEXT,
            INT2,
            TEXT,
            INT8,
            TIMESTAMPTZ,
            BYTEA);

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
        entries.row(
                index,
                type,
                (short) record.definition().version(),
                submission.party(),
                submission.seq(),
                record.raw().location().line(),
                record.businessKey(),
                record.version(),
                record.operation().name(),
                scope.riskRegion(),
                scope.sector(),
                scope.insurer(),
                policyNo,
                uscc,
                submission.receivedAt(),
                header,
                leaf,
                prepared.leaves(),
                prepared.closed(),
                prepared.findings(),
                late);
        for (byte[] term : prepared.terms()) {
            terms.row(term, index);
        }
        keys.row(record.businessKey(), type, submission.party(), record.version(), index, prepared.digest());
    }

    void reject(long submission, Append.RejectedRecord rejected) {
        rejects.row(
                submission,
                rejected.ordinal(),
                rejected.part(),
                rejected.line(),
                rejected.recordType(),
                rejected.businessKey(),
                FindingJson.write(rejected.findings()));
    }

    void park(long submission, Append.ParkedRecord record) {
        parked.row(
                submission,
                record.ordinal(),
                record.part(),
                record.line(),
                TypeNumber.of(record.type()),
                record.businessKey(),
                TypeNumber.of(record.awaited().type()),
                record.awaited().businessKey(),
                record.lookedAt(),
                record.until(),
                record.content());
    }

    void addTo(Pipeline pipeline) {
        entries.addTo(pipeline);
        keys.addTo(pipeline);
        rejects.addTo(pipeline);
        terms.addTo(pipeline);
        parked.addTo(pipeline);
    }
}
