package org.anze.gateway.seal.proof;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anze.gateway.seal.Base64Text;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;

/** One signature line of a witness, read but not verified (§13). */
record Cosignature(String name, byte[] keyId, long seconds, byte[] signature, String where) {

    private static final Pattern LINE = Pattern.compile("\u2014 ([!-*,-~]{1,64}) ([^ ]+)", Pattern.DOTALL);
    private static final int KEY_ID_LENGTH = 4;
    private static final int HEAD_LENGTH = 12;

    static Cosignature of(String text, String where) throws FlawException {
        Matcher parts = LINE.matcher(text);
        if (!parts.matches()) {
            throw new FlawException(Flaw.MALFORMED, where);
        }
        byte[] bytes = Base64Text.decode(parts.group(2), where);
        long seconds = bytes.length > HEAD_LENGTH ? ByteBuffer.wrap(bytes).getLong(KEY_ID_LENGTH) : 0;
        if (seconds < 1 || seconds > CanonicalJson.MAX_INTEGER) {
            throw new FlawException(Flaw.MALFORMED, where);
        }
        return new Cosignature(
                parts.group(1),
                Arrays.copyOf(bytes, KEY_ID_LENGTH),
                seconds,
                Arrays.copyOfRange(bytes, HEAD_LENGTH, bytes.length),
                where);
    }
}
