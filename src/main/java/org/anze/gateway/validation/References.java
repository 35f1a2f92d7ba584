package org.anze.gateway.validation;

import java.util.List;
import org.anze.gateway.record.RecordType;

/**
 * What the ledger already knows of the records that a batch {@linkplain Validator#wanted asked for}; looked up once per
 * batch by the caller. Questions that were not asked beforehand have empty answers.
 */
public interface References {

    /** A ledger that knows nothing. */
    References NONE = new References() {
        @Override
        public List<KnownRecord> under(RecordType type, String businessKey) {
            return List.of();
        }

        @Override
        public List<KnownRecord> related(Lookup lookup) {
            return List.of();
        }

        @Override
        public boolean isEmpty() {
            return true;
        }
    };

    /** Whether every answer is empty, so that the rules need not ask. */
    default boolean isEmpty() {
        return false;
    }

    /** The newest version from each party that used this business key; withdrawn ones are among them. */
    List<KnownRecord> under(RecordType type, String businessKey);

    /**
     * The newest versions of the records with this value, of all parties, without withdrawn ones. The list may be cut when a
     * value is very common; then the newest records are in it.
     */
    List<KnownRecord> related(Lookup lookup);

    /** How many records {@link #related} gives. */
    default int count(Lookup lookup) {
        return related(lookup).size();
    }
}
