package org.anze.gateway.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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

    private final Map<Integer, byte[]> signed = new HashMap<>();

    private record Due(int place, boolean first, SubmissionProgress progress, Map<String, @Nullable Object> body) {}

    /** @param checkpoint the one that the commit makes */
    CommitReceipts(Receipts receipts, SignedCheckpoint checkpoint, Instant now) {
        this.receipts = receipts;
        this.checkpoint = checkpoint;
        this.now = now;
    }

    /**
     * Takes in a batch that counts; all that the commit changes in its submission has been counted.
     *
     * @param place of the batch in the commit
     */
    void add(Connection connection, int place, Append batch, SubmissionProgress progress) throws SQLException {
        if (batch.last() && progress.isEnding() && met.add(progress)) {
            List<ParkedStore.Awaiting> awaiting = progress.parked() == 0
                    ? List.of()
                    : ParkedStore.awaiting(connection, progress.seq(), Receipts.AWAITING_SHOWN + 1);
            due.add(new Due(
                    place, true, progress, receipts.first(batch.submission(), progress, awaiting, checkpoint, now)));
        } else if (batch.release() && progress.isFullySettled() && met.add(progress)) {
            byte[] first = LedgerStore.receipt(connection, progress.seq());
            due.add(new Due(
                    place, false, progress, receipts.supplement(batch.submission(), progress, first, checkpoint, now)));
        }
    }

    /** Signs what is due, and hands each submission its own. */
    void sign() {
        List<byte[]> documents = receipts.sign(due.stream().map(Due::body).toList());
        for (int i = 0; i < due.size(); i++) {
            Due each = due.get(i);
            signed.put(each.place, documents.get(i));
            if (each.first) {
                each.progress.finish(documents.get(i), now);
            } else {
                each.progress.supplement(documents.get(i));
            }
        }
    }

    /** The receipt that came of the batch at a place. */
    byte @Nullable [] of(int place) {
        return signed.get(place);
    }
}
