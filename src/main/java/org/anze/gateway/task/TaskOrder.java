package org.anze.gateway.task;

import org.anze.gateway.access.Purpose;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/**
 * What somebody orders.
 *
 * @param party the recipient; for a re-map the sender
 * @param type record type of an export; null otherwise
 * @param purpose what an export is for; null otherwise
 * @param rate items a second; null for the usual one
 * @param reason why, in the person's own words
 */
public record TaskOrder(
        TaskKind kind,
        String party,
        Chosen chosen,
        @Nullable RecordType type,
        @Nullable Purpose purpose,
        @Nullable Integer rate,
        String reason) {

    /** Something that is not an export, at the usual rate. */
    public TaskOrder(TaskKind kind, String party, Chosen chosen, String reason) {
        this(kind, party, chosen, null, null, null, reason);
    }
}
