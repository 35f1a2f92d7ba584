package org.anze.gateway.mapping;

import java.util.List;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;

/**
 * One canonical record, or the reasons why there is none: it is refused, or the mapping leaves it out on purpose.
 *
 * @param record null exactly when a finding rejects it or it is skipped
 * @param findings in the order of the field table; for a skipped one the single note that says why
 * @param isSkipped whether a row {@code @skip} of the mapping leaves it out; it is neither accepted nor rejected
 */
public record Normalised(RawRecord raw, @Nullable CanonicalRecord record, List<Finding> findings, boolean isSkipped) {

    /** Checks that either the record or the reason for its absence is there. */
    public Normalised {
        findings = List.copyOf(findings);
        boolean rejects = false;
        for (Finding finding : findings) {
            rejects |= finding.rejects();
        }
        if ((record == null) != (rejects || isSkipped) || isSkipped && (rejects || findings.isEmpty())) {
            throw new IllegalArgumentException("a record is there unless a finding rejects it or the mapping skips it");
        }
    }

    /** A record or what refuses it. */
    public Normalised(RawRecord raw, @Nullable CanonicalRecord record, List<Finding> findings) {
        this(raw, record, findings, false);
    }

    /** What the mapping leaves out on purpose; {@code note} says why. */
    static Normalised skipped(RawRecord raw, Finding note) {
        return new Normalised(raw, null, List.of(note), true);
    }
}
