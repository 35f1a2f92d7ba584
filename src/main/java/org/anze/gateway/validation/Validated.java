package org.anze.gateway.validation;

import java.util.List;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.ValidRecord;
import org.jspecify.annotations.Nullable;

/**
 * The verdict on one record: valid, rejected, or to be kept until the record it refers to is known.
 *
 * @param valid null when a finding rejects, or when the record has to wait
 * @param findings all of them, in the order of the rules; empty when there is nothing to say
 * @param awaited not null when nothing rejects and only this reference is unknown: the record is to be validated again when
 *     it is known, or for the last time at {@link Validator#parkedUntil}
 */
public record Validated(
        CanonicalRecord record,
        @Nullable ValidRecord valid,
        List<Finding> findings,
        @Nullable Reference awaited) {

    /** Refuses a verdict that is two at once. */
    public Validated {
        if (valid != null && awaited != null) {
            throw new IllegalArgumentException("a record that waits is not valid yet");
        }
    }
}
