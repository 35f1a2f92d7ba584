package org.anze.gateway.ledger;

import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.anze.gateway.record.SealedRecord;
import org.jspecify.annotations.Nullable;

/**
 * The newest entries while they are still open in memory, so that recipients who keep up need neither the database nor a
 * decryption. A ring; safe for several threads.
 */
final class LedgerTail {

    private final AtomicReferenceArray<@Nullable SealedRecord> ring;

    LedgerTail(int capacity) {
        this.ring = new AtomicReferenceArray<>(capacity);
    }

    void add(List<SealedRecord> entries) {
        for (SealedRecord entry : entries) {
            ring.set((int) (entry.index() % ring.length()), entry);
        }
    }

    /** The entry if it is still here. */
    @Nullable
    SealedRecord find(long index) {
        int place = (int) (index % ring.length());
        SealedRecord entry = ring.get(place);
        if (entry == null || entry.index() != index) {
            return null;
        }
        if (!entry.units().readable()) {
            // Its key was destroyed; what the store has of it stays closed.
            ring.compareAndSet(place, entry, null);
            return null;
        }
        return entry;
    }
}
