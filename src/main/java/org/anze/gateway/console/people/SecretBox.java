package org.anze.gateway.console.people;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.anze.gateway.pki.PrivateFiles;

/**
 * Closes second factors with AES-256-GCM, bound to their person: nonce (12 bytes) ‖ ciphertext ‖ tag (16 bytes). Safe for
 * many threads.
 */
final class SecretBox {

    private static final int KEY_LENGTH = 32;
    private static final int NONCE_LENGTH = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;

    private SecretBox(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /** Takes the key from a file, which is made when it is missing, closed to others. */
    static SecretBox open(Path file) {
        try {
            if (!Files.exists(file)) {
                byte[] fresh = new byte[KEY_LENGTH];
                RANDOM.nextBytes(fresh);
                PrivateFiles.directory(file.toAbsolutePath().getParent());
                PrivateFiles.writeNew(file, fresh);
            }
            byte[] key = Files.readAllBytes(file);
            if (key.length != KEY_LENGTH) {
                throw new IllegalStateException(file + " must hold " + KEY_LENGTH + " bytes");
            }
            return new SecretBox(key);
        } catch (IOException e) {
            throw new UncheckedIOException("the console needs the key of the second factors in " + file, e);
        }
    }

    byte[] close(String person, byte[] secret) {
        byte[] nonce = new byte[NONCE_LENGTH];
        RANDOM.nextBytes(nonce);
        try {
            byte[] closed = cipher(Cipher.ENCRYPT_MODE, nonce, person).doFinal(secret);
            byte[] both = Arrays.copyOf(nonce, nonce.length + closed.length);
            System.arraycopy(closed, 0, both, nonce.length, closed.length);
            return both;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM must work", e);
        }
    }

    /** @throws IllegalStateException when these bytes were not closed here, or for somebody else */
    byte[] open(String person, byte[] closed) {
        try {
            byte[] nonce = Arrays.copyOf(closed, NONCE_LENGTH);
            return cipher(Cipher.DECRYPT_MODE, nonce, person)
                    .doFinal(closed, NONCE_LENGTH, closed.length - NONCE_LENGTH);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("the second factor of a console user cannot be opened", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String person) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(person.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
