package org.anze.gateway.identity.revocation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a certificate's revocation.
 *
 * @param kind what it is
 * @param moment GOOD: until when the answer may be used; UNREACHABLE: since when there has been none; otherwise null
 */
record Status(Kind kind, @Nullable Instant moment) {

    static final Status REVOKED = new Status(Kind.REVOKED, null);
    static final Status UNKNOWN = new Status(Kind.UNKNOWN, null);
    static final Status NO_SOURCE = new Status(Kind.NO_SOURCE, null);

    enum Kind {
        GOOD,
        REVOKED,
        /** The responder says that its authority never issued it. */
        UNKNOWN,
        /** There are sources, and none gives an answer that counts. */
        UNREACHABLE,
        /** Neither the certificate nor the operator names a source. */
        NO_SOURCE
    }

    static Status good(Instant until) {
        return new Status(Kind.GOOD, until);
    }

    static Status unreachable(Instant since) {
        return new Status(Kind.UNREACHABLE, since);
    }

    boolean isFinal() {
        return kind == Kind.GOOD || kind == Kind.REVOKED || kind == Kind.UNKNOWN;
    }
}
