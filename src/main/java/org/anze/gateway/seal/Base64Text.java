package org.anze.gateway.seal;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Standard Base64 (RFC 4648 §4) with padding, in its only permitted form. */
public final class Base64Text {

    private Base64Text() {}

    /** The text of some bytes, on one line. */
    public static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * The bytes of a text.
     *
     * @throws FlawException {@link Flaw#BAD_BASE64} for white space, missing padding or trailing bits that are not zero
     */
    public static byte[] decode(String text, String where) throws FlawException {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            // The JDK's decoder forgives missing padding and stray bits; writing it again shows them.
            if (encode(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException notBase64) {
            throw new FlawException(Flaw.BAD_BASE64, where);
        }
        throw new FlawException(Flaw.BAD_BASE64, where);
    }

    /** As {@link #decode}, for one hash of 32 bytes. */
    public static byte[] decodeHash(String text, String where) throws FlawException {
        byte[] hash = decode(text, where);
        if (hash.length != Suite.HASH_LENGTH) {
            throw new FlawException(Flaw.MALFORMED, where);
        }
        return hash;
    }

    /**
     * Reads a list of hashes of 32 bytes, each as {@link #decodeHash} does.
     *
     * @param texts a parsed array
     * @param where its path in the document
     */
    public static List<byte[]> decodeHashes(List<?> texts, String where) throws FlawException {
        List<byte[]> hashes = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            String place = where + "[" + i + "]";
            if (!(texts.get(i) instanceof String text)) {
                throw new FlawException(Flaw.MALFORMED, place);
            }
            hashes.add(decodeHash(text, place));
        }
        return hashes;
    }
}
