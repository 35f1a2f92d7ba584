package org.anze.gateway.oversight;

import java.util.List;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.Lookup;
import org.anze.gateway.validation.References;

/**
 * What the ledger has without the escalations that the gateway wrote itself. A rule that asks whether a department reported
 * upwards (V-A03) must not take the gateway's own reminder for the report.
 */
record OthersWord(References ledger, String operator) implements References {

    @Override
    public List<KnownRecord> under(RecordType type, String businessKey) {
        return of(type, ledger.under(type, businessKey));
    }

    @Override
    public List<KnownRecord> related(Lookup lookup) {
        return of(lookup.type(), ledger.related(lookup));
    }

    private List<KnownRecord> of(RecordType type, List<KnownRecord> records) {
        return type == RecordType.ESCALATION
                ? records.stream()
                        .filter(record -> !record.provider().equals(operator))
                        .toList()
                : records;
    }
}
