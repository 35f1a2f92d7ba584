package org.anze.gateway.access.change;

import java.time.Instant;
import java.util.Set;
import org.anze.gateway.access.Facts;
import org.anze.gateway.record.RecordType;

/** The newest versions of the records that came lately, for previews. Safe for several threads. */
public interface RecentRecords {

    /**
     * Walks them from the newest back.
     *
     * @param from how far back, by the time of receipt
     * @param types only these
     * @param limit most entries of the ledger to look at
     * @return how far back it came: {@code from}, or a later instant when the limit was reached first
     */
    Instant walk(Instant from, Set<RecordType> types, long limit, Visitor visitor);

    /** Shown one record after the other, in one thread. */
    interface Visitor {
        /**
         * A record.
         *
         * @param facts only for the moment of the call; its units stay closed unless a row condition asks for one
         */
        void visit(RecordType type, String businessKey, Facts facts);
    }
}
