package org.anze.gateway.access;

/**
 * The secret keys of pseudonyms, one per purpose, so that two purposes cannot be joined over a person. Each may be replaced by
 * a newer one; from then on the same person has another pseudonym, which names the version. Safe for threads.
 */
public interface PseudonymKeys {

    /**
     * The first key of a purpose.
     *
     * @param purpose code such as {@code SUP}
     * @return secret bytes, always the same for the same purpose; not to be changed by the caller
     */
    byte[] key(String purpose);

    /** The newest key of a purpose. */
    default Key current(String purpose) {
        return new Key(1, key(purpose));
    }

    /**
     * A key.
     *
     * @param version from 1
     * @param secret not to be changed by the caller
     */
    record Key(int version, byte[] secret) {
        /** Tells the version only. */
        @Override
        public String toString() {
            return "pseudonym key version " + version;
        }
    }
}
