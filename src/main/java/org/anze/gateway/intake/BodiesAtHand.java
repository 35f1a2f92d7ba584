package org.anze.gateway.intake;

import java.time.Duration;
import java.util.Arrays;
import org.anze.gateway.keys.PlainAtHand;
import org.jspecify.annotations.Nullable;

/** Bodies that were committed a moment ago, so that what is processed at once need not be read and opened again. */
final class BodiesAtHand {

    private static final Duration LONGEST = Duration.ofMinutes(1);
    /** What an entry takes besides its bytes, so that many small ones count. */
    private static final int OVERHEAD = 256;

    private final PlainAtHand<Long, Body> bodies;

    /**
     * A whole body, which nobody may change.
     *
     * @param key number of the data key that it is stored under
     * @param digest of the body, as the submission has it
     */
    record Body(int key, byte[] digest, byte[] content) {}

    /** @param mostBytes of all bodies together, with what keeping them takes */
    BodiesAtHand(long mostBytes) {
        bodies = new PlainAtHand<>(mostBytes, LONGEST, System::nanoTime, body -> OVERHEAD + body.content.length);
    }

    /** Keeps what was committed. */
    void keep(long submission, Body body) {
        bodies.keep(submission, body);
    }

    /**
     * Gives a body away; null when it is not at hand.
     *
     * @param digest as the submission has it: after a crash the database may give a number a second time
     */
    @Nullable
    Body take(long submission, byte[] digest) {
        Body body = bodies.take(submission);
        return body != null && Arrays.equals(body.digest, digest) ? body : null;
    }

    /** Entries, for tests. */
    int size() {
        return (int) bodies.size();
    }
}
