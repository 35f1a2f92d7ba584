package org.anze.gateway.feed;

import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Parcels that were written down a moment ago, so that what is sent and settled at once need not be read and opened again. Never
 * the only place where they are: any may be forgotten at any time, the oldest first, and after a while all are, so that what is
 * not closed does not lie in memory for long. Safe for several threads.
 */
final class ParcelsAtHand {

    /** Bytes at the beginning of a closed document that no other closed document has: number of the key, and nonce. */
    static final int MARK = 16;

    private final long mostBytes;
    private final long longest;
    private final LongSupplier nanos;
    /** In the order in which they were kept. */
    private final Map<Place, Kept> parcels = new LinkedHashMap<>();

    private long bytes;

    private record Place(String recipient, long number) {}

    private record Kept(byte[] mark, Parcel parcel, long bytes, long since) {}

    /**
     * @param mostBytes of all parcels together
     * @param longest how long one is kept
     * @param nanos a monotonic clock
     */
    ParcelsAtHand(long mostBytes, Duration longest, LongSupplier nanos) {
        this.mostBytes = mostBytes;
        this.longest = longest.toNanos();
        this.nanos = nanos;
    }

    /**
     * Keeps a parcel.
     *
     * @param closed its document as it is stored
     */
    synchronized void keep(Parcel parcel, byte[] closed) {
        long length = parcel.document().length
                + parcel.renditions().stream()
                        .mapToLong(rendition -> rendition.content().length)
                        .sum();
        drop(parcel.recipient(), parcel.number());
        parcels.put(
                new Place(parcel.recipient(), parcel.number()),
                new Kept(Arrays.copyOf(closed, MARK), parcel, length, nanos.getAsLong()));
        bytes += length;
        dropOld();
    }

    /** Forgets what has been kept for too long, or is too much. Each step of each feed does so. */
    synchronized void dropOld() {
        long now = nanos.getAsLong();
        Iterator<Kept> oldest = parcels.values().iterator();
        while (oldest.hasNext()) {
            Kept kept = oldest.next();
            if (bytes <= mostBytes && now - kept.since() <= longest) {
                return;
            }
            oldest.remove();
            bytes -= kept.bytes();
        }
    }

    /**
     * The parcel, if it is at hand as it is stored; one that was stored anew meanwhile is forgotten.
     *
     * @param mark the first bytes of what is stored now, by whichever node
     */
    synchronized @Nullable Parcel find(String recipient, long number, byte[] mark) {
        dropOld();
        Kept kept = parcels.get(new Place(recipient, number));
        if (kept != null && !Arrays.equals(kept.mark(), mark)) {
            drop(recipient, number);
            return null;
        }
        return kept == null ? null : kept.parcel();
    }

    /** Forgets those of a recipient that are not among these: settled by another node, or their key was destroyed. */
    synchronized void keepOnly(String recipient, Set<Long> numbers) {
        parcels.entrySet().removeIf(entry -> {
            Place place = entry.getKey();
            boolean gone = place.recipient().equals(recipient) && !numbers.contains(place.number());
            bytes -= gone ? entry.getValue().bytes() : 0;
            return gone;
        });
    }

    /** It is not likely to be asked for again. */
    synchronized void drop(String recipient, long number) {
        Kept kept = parcels.remove(new Place(recipient, number));
        bytes -= kept == null ? 0 : kept.bytes();
    }
}
