package org.anze.gateway.intake.soap;

import java.time.Duration;

/** The signed messages that all nodes took. Safe for many threads. */
@FunctionalInterface
public interface SignedMessages {

    /**
     * Notes a message; durable on return.
     *
     * @param identity of what was signed
     * @param atLeast how long it has to be known
     * @return whether it was new; exactly one of several that come at once is
     */
    boolean note(String identity, Duration atLeast);
}
