package org.anze.gateway.access;

/** The secret keys of pseudonyms, one per purpose, so that two purposes cannot be joined over a person. Safe for threads. */
public interface PseudonymKeys {

    /**
     * The key of a purpose.
     *
     * @param purpose code such as {@code SUP}
     * @return secret bytes, always the same for the same purpose; not to be changed by the caller
     */
    byte[] key(String purpose);
}
