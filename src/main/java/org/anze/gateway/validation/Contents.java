package org.anze.gateway.validation;

import java.time.Instant;

/** What is left of known records whose content is not in the ledger's live tables any more, or closed for ever. */
public interface Contents {

    /** Whether the values of a record are there. */
    enum State {
        READABLE,
        /** Taken out on purpose: they lie in the archive bundle of their month and can be put back. */
        ARCHIVED,
        /** Their data key was destroyed. */
        DESTROYED
    }

    /** Every record can be read. */
    Contents WHOLE = new Contents() {
        @Override
        public State state(KnownRecord record) {
            return State.READABLE;
        }

        @Override
        public Instant receivedAt(KnownRecord record) {
            throw new IllegalStateException("asked of unreadable records only");
        }
    };

    /** Of a record that is not readable only key, version, operation and scope are known, and when it was received. */
    State state(KnownRecord record);

    /** When this version of a record that is not readable was received. */
    Instant receivedAt(KnownRecord record);
}
