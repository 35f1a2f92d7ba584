package org.anze.gateway.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.anze.gateway.record.SealedRecord.OpenUnit;

/**
 * Keeps disclosure units encrypted at rest, each on its own, so that opening one tells nothing of the others.
 *
 * <p>AES-256-GCM; a closed unit is nonce (12 bytes) ‖ cipher text of salt ‖ value ‖ tag. Safe for several threads.
 */
public final class UnitCipher {

    static final int SALT_LENGTH = 16;
    private static final int NONCE_LENGTH = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final ThreadLocal<Cipher> ciphers = ThreadLocal.withInitial(UnitCipher::newCipher);
    private final ThreadLocal<SecureRandom> randoms = ThreadLocal.withInitial(SecureRandom::new);

    /** With a data key of 32 bytes. */
    public UnitCipher(byte[] key) {
        if (key.length != 32) {
            throw new IllegalArgumentException("the data key must have 32 bytes");
        }
        this.key = new SecretKeySpec(key, "AES");
    }

    /** Closes all units of a record: per unit a length (4 bytes) and the closed unit. */
    byte[] close(byte[][] salts, byte[][] values) {
        int room = 0;
        for (byte[] value : values) {
            room += Integer.BYTES + NONCE_LENGTH + SALT_LENGTH + value.length + TAG_BITS / 8;
        }
        byte[] nonces = new byte[NONCE_LENGTH * values.length];
        randoms.get().nextBytes(nonces);
        ByteBuffer out = ByteBuffer.allocate(room);
        Cipher cipher = ciphers.get();
        try {
            for (int i = 0; i < values.length; i++) {
                out.putInt(NONCE_LENGTH + SALT_LENGTH + values[i].length + TAG_BITS / 8);
                out.put(nonces, i * NONCE_LENGTH, NONCE_LENGTH);
                cipher.init(
                        Cipher.ENCRYPT_MODE,
                        key,
                        new GCMParameterSpec(TAG_BITS, nonces, i * NONCE_LENGTH, NONCE_LENGTH));
                int position = out.position();
                position += cipher.update(salts[i], 0, SALT_LENGTH, out.array(), position);
                position += cipher.doFinal(values[i], 0, values[i].length, out.array(), position);
                out.position(position);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed", e);
        }
        return out.array();
    }

    /** Opens the unit at a position. */
    OpenUnit open(byte[] units, int wanted) {
        ByteBuffer in = ByteBuffer.wrap(units);
        for (int i = 0; i < wanted; i++) {
            in.position(in.getInt() + in.position());
        }
        int length = in.getInt();
        Cipher cipher = ciphers.get();
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, units, in.position(), NONCE_LENGTH));
            byte[] plain = cipher.doFinal(units, in.position() + NONCE_LENGTH, length - NONCE_LENGTH);
            return new OpenUnit(
                    Arrays.copyOf(plain, SALT_LENGTH), Arrays.copyOfRange(plain, SALT_LENGTH, plain.length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a closed unit cannot be opened: wrong data key or damaged row", e);
        }
    }

    /** Closes a text that belongs to one place of the store; it opens nowhere else. */
    byte[] close(byte[] plain, byte[] place) {
        byte[] closed = new byte[NONCE_LENGTH + plain.length + TAG_BITS / 8];
        byte[] nonce = new byte[NONCE_LENGTH];
        randoms.get().nextBytes(nonce);
        System.arraycopy(nonce, 0, closed, 0, NONCE_LENGTH);
        Cipher cipher = ciphers.get();
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(place);
            cipher.doFinal(plain, 0, plain.length, closed, NONCE_LENGTH);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed", e);
        }
        return closed;
    }

    /** Opens what {@link #close(byte[], byte[])} closed for the same place. */
    byte[] open(byte[] closed, byte[] place) {
        Cipher cipher = ciphers.get();
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, closed, 0, NONCE_LENGTH));
            cipher.updateAAD(place);
            return cipher.doFinal(closed, NONCE_LENGTH, closed.length - NONCE_LENGTH);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a closed text cannot be opened: wrong data key or damaged row", e);
        }
    }

    /** The search terms under a key of their own, derived from the data key. */
    SearchTerms searchTerms() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getEncoded(), "HmacSHA256"));
            return new SearchTerms(mac.doFinal("anze search terms/1".getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }

    private static Cipher newCipher() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no AES-GCM", e);
        }
    }
}
