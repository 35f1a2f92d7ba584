package org.anze.gateway.seal.parcel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.Suite;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest must bind of its evidence because the signed checkpoint does not fix it by itself (docs/spec/seal-v1.md §9):
 * which entries there are, how each of their units is handed over, the hash of what stands for a masked one, and all other
 * members of the evidence but the inclusion proof. For one thread and one document.
 */
public final class EvidenceOutline {

    private static final byte[] MARK = "anze-outline/1\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte GIVEN = 0;
    private static final byte MASKED = 1;
    private static final byte WITHHELD = 2;

    private final Suite suite;
    private byte[] entries = new byte[1024];
    private int size;
    private int count;

    /** An outline without entries. */
    public EvidenceOutline(Suite suite) {
        this.suite = suite;
    }

    /**
     * Begins the next entry; what follows are its units in order.
     *
     * @param index position in the ledger
     * @param units how many there are
     */
    public EvidenceOutline entry(long index, int units) {
        count++;
        ensure(Long.BYTES);
        for (int shift = 56; shift >= 0; shift -= 8) {
            entries[size++] = (byte) (index >> shift);
        }
        return number(units);
    }

    /** The next unit is given as it was sealed. */
    public EvidenceOutline given() {
        return octet(GIVEN);
    }

    /** The next unit is masked: what stands for it. */
    public EvidenceOutline masked(MaskedValue value) {
        byte[] hash = value.hash(suite);
        octet(MASKED).ensure(hash.length);
        System.arraycopy(hash, 0, entries, size, hash.length);
        size += hash.length;
        return this;
    }

    /** The next unit is not given. */
    public EvidenceOutline withheld() {
        return octet(WITHHELD);
    }

    /**
     * The hash of the outline.
     *
     * @param others canonical JSON of the evidence without its entries and the inclusion proof
     */
    public byte[] digest(byte[] others) {
        return suite.hasher()
                .update(MARK)
                .update(fourOctets(others.length))
                .update(others)
                .update(fourOctets(count))
                .update(entries, 0, size)
                .finish();
    }

    /** The members of parsed evidence that {@link #digest} takes. */
    public static byte[] others(Map<?, ?> evidence) {
        Map<Object, @Nullable Object> others = new TreeMap<>(evidence);
        others.remove("entries");
        others.remove("inclusion");
        return CanonicalJson.write(others);
    }

    private EvidenceOutline octet(byte value) {
        ensure(1);
        entries[size++] = value;
        return this;
    }

    private EvidenceOutline number(int value) {
        ensure(Integer.BYTES);
        for (int shift = 24; shift >= 0; shift -= 8) {
            entries[size++] = (byte) (value >> shift);
        }
        return this;
    }

    private static byte[] fourOctets(int value) {
        return new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }

    private void ensure(int more) {
        int needed = Math.addExact(size, more);
        if (needed > entries.length) {
            entries = Arrays.copyOf(
                    entries, Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8, entries.length * 2L)));
        }
    }
}
