package org.anze.gateway.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * One key for the content of one party and month. Its caller says for each piece of content where it belongs; it opens nowhere
 * else. Nonces are random, so a key is for 2³² pieces at most (NIST SP 800-38D §8.3), some 4 × 10⁸ records. Safe for many
 * threads.
 */
public final class DataKey {

    /** Bytes of a key's number in front of what was closed. */
    public static final int NUMBER_LENGTH = Integer.BYTES;
    /** By how much content grows, without the number of the key. */
    public static final int OVERHEAD = KeyCipher.NONCE_LENGTH + KeyCipher.TAG_LENGTH;

    private static final byte[] NOTHING = {};
    private static final byte[] PACKED = "packed ".getBytes(StandardCharsets.US_ASCII);
    private static final ThreadLocal<SecureRandom> RANDOMS = ThreadLocal.withInitial(SecureRandom::new);

    private final int id;
    private final String party;
    private final KeyCipher cipher;
    private final SecretKeySpec key;

    DataKey(int id, String party, KeyCipher cipher, byte[] key) {
        if (key.length != cipher.keyLength()) {
            throw new IllegalArgumentException("a key of " + cipher + " has " + cipher.keyLength() + " bytes");
        }
        this.id = id;
        this.party = party;
        this.cipher = cipher;
        this.key = new SecretKeySpec(key, cipher.algorithm());
    }

    /** Its number, which stands in front of what it closed. */
    public int id() {
        return id;
    }

    /** Whose content it closes. */
    public String party() {
        return party;
    }

    /**
     * Number of the key ‖ nonce ‖ cipher text ‖ tag. What is long and can be made smaller is packed first, and closed for
     * {@code "packed " ‖ place}.
     */
    public byte[] close(byte[] plain, byte[] place) {
        byte[] packed = Packing.pack(plain);
        return packed == null ? closeAsIs(plain, place) : closeAsIs(packed, packed(place));
    }

    private static byte[] packed(byte[] place) {
        return ByteBuffer.allocate(PACKED.length + place.length)
                .put(PACKED)
                .put(place)
                .array();
    }

    private byte[] closeAsIs(byte[] plain, byte[] place) {
        byte[] closed = new byte[NUMBER_LENGTH + OVERHEAD + plain.length];
        ByteBuffer.wrap(closed).putInt(id);
        close(NOTHING, plain, place, closed, NUMBER_LENGTH);
        return closed;
    }

    /**
     * Closes two texts as one, without the number of the key in front: nonce ‖ cipher text ‖ tag.
     *
     * @param out is written from {@code position} on
     * @return where what was written ends
     */
    public int close(byte[] first, byte[] second, byte[] place, byte[] out, int position) {
        byte[] nonce = new byte[KeyCipher.NONCE_LENGTH];
        RANDOMS.get().nextBytes(nonce);
        System.arraycopy(nonce, 0, out, position, nonce.length);
        int at = position + nonce.length;
        Cipher used = cipher.cipher();
        try {
            used.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(KeyCipher.TAG_LENGTH * 8, nonce));
            used.updateAAD(place);
            at += used.update(first, 0, first.length, out, at);
            return at + used.doFinal(second, 0, second.length, out, at);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(cipher + " failed", e);
        }
    }

    /**
     * Opens what {@link #close(byte[], byte[])} closed for the same place.
     *
     * @throws GeneralSecurityException when it was not closed by this key for this place
     */
    byte[] open(byte[] closed, byte[] place) throws GeneralSecurityException {
        int length = closed.length - NUMBER_LENGTH;
        try {
            return Packing.unpack(open(closed, NUMBER_LENGTH, length, packed(place)));
        } catch (AEADBadTagException e) {
            // Closed as it was, or not for this place: the next attempt tells.
            return open(closed, NUMBER_LENGTH, length, place);
        }
    }

    /**
     * Opens nonce ‖ cipher text ‖ tag.
     *
     * @throws GeneralSecurityException when it was not closed by this key for this place
     */
    public byte[] open(byte[] closed, int position, int length, byte[] place) throws GeneralSecurityException {
        if (length < OVERHEAD) {
            throw new GeneralSecurityException("too short");
        }
        Cipher used = cipher.cipher();
        used.init(
                Cipher.DECRYPT_MODE,
                key,
                new GCMParameterSpec(KeyCipher.TAG_LENGTH * 8, closed, position, KeyCipher.NONCE_LENGTH));
        used.updateAAD(place);
        return used.doFinal(closed, position + KeyCipher.NONCE_LENGTH, length - KeyCipher.NONCE_LENGTH);
    }
}
