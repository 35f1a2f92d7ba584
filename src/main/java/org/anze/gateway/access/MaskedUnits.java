package org.anze.gateway.access;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.anze.gateway.seal.parcel.MaskedValue;
import org.jspecify.annotations.Nullable;

/**
 * The masked units of the records that went out last, since several recipients are mostly shown the same. Known by the
 * position of the entry and the leaf hash of the unit, which stands for its salted content; originals and pseudonyms are
 * never kept. With each its hash, as soon as a document needed it. Bounded; a newer unit takes the place of an older one. Safe
 * for several threads.
 */
final class MaskedUnits {

    /** For some thousand records; a few hundred bytes each. */
    private static final int PLACES = 1 << 15;

    private final AtomicReferenceArray<@Nullable Kept> places = new AtomicReferenceArray<>(PLACES);

    private record Kept(Key key, MaskedValue masked) {}

    /**
     * What a masked unit depends on, as long as there is no pseudonym in it.
     *
     * @param entry position in the ledger: whoever could exchange stored hashes shall not exchange what recipients see
     * @param leaf hash of the unit's leaf
     * @param fields that are masked
     */
    record Key(long entry, byte[] leaf, Set<String> fields, Agreement.Persons persons, boolean identityNumberParts) {

        boolean is(Key other) {
            return entry == other.entry
                    && persons == other.persons
                    && identityNumberParts == other.identityNumberParts
                    && Arrays.equals(leaf, other.leaf)
                    && fields.equals(other.fields);
        }

        private int place() {
            return Arrays.hashCode(leaf) + 2 * persons.ordinal() + (identityNumberParts ? 1 : 0) & PLACES - 1;
        }
    }

    /** What was kept under this key. */
    @Nullable
    MaskedValue find(Key key) {
        Kept kept = places.get(key.place());
        return kept != null && kept.key.is(key) ? kept.masked : null;
    }

    void keep(Key key, MaskedValue masked) {
        places.set(key.place(), new Kept(key, masked));
    }
}
