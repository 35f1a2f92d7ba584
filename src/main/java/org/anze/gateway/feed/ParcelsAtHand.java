package org.anze.gateway.feed;

import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.function.LongSupplier;
import org.anze.gateway.keys.PlainAtHand;
import org.jspecify.annotations.Nullable;

/** Parcels that were written down a moment ago, so that what is sent and settled at once need not be read and opened again. */
final class ParcelsAtHand {

    /** Bytes at the beginning of a closed document that no other closed document has: number of the key, and nonce. */
    static final int MARK = 16;

    private final PlainAtHand<Place, Kept> parcels;

    private record Place(String recipient, long number) {}

    private record Kept(byte[] mark, Parcel parcel) {
        long bytes() {
            long bytes = parcel.document().length;
            for (Parcel.Rendition rendition : parcel.renditions()) {
                bytes += rendition.content().length;
            }
            return bytes;
        }
    }

    /**
     * @param mostBytes of all parcels together
     * @param longest how long one is kept
     * @param nanos a monotonic clock
     */
    ParcelsAtHand(long mostBytes, Duration longest, LongSupplier nanos) {
        parcels = new PlainAtHand<>(mostBytes, longest, nanos, Kept::bytes);
    }

    /**
     * Keeps a parcel.
     *
     * @param closed its document as it is stored
     */
    void keep(Parcel parcel, byte[] closed) {
        parcels.keep(new Place(parcel.recipient(), parcel.number()), new Kept(Arrays.copyOf(closed, MARK), parcel));
    }

    /**
     * The parcel, if it is at hand as it is stored; one that was stored anew meanwhile is forgotten.
     *
     * @param mark the first bytes of what is stored now, by whichever node
     */
    @Nullable
    Parcel find(String recipient, long number, byte[] mark) {
        Kept kept = parcels.find(new Place(recipient, number));
        if (kept != null && !Arrays.equals(kept.mark(), mark)) {
            drop(recipient, number);
            return null;
        }
        return kept == null ? null : kept.parcel();
    }

    /** Forgets those of a recipient that are not among these: settled by another node, or their key was destroyed. */
    void keepOnly(String recipient, Set<Long> numbers) {
        parcels.dropIf(place -> place.recipient().equals(recipient) && !numbers.contains(place.number()));
    }

    /** It is not likely to be asked for again. */
    void drop(String recipient, long number) {
        parcels.drop(new Place(recipient, number));
    }
}
