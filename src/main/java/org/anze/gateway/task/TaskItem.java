package org.anze.gateway.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One item of a list.
 *
 * @param position in the list, from 1
 * @param subject number of a parcel or submission, or index of a ledger entry
 * @param shown what people call it: the public id of a submission, else the subject
 * @param outcome null while it waits
 */
public record TaskItem(
        long position,
        long subject,
        String shown,
        @Nullable TaskOutcome outcome,
        @Nullable String detail,
        @Nullable Instant at) {}
