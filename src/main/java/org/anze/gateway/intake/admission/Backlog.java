package org.anze.gateway.intake.admission;

import java.time.Instant;
import java.util.Map;

/** What the store says about submissions, whichever node took them in. */
public interface Backlog {

    /**
     * Submissions of one party that are not final.
     *
     * @param bytes of all of them
     */
    record Waiting(long submissions, long bytes) {}

    /** Party id → what of it waits; safe for many threads. A party of which nothing waits is absent. */
    Map<String, Waiting> waiting();

    /** Party id → bytes received since then. For one thread at a time; may take long. */
    Map<String, Long> receivedSince(Instant dayBegin);
}
