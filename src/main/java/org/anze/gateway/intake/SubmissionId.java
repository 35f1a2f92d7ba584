package org.anze.gateway.intake;

import java.security.SecureRandom;
import java.time.Instant;

/** Public ids of submissions: a ULID, 48 bits of time and 80 random bits in Crockford's base 32. */
final class SubmissionId {

    private static final char[] ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final SecureRandom RANDOM = new SecureRandom();

    private SubmissionId() {}

    static String next(Instant now) {
        char[] text = new char[26];
        long time = now.toEpochMilli();
        for (int i = 9; i >= 0; i--) {
            text[i] = ALPHABET[(int) (time & 31)];
            time >>>= 5;
        }
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        for (int i = 0; i < 16; i++) {
            text[10 + i] = ALPHABET[random[i] & 31];
        }
        return new String(text);
    }
}
