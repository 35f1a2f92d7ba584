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
    private final Map<Long, byte[]> bodies = new LinkedHashMap<>();
    private long bytes;

    /** @param mostBytes of all bodies together */
    BodiesAtHand(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Keeps a whole body, which nobody may change from now on. */
    synchronized void keep(long submission, byte[] body) {
        byte[] former = bodies.put(submission, body);
        bytes += body.length - (former == null ? 0 : former.length);
        Iterator<byte[]> oldest = bodies.values().iterator();
        while (bytes > mostBytes) {
            bytes -= oldest.next().length;
            oldest.remove();
        }
    }

    /** Gives a body away; null when it is not at hand. */
    synchronized byte @Nullable [] take(long submission) {
        byte[] body = bodies.remove(submission);
        bytes -= body == null ? 0 : body.length;
        return body;
    }
}
