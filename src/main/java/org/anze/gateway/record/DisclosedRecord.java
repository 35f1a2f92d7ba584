package org.anze.gateway.record;

import java.util.List;
import java.util.Set;
import org.anze.gateway.seal.parcel.MaskedValue;
import org.jspecify.annotations.Nullable;

/**
 * What one recipient is given of one sealed record. Only {@code access} makes one.
 *
 * @param sealed the record; its closed units must not be opened any more
 * @param agreement id of the agreement that decided
 * @param agreementVersion version of that agreement
 * @param withdrawal true when the recipient may no longer see the record: only key and version are told
 * @param units one per unit of the definition, in tree order; empty for a withdrawal
 */
public record DisclosedRecord(
        SealedRecord sealed, String agreement, int agreementVersion, boolean withdrawal, List<Unit> units) {

    /**
     * Member of the value of a masked unit that names those of its fields that are masked, sorted; only where the others are
     * not. No field has such a name.
     */
    public static final String MASKED_FIELDS = "@masked";

    /** How a unit is handed over. */
    public enum Manner {
        GIVEN("提供"),
        MASKED("脱敏"),
        WITHHELD("不予提供");

        private final String zh;

        Manner(String zh) {
            this.zh = zh;
        }

        /** Chinese word. */
        public String zh() {
            return zh;
        }
    }

    /**
     * One unit in a view.
     *
     * @param hash leaf hash, for units that are not given
     * @param salt only when given
     * @param value canonical JSON, when given or masked
     * @param maskedFields of a masked unit, the fields that are masked; the others stand in it unmasked
     * @param masked of a masked unit, the value once more, with its hash where that is known already
     */
    public record Unit(
            String name,
            Manner manner,
            byte @Nullable [] hash,
            byte @Nullable [] salt,
            byte @Nullable [] value,
            Set<String> maskedFields,
            @Nullable MaskedValue masked) {

        /** @throws IllegalArgumentException when {@code masked} is not the value of a masked unit */
        public Unit {
            boolean fits = manner == Manner.MASKED ? masked != null && masked.json() == value : masked == null;
            if (!fits) {
                throw new IllegalArgumentException("not the value of a masked unit: " + name);
            }
        }

        /** A unit in a manner of its own; of a masked one nobody knows the hash of the value yet. */
        public Unit(
                String name,
                Manner manner,
                byte @Nullable [] hash,
                byte @Nullable [] salt,
                byte @Nullable [] value,
                Set<String> maskedFields) {
            this(
                    name,
                    manner,
                    hash,
                    salt,
                    value,
                    maskedFields,
                    manner == Manner.MASKED && value != null ? new MaskedValue(value) : null);
        }

        /** A masked unit. */
        public static Unit masked(String name, byte[] hash, MaskedValue value, Set<String> maskedFields) {
            return new Unit(name, Manner.MASKED, hash, null, value.json(), maskedFields, value);
        }
    }
}
