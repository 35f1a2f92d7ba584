package org.anze.gateway.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
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

    /**
     * The first bits in front of closed content say how it was closed, the others are the number of the key. A node that does
     * not know a mark finds no key of such a number.
     */
    private static final int MARK = 0xf000_0000;

    private static final int AS_IT_WAS = 0;
    private static final int PACKED = 0x8000_0000;

    private static final byte[] NOTHING = {};
    private static final byte[] PACKED_PLACE = "packed ".getBytes(StandardCharsets.US_ASCII);
    private static final ThreadLocal<SecureRandom> RANDOMS = ThreadLocal.withInitial(SecureRandom::new);

    private final int id;
    private final String party;
    private final KeyCipher cipher;
    private final SecretKeySpec key;

    DataKey(int id, String party, KeyCipher cipher, byte[] key) {
        if (key.length != cipher.keyLength()) {
            throw new IllegalArgumentException("a key of " + cipher + " has " + cipher.keyLength() + " bytes");
        }
        if (id < 0 || (id & MARK) != 0) {
            throw new IllegalArgumentException("the number of a key has 28 bits, not " + id);
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
     * The number of the key that closed this.
     *
     * @throws IllegalStateException when it was closed in a way that this build does not know, or never
     */
    static int number(byte[] closed) {
        int first = first(closed);
        int mark = first & MARK;
        if (mark != AS_IT_WAS && mark != PACKED) {
            throw new IllegalStateException("closed content has the mark " + Integer.toHexString(mark >>> 28)
                    + ", which this version does not know: it is damaged, or a later version closed it");
        }
        return first & ~MARK;
    }

    private static int first(byte[] closed) {
        if (closed.length < NUMBER_LENGTH) {
            throw new IllegalStateException("closed content has no number of a key");
        }
        return ByteBuffer.wrap(closed).getInt();
    }

    /** In SQL the number of the key that closed the content of a column. */
    public static String numberIn(String column) {
        return "(('x' || encode(substring(" + column + " for 4), 'hex'))::bit(32)::int & " + ~MARK + ")";
    }

    /**
     * Mark and number of the key ‖ nonce ‖ cipher text ‖ tag. What is long and can be made smaller is packed first, marked, and
     * closed for {@code "packed " ‖ place}, so that it opens as nothing else when the mark is changed.
     */
    public byte[] close(byte[] plain, byte[] place) {
        byte[] packed = Packing.pack(plain);
        return packed == null ? close(AS_IT_WAS, plain, place) : close(PACKED, packed, packedPlace(place));
    }

    private static byte[] packedPlace(byte[] place) {
        return ByteBuffer.allocate(PACKED_PLACE.length + place.length)
                .put(PACKED_PLACE)
                .put(place)
                .array();
    }

    private byte[] close(int mark, byte[] plain, byte[] place) {
        byte[] closed = new byte[NUMBER_LENGTH + OVERHEAD + plain.length];
        ByteBuffer.wrap(closed).putInt(mark | id);
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
        boolean packed = (first(closed) & MARK) == PACKED;
        byte[] content =
                open(closed, NUMBER_LENGTH, closed.length - NUMBER_LENGTH, packed ? packedPlace(place) : place);
        return packed ? Packing.unpack(content) : content;
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
