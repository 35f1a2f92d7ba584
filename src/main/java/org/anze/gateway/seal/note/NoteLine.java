package org.anze.gateway.seal.note;

import java.util.Arrays;
import org.anze.gateway.seal.Base64Text;
import org.anze.gateway.seal.Checkpoint;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;

/**
 * One signature line of a C2SP signed note. The arrays are handed over, not copied.
 *
 * @param name of the key
 * @param keyId 4 bytes
 * @param signature what follows the key id; its form is the key's affair
 */
public record NoteLine(String name, byte[] keyId, byte[] signature) {

    static final int KEY_ID_LENGTH = 4;
    static final String DASH = "\u2014 ";

    /**
     * Reads a line without its line feed.
     *
     * @throws FlawException {@link Flaw#CHECKPOINT_MALFORMED} or {@link Flaw#BAD_BASE64} when it is none
     */
    public static NoteLine parse(String line) throws FlawException {
        String[] parts = line.split(" ", -1);
        if (parts.length != 3 || !line.startsWith(DASH) || !Checkpoint.isName(parts[1])) {
            throw new FlawException(Flaw.CHECKPOINT_MALFORMED, "signature line");
        }
        byte[] bytes = Base64Text.decode(parts[2], "signature line");
        if (bytes.length <= KEY_ID_LENGTH) {
            throw new FlawException(Flaw.CHECKPOINT_MALFORMED, "signature line");
        }
        return new NoteLine(
                parts[1], Arrays.copyOf(bytes, KEY_ID_LENGTH), Arrays.copyOfRange(bytes, KEY_ID_LENGTH, bytes.length));
    }

    /** The line without its line feed. */
    public String text() {
        byte[] bytes = Arrays.copyOf(keyId, KEY_ID_LENGTH + signature.length);
        System.arraycopy(signature, 0, bytes, KEY_ID_LENGTH, signature.length);
        return DASH + name + " " + Base64Text.encode(bytes);
    }
}
