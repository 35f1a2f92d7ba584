package org.anze.gateway.record;

/**
 * A record as it stands in the ledger. Its units stay closed until {@link Units#open} is called for one of them.
 *
 * @param index position in the ledger, from 0
 * @param schemaVersion version of the record definition
 * @param provider party id of who sent it
 * @param submission public id of the submission that brought it
 * @param header the ledger entry: canonical JSON, exactly the bytes that were hashed
 */
public record SealedRecord(
        long index,
        RecordType type,
        int schemaVersion,
        String provider,
        String submission,
        String businessKey,
        long version,
        Operation operation,
        Scope scope,
        byte[] header,
        Units units) {

    /** The closed disclosure units of one record. Safe for several threads. */
    public interface Units {

        /** Hash of the leaf of a unit, by position in tree order; needs no key. */
        byte[] hash(int position);

        /** Opens one unit: salt and canonical JSON value. */
        OpenUnit open(int position);

        /** Whether units can be opened: not when the data key they are closed under was destroyed or they are archived. */
        default boolean readable() {
            return true;
        }

        /** Whether they cannot be opened because they lie in an archive bundle only; they can be put back from there. */
        default boolean archived() {
            return false;
        }
    }

    /**
     * An opened unit.
     *
     * @param salt 16 bytes
     * @param value canonical JSON; {@code null} in JSON when the unit is absent
     */
    public record OpenUnit(byte[] salt, byte[] value) {}
}
