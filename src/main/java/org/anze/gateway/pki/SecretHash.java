package org.anze.gateway.pki;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * One line that tells whether a secret is right without holding it: PBKDF2 with HMAC-SHA-256 (RFC 8018),
 * {@code pbkdf2-sha256$<iterations>$<salt>$<hash>} in Base64.
 *
 * <p>Secrets made by the gateway hold 186 bits and need no stretching; it is there for those an operator chose.
 */
record SecretHash(int iterations, byte[] salt, byte[] hash) {

    private static final Pattern LINE =
            Pattern.compile("pbkdf2-sha256\\$([1-9][0-9]{3,6})\\$([A-Za-z0-9+/=]{16,88})\\$([A-Za-z0-9+/=]{44})");
    private static final int ITERATIONS = 210_000;
    private static final int MOST_ITERATIONS = 2_000_000;
    private static final int HASH_BITS = 256;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** One that no secret has, as slow to compare with as any other. */
    static SecretHash ofNobody() {
        return new SecretHash(ITERATIONS, random(16), random(HASH_BITS / 8));
    }

    /** Hashes a new secret with a new salt. */
    static SecretHash of(char[] secret) {
        byte[] salt = random(16);
        return new SecretHash(ITERATIONS, salt, derive(secret, ITERATIONS, salt));
    }

    /**
     * Reads the line.
     *
     * @throws IllegalArgumentException when it has another form, without quoting it
     */
    static SecretHash parse(String line) {
        Matcher matcher = LINE.matcher(line.strip());
        if (!matcher.matches() || Integer.parseInt(matcher.group(1)) > MOST_ITERATIONS) {
            throw new IllegalArgumentException("not a pbkdf2-sha256 line");
        }
        Base64.Decoder base64 = Base64.getDecoder();
        return new SecretHash(
                Integer.parseInt(matcher.group(1)), base64.decode(matcher.group(2)), base64.decode(matcher.group(3)));
    }

    /** The line. */
    String line() {
        Base64.Encoder base64 = Base64.getEncoder();
        return "pbkdf2-sha256$" + iterations + "$" + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    /** Whether this is the secret. Takes the same time whatever the answer, some 100 ms. */
    boolean matches(char[] secret) {
        return MessageDigest.isEqual(hash, derive(secret, iterations, salt));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static byte[] derive(char[] secret, int iterations, byte[] salt) {
        PBEKeySpec spec = new PBEKeySpec(secret, salt, iterations, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        } finally {
            spec.clearPassword();
        }
    }
}
