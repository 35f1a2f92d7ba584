package org.anze.gateway.ledger;

import java.util.List;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.seal.SignedCheckpoint;

/** Told by the writer after each commit, on the writer's thread: implementations return at once. */
@FunctionalInterface
public interface LedgerEvents {

    /** These entries are durable under this checkpoint. */
    void appended(List<SealedRecord> entries, SignedCheckpoint checkpoint);

    /** Another node may have appended; what it appended is to be read from the store. */
    default void appendedElsewhere() {}

    /** Parked records await something that was appended just now; they are marked in the store. */
    default void parkedDue() {}
}
