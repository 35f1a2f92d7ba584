package org.anze.gateway.intake;

import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bodies that were committed a moment ago, so that what is processed at once need not be read and opened again. Never the only
 * place where they are: any may be forgotten at any time, the oldest first. Safe for several threads.
 */
final class BodiesAtHand {

    private static final long LONGEST = Duration.ofMinutes(1).toNanos();
    /** What an entry takes besides its bytes, so that many small ones count. */
    private static final int OVERHEAD = 256;

    private final long mostBytes;
    private final Map<Long, Kept> bodies = new LinkedHashMap<>();
    private long bytes;

    /**
     * A whole body, which nobody may change.
     *
     * @param key number of the data key that it is stored under
     * @param digest of the body, as the submission has it
     */
    record Body(int key, byte[] digest, byte[] content) {}

    private record Kept(Body body, long since) {
        long size() {
            return OVERHEAD + body.content.length;
        }
    }

    /** @param mostBytes of all bodies together, with what keeping them takes */
    BodiesAtHand(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Keeps what was committed. */
    synchronized void keep(long submission, Body body) {
        long now = System.nanoTime();
        remove(submission);
        Kept kept = new Kept(body, now);
        bodies.put(submission, kept);
        bytes += kept.size();
        Iterator<Kept> oldest = bodies.values().iterator();
        while (oldest.hasNext()) {
            Kept first = oldest.next();
            if (bytes <= mostBytes && now - first.since < LONGEST) {
                break;
            }
            bytes -= first.size();
            oldest.remove();
        }
    }

    /**
     * Gives a body away; null when it is not at hand.
     *
     * @param digest as the submission has it: after a crash the database may give a number a second time
     */
    synchronized @Nullable Body take(long submission, byte[] digest) {
        Kept kept = remove(submission);
        return kept != null && Arrays.equals(kept.body.digest, digest) ? kept.body : null;
    }

    /** Entries, for tests. */
    synchronized int size() {
        return bodies.size();
    }

    private @Nullable Kept remove(long submission) {
        Kept kept = bodies.remove(submission);
        bytes -= kept == null ? 0 : kept.size();
        return kept;
    }
}
