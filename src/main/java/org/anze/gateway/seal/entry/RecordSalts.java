package org.anze.gateway.seal.entry;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.anze.gateway.seal.Hmac;
import org.anze.gateway.seal.Suite;

/**
 * The salts of one record: the first 16 bytes of HMAC-H(record seed, unit name). Who knows the seed can open every
 * unit; who knows one salt learns nothing about the others. For one thread.
 */
public final class RecordSalts {

    /** Length of a salt in bytes. */
    public static final int SALT_LENGTH = 16;

    /** Length of a record seed in bytes. */
    public static final int SEED_LENGTH = 32;

    private final Hmac hmac;

    /** @throws IllegalArgumentException unless the seed has 32 bytes */
    public RecordSalts(Suite suite, byte[] seed) {
        if (seed.length != SEED_LENGTH) {
            throw new IllegalArgumentException("a record seed has " + SEED_LENGTH + " bytes");
        }
        this.hmac = suite.hmac(seed);
    }

    /** The salt of one unit. */
    public byte[] salt(String unit) {
        return salt(unit.getBytes(StandardCharsets.UTF_8));
    }

    byte[] salt(byte[] unitName) {
        return Arrays.copyOf(hmac.code(unitName), SALT_LENGTH);
    }
}
