package org.anze.gateway.mapping;

import java.util.List;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;

/**
 * One canonical record, or the reasons why there is none.
 *
 * @param record null exactly when a finding rejects
 * @param findings in the order of the field table
 */
public record Normalised(RawRecord raw, @Nullable CanonicalRecord record, List<Finding> findings) {

    /** Checks that either the record or a rejecting finding is there. */
    public Normalised {
        findings = List.copyOf(findings);
        if ((record == null) != findings.stream().anyMatch(Finding::rejects)) {
            throw new IllegalArgumentException("a record is there unless a finding rejects it");
        }
    }
}
