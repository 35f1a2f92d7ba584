package org.anze.gateway.ledger;

import java.util.Arrays;
import java.util.List;
import org.anze.gateway.keys.DataKey;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.record.SealedRecord.OpenUnit;
import org.anze.gateway.record.ValidRecord;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.validation.Lookup;
import org.jspecify.annotations.Nullable;

/**
 * A valid record with its units hashed and encrypted; everything of a seal that does not depend on the position in the
 * ledger. Made in parallel by the intake threads, so that the single writer has little left to do.
 *
 * @param valid the record
 * @param part which of the canonical records of its raw record it is
 * @param root record root
 * @param leaves hashes of the unit leaves, concatenated in tree order
 * @param salts per unit
 * @param values canonical JSON per unit
 * @param closed the units encrypted for the store
 * @param digest SHA-256 of what the sender said, for deduplication; never leaves the gateway
 * @param findings warnings as stored JSON; null when there are none
 * @param lookups everything by which the record can be looked for
 * @param terms keyed hashes by which the record can be looked for beside policy number and credit code
 * @param cipher what closed the units; asked whether their key still exists
 */
public record PreparedRecord(
        ValidRecord valid,
        int part,
        byte[] root,
        byte[] leaves,
        byte[][] salts,
        byte[][] values,
        byte[] closed,
        byte[] digest,
        @Nullable String findings,
        List<Lookup> lookups,
        List<byte[]> terms,
        UnitCipher cipher) {

    /** The units while they are still open in memory. */
    SealedRecord.Units units() {
        return new OpenUnits(leaves, salts, values, Arrays.copyOf(closed, DataKey.NUMBER_LENGTH), cipher);
    }

    /** Holds these arrays and nothing else: thousands of them stay in memory, and the raw record must not stay with them. */
    private record OpenUnits(byte[] leaves, byte[][] salts, byte[][] values, byte[] key, UnitCipher cipher)
            implements SealedRecord.Units {

        @Override
        public byte[] hash(int position) {
            int from = position * Suite.HASH_LENGTH;
            return Arrays.copyOfRange(leaves, from, from + Suite.HASH_LENGTH);
        }

        @Override
        public OpenUnit open(int position) {
            cipher.mustOpen(key);
            return new OpenUnit(salts[position], values[position]);
        }

        @Override
        public boolean readable() {
            return cipher.opens(key);
        }
    }
}
