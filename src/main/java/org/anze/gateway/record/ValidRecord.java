package org.anze.gateway.record;

import java.util.List;
import java.util.stream.Stream;
import org.anze.gateway.problem.Finding;

/**
 * A record that passed every rejecting rule; only {@code validation} makes one (an architecture test sees to it).
 *
 * @param record the record
 * @param scope the scope after completion from the policy it refers to
 * @param findings warnings and notes that stay with it
 */
public record ValidRecord(CanonicalRecord record, Scope scope, List<Finding> findings) {

    /** Refuses a record that a rule rejected. */
    public ValidRecord {
        findings = List.copyOf(findings);
        if (findings.stream().anyMatch(Finding::rejects)) {
            throw new IllegalArgumentException("a rejected record is not a valid one");
        }
    }

    /** The same record with findings of an earlier step added. */
    public ValidRecord with(List<Finding> more) {
        return more.isEmpty()
                ? this
                : new ValidRecord(
                        record,
                        scope,
                        Stream.concat(more.stream(), findings.stream()).toList());
    }
}
