package org.anze.gateway.feed;

import java.util.List;
import org.anze.gateway.feed.FeedRows.Backlog;

/**
 * A parcel on its way into the database.
 *
 * @param parcel what will be sent
 * @param checkpointSize of the checkpoint it refers to
 * @param fromEntry first ledger index that was looked at for it
 * @param toEntry ledger index the cursor goes to
 * @param entries ledger indexes given, increasing
 * @param withdrawals ledger indexes withdrawn
 * @param backlog what came from the backlog, as it was read
 * @param agreements under which it was made
 */
record PreparedParcel(
        Parcel parcel,
        long checkpointSize,
        long fromEntry,
        long toEntry,
        List<Long> entries,
        List<Long> withdrawals,
        List<Backlog> backlog,
        List<AgreementRef> agreements) {

    /** An agreement in the version that decided. */
    public record AgreementRef(String id, int version) {}
}
