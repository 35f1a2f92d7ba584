package org.anze.gateway.oversight;

import java.util.List;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.Lookup;
import org.anze.gateway.validation.References;

/** What the ledger answered at first, and then about the values that only the first answer told. */
record BothAnswers(References first, References further) implements References {

    @Override
    public List<KnownRecord> under(RecordType type, String businessKey) {
        return first.under(type, businessKey);
    }

    @Override
    public List<KnownRecord> related(Lookup lookup) {
        List<KnownRecord> related = first.related(lookup);
        return related.isEmpty() ? further.related(lookup) : related;
    }

    @Override
    public int count(Lookup lookup) {
        int count = first.count(lookup);
        return count == 0 ? further.count(lookup) : count;
    }
}
