package org.anze.gateway.seal.entry;

import java.security.SecureRandom;
import org.anze.gateway.seal.Hasher;
import org.anze.gateway.seal.Suite;

/**
 * The salt of one submission and the two commitments made with it. Without it, whoever gets an entry could guess a small
 * submission and compare; with it, the sender can show that an entry stands for the bytes it sent.
 */
public final class SubmissionSalt {

    /** Length of a salt in bytes. */
    public static final int LENGTH = 32;

    private static final int RAW = 0x02;
    private static final int EVIDENCE = 0x03;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SubmissionSalt() {}

    /** A new salt. Safe for several threads. */
    public static byte[] draw() {
        byte[] salt = new byte[LENGTH];
        RANDOM.nextBytes(salt);
        return salt;
    }

    /**
     * The member {@code raw} of an entry: H(0x02 ‖ salt ‖ digest).
     *
     * @param rawDigest H of the bytes as they were received
     */
    public static byte[] raw(Suite suite, byte[] salt, byte[] rawDigest) {
        return commitment(suite, RAW, salt, rawDigest);
    }

    /**
     * The member {@code commitment} of an entry's origin: H(0x03 ‖ salt ‖ digest).
     *
     * @param evidenceDigest H of the signature's bytes as they were received
     */
    public static byte[] evidence(Suite suite, byte[] salt, byte[] evidenceDigest) {
        return commitment(suite, EVIDENCE, salt, evidenceDigest);
    }

    private static byte[] commitment(Suite suite, int purpose, byte[] salt, byte[] digest) {
        if (salt.length != LENGTH || digest.length != Suite.HASH_LENGTH) {
            throw new IllegalArgumentException("salt or digest of another length");
        }
        Hasher hasher = suite.hasher();
        return hasher.update(purpose).update(salt).update(digest).finish();
    }
}
