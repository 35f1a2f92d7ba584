package org.anze.gateway.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.seal.SignedCheckpoint;
import org.jspecify.annotations.Nullable;

/** The receipts that are due after one commit of the ledger, with one signature for all. For one thread, and for one commit. */
final class CommitReceipts {

    private final Receipts receipts;
    private final SignedCheckpoint checkpoint;
    private final Instant now;
    private final List<Due> due = new ArrayList<>();
    /** Those of which a receipt is due: no second one is made when another batch of theirs is in the commit. */
    private final Set<SubmissionProgress> met = new HashSet<>();

    private final Map<Append, byte[]> signed = new IdentityHashMap<>();

    private record Due(Append batch, SubmissionProgress progress, Map<String, @Nullable Object> body) {}

    /** @param checkpoint the one that the commit makes */
    CommitReceipts(Receipts receipts, SignedCheckpoint checkpoint, Instant now) {
        this.receipts = receipts;
        this.checkpoint = checkpoint;
        this.now = now;
    }

    /** Takes in a batch that counts; all that the commit changes in its submission has been counted. */
    void add(Connection connection, Append batch, SubmissionProgress progress) throws SQLException {
        if (batch.last() && progress.isEnding() && met.add(progress)) {
            List<ParkedStore.Awaiting> awaiting = progress.parked() == 0
                    ? List.of()
                    : ParkedStore.awaiting(connection, progress.seq(), Receipts.AWAITING_SHOWN + 1);
            due.add(new Due(batch, progress, receipts.first(batch, progress, awaiting, checkpoint, now)));
        } else if (batch.release() && progress.isFullySettled() && met.add(progress)) {
            byte[] first = LedgerStore.receipt(connection, progress.seq());
            due.add(new Due(
                    batch, progress, receipts.supplement(batch.submission(), progress, first, checkpoint, now)));
        }
    }

    /** Signs what is due, and hands each submission its own. */
    void sign() {
        List<byte[]> documents = receipts.sign(due.stream().map(Due::body).toList());
        for (int i = 0; i < due.size(); i++) {
            Due each = due.get(i);
            signed.put(each.batch, documents.get(i));
            if (each.batch.release()) {
                each.progress.supplement(documents.get(i));
            } else {
                each.progress.finish(documents.get(i), now);
            }
        }
    }

    /** The receipt that came of a batch. */
    byte @Nullable [] of(Append batch) {
        return signed.get(batch);
    }
}
