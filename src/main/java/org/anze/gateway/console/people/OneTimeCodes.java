package org.anze.gateway.console.people;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.spec.SecretKeySpec;

/**
 * Codes of a second factor by RFC 6238: HMAC-SHA-1, 30 seconds, 6 digits, which every authenticator app can. One step back
 * and one ahead are taken too (RFC 6238 section 5.2). Safe for many threads.
 */
public final class OneTimeCodes {

    private static final int SECRET_LENGTH = 20;
    private static final int STEPS_AROUND = 1;
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final TimeBasedOneTimePasswordGenerator generator = new TimeBasedOneTimePasswordGenerator();

    /** 160 random bits (RFC 4226 section 4, R6). */
    public byte[] newSecret() {
        byte[] secret = new byte[SECRET_LENGTH];
        RANDOM.nextBytes(secret);
        return secret;
    }

    /** The code of this moment, as the app shows it. */
    public String code(byte[] secret, Instant at) {
        try {
            return generator.generateOneTimePasswordString(
                    new SecretKeySpec(secret, generator.getAlgorithm()), at, Locale.ROOT);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("any bytes are a key for HMAC", e);
        }
    }

    /** The time step (Unix time / 30) for which the code is right; empty when it is right for none near now. */
    public OptionalLong step(byte[] secret, String code, Instant now) {
        long current = now.getEpochSecond() / period();
        for (long step = current - STEPS_AROUND; step <= current + STEPS_AROUND; step++) {
            String expected = code(secret, Instant.ofEpochSecond(step * period()));
            if (MessageDigest.isEqual(
                    expected.getBytes(StandardCharsets.US_ASCII), code.getBytes(StandardCharsets.UTF_8))) {
                return OptionalLong.of(step);
            }
        }
        return OptionalLong.empty();
    }

    /** The secret in base 32 (RFC 4648 section 6) without padding, for who types it. */
    public static String base32(byte[] secret) {
        StringBuilder text = new StringBuilder();
        int buffer = 0;
        int bits = 0;
        for (byte value : secret) {
            buffer = buffer << 8 | value & 0xff;
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text.append(BASE32.charAt(buffer >> bits & 31));
            }
            buffer &= (1 << bits) - 1;
        }
        if (bits > 0) {
            text.append(BASE32.charAt(buffer << 5 - bits & 31));
        }
        return text.toString();
    }

    private long period() {
        return generator.getTimeStep().toSeconds();
    }
}
