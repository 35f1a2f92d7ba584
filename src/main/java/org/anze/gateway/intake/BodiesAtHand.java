package org.anze.gateway.intake;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bodies that were stored a moment ago, so that what is processed at once need not be read and opened again. Never the only
 * place where they are: any may be forgotten at any time, the oldest first. Safe for several threads.
 */
final class BodiesAtHand {

    private final long mostBytes;
    private final Map<Long, Kept> bodies = new LinkedHashMap<>();
    private long bytes;

    /** @param key number of the data key that it is stored under */
    record Kept(int key, byte[] body) {}

    /** @param mostBytes of all bodies together */
    BodiesAtHand(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Keeps a whole body, which nobody may change from now on. */
    synchronized void keep(long submission, Kept kept) {
        take(submission);
        bodies.put(submission, kept);
        bytes += kept.body.length;
        Iterator<Kept> oldest = bodies.values().iterator();
        while (bytes > mostBytes) {
            bytes -= oldest.next().body.length;
            oldest.remove();
        }
    }

    /** Gives a body away; null when it is not at hand. */
    synchronized @Nullable Kept take(long submission) {
        Kept kept = bodies.remove(submission);
        bytes -= kept == null ? 0 : kept.body.length;
        return kept;
    }
}
