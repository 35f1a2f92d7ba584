package org.anze.gateway.feed;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parcels that were written down a moment ago, so that what is sent and settled at once need not be read and opened again. Never
 * the only place where they are: any may be forgotten at any time, the oldest first. Safe for several threads.
 */
final class ParcelsAtHand {

    /** Bytes at the beginning of a closed document that no other closed document has: number of the key, and nonce. */
    static final int MARK = 16;

    private final long mostBytes;
    private final Map<Place, Kept> parcels = new LinkedHashMap<>();
    private long bytes;

    private record Place(String recipient, long number) {}

    private record Kept(byte[] mark, Parcel parcel, long bytes) {}

    /** @param mostBytes of all parcels together */
    ParcelsAtHand(long mostBytes) {
        this.mostBytes = mostBytes;
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
                new Place(parcel.recipient(), parcel.number()), new Kept(Arrays.copyOf(closed, MARK), parcel, length));
        bytes += length;
        Iterator<Kept> oldest = parcels.values().iterator();
        while (bytes > mostBytes) {
            bytes -= oldest.next().bytes();
            oldest.remove();
        }
    }

    /**
     * The parcel, if it is at hand as it is stored.
     *
     * @param mark the first bytes of what is stored now, by whichever node
     */
    synchronized @Nullable Parcel find(String recipient, long number, byte[] mark) {
        Kept kept = parcels.get(new Place(recipient, number));
        return kept != null && Arrays.equals(kept.mark(), mark) ? kept.parcel() : null;
    }

    /** It is not likely to be asked for again. */
    synchronized void drop(String recipient, long number) {
        Kept kept = parcels.remove(new Place(recipient, number));
        bytes -= kept == null ? 0 : kept.bytes();
    }
}
