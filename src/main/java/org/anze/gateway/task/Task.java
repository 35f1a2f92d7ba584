package org.anze.gateway.task;

import java.time.Instant;
import org.anze.gateway.access.Purpose;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/**
 * A task as it stands.
 *
 * @param party the recipient; for a re-map the sender
 * @param chosen what was chosen, in words
 * @param items length of the list; done + failed + waiting
 * @param done items whose outcome is what was ordered
 * @param failed items with another outcome
 * @param rate items a second
 * @param startedAt when its maker started it, or asked for the second person
 * @param decidedBy the second person; null where one was enough, or none has decided
 * @param heldUp code of what it waits for; null while nothing holds it up
 * @param proposedAt when a second person was last asked for; null when none was
 * @param outputDroppedAt when the files of an export were deleted
 * @param itemsDroppedAt when its list was deleted
 */
public record Task(
        long id,
        TaskKind kind,
        String party,
        String chosen,
        @Nullable RecordType type,
        @Nullable Purpose purpose,
        TaskState state,
        long items,
        long done,
        long failed,
        int rate,
        String reason,
        String orderedBy,
        Instant orderedAt,
        @Nullable Instant startedAt,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt,
        @Nullable Instant endedAt,
        @Nullable String heldUp,
        @Nullable Instant proposedAt,
        @Nullable Instant outputDroppedAt,
        @Nullable Instant itemsDroppedAt) {

    /** Items without an outcome. */
    public long waiting() {
        return items - done - failed;
    }

    /** Whether it was approved, or started by its maker where one is enough, before that moment. */
    boolean wasApprovedBefore(Instant moment) {
        Instant approved = decidedAt == null ? startedAt : decidedAt;
        return approved != null && approved.isBefore(moment);
    }

    /** Its name in orders that it gives others. */
    public String name() {
        return "task-" + id;
    }
}
