package org.anze.gateway.oversight;

import java.time.Instant;
import org.anze.gateway.validation.Reference;
import org.jspecify.annotations.Nullable;

/**
 * A business key of which something may be due or over and nobody can tell; other rules may have judged it.
 *
 * @param unread the record that cannot be read, perhaps itself; null when there is more to know about it than can be looked up
 * @param received when that one was; null likewise
 */
record Unjudged(
        Reference key,
        Reason reason,
        @Nullable Reference unread,
        @Nullable Instant received) {

    static Unjudged tooMany(Reference key) {
        return new Unjudged(key, Reason.TOO_MANY, null, null);
    }

    /** Why not, and with it what a person can do. */
    enum Reason {
        /** The archive bundle of its month has to be restored. */
        ARCHIVED,
        /** Its data key was destroyed: nobody will ever know. */
        DESTROYED,
        TOO_MANY
    }
}
