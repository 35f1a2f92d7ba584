package org.anze.gateway.validation;

import java.util.List;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.ValidRecord;
import org.jspecify.annotations.Nullable;

/**
 * The verdict on one record.
 *
 * @param valid null when a finding rejects
 * @param findings all of them, in the order of the rules; empty when there is nothing to say
 */
public record Validated(CanonicalRecord record, @Nullable ValidRecord valid, List<Finding> findings) {}
