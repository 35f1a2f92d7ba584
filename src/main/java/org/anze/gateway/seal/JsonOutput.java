package org.anze.gateway.seal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A growing buffer of canonical JSON. The caller who composes a document by hand keeps the members sorted;
 * {@link #value} sorts by itself. For one thread.
 */
public final class JsonOutput {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BASE64 =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes;
    private int size;

    /** An empty buffer with room for so many bytes. */
    public JsonOutput(int room) {
        bytes = new byte[Math.max(room, 16)];
    }

    /** How many bytes have been written. */
    public int size() {
        return size;
    }

    /** A copy of everything written. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** A copy of what was written from one position to now. */
    public byte[] from(int start) {
        return Arrays.copyOfRange(bytes, start, size);
    }

    /** A copy of everything written; the buffer is empty then. */
    public byte[] take() {
        byte[] taken = toByteArray();
        size = 0;
        return taken;
    }

    /** Appends bytes that are already canonical. */
    public JsonOutput raw(byte[] canonical) {
        return raw(canonical, canonical.length);
    }

    private JsonOutput raw(byte[] source, int length) {
        ensure(length);
        System.arraycopy(source, 0, bytes, size, length);
        size += length;
        return this;
    }

    /** Appends punctuation and member names that need no escaping, such as {@code {"hash":}. */
    public JsonOutput ascii(String text) {
        int length = text.length();
        ensure(length);
        for (int i = 0; i < length; i++) {
            bytes[size + i] = (byte) text.charAt(i);
        }
        size += length;
        return this;
    }

    /** Appends an integer. */
    public JsonOutput integer(long value) {
        if (value > CanonicalJson.MAX_INTEGER || value < -CanonicalJson.MAX_INTEGER) {
            throw new IllegalArgumentException("integer beyond ±(2^53-1)");
        }
        return ascii(Long.toString(value));
    }

    /** Appends bytes as a string in standard Base64 with padding. */
    public JsonOutput base64(byte[] value) {
        int length = value.length;
        ensure(Math.addExact(Math.multiplyExact((length + 2) / 3, 4), 2));
        // Straight into the buffer: most are salts and hashes, for which an array of their own would cost more than the
        // text.
        byte[] target = bytes;
        int at = size;
        target[at++] = '"';
        int whole = length - length % 3;
        for (int i = 0; i < whole; i += 3) {
            int three = (value[i] & 0xFF) << 16 | (value[i + 1] & 0xFF) << 8 | value[i + 2] & 0xFF;
            target[at++] = BASE64[three >> 18];
            target[at++] = BASE64[three >> 12 & 0x3F];
            target[at++] = BASE64[three >> 6 & 0x3F];
            target[at++] = BASE64[three & 0x3F];
        }
        if (whole < length) {
            boolean two = length - whole == 2;
            int rest = (value[whole] & 0xFF) << 16 | (two ? (value[whole + 1] & 0xFF) << 8 : 0);
            target[at++] = BASE64[rest >> 18];
            target[at++] = BASE64[rest >> 12 & 0x3F];
            target[at++] = two ? BASE64[rest >> 6 & 0x3F] : (byte) '=';
            target[at++] = '=';
        }
        target[at++] = '"';
        size = at;
        return this;
    }

    /** Appends a string, quoted and escaped as RFC 8785 §3.2.2.2 says. */
    public JsonOutput string(String text) {
        int length = text.length();
        // At worst six bytes for each char (a control character as an escape).
        ensure(Math.addExact(Math.multiplyExact(length, 6), 2));
        byte[] target = bytes;
        int at = size;
        target[at++] = '"';
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
                target[at++] = (byte) c;
            } else if (c < 0x80) {
                at = escape(target, at, c);
            } else if (c < 0x800) {
                target[at++] = (byte) (0xC0 | c >> 6);
                target[at++] = (byte) (0x80 | c & 0x3F);
            } else if (!Character.isSurrogate(c)) {
                target[at++] = (byte) (0xE0 | c >> 12);
                target[at++] = (byte) (0x80 | c >> 6 & 0x3F);
                target[at++] = (byte) (0x80 | c & 0x3F);
            } else {
                if (!Character.isHighSurrogate(c) || i + 1 == length || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new IllegalArgumentException("text is not well-formed Unicode");
                }
                int point = Character.toCodePoint(c, text.charAt(++i));
                target[at++] = (byte) (0xF0 | point >> 18);
                target[at++] = (byte) (0x80 | point >> 12 & 0x3F);
                target[at++] = (byte) (0x80 | point >> 6 & 0x3F);
                target[at++] = (byte) (0x80 | point & 0x3F);
            }
        }
        target[at++] = '"';
        size = at;
        return this;
    }

    private static int escape(byte[] target, int start, char c) {
        int at = start;
        target[at++] = '\\';
        int letter = "\b\t\n\f\r\"\\".indexOf(c);
        if (letter >= 0) {
            target[at++] = (byte) "btnfr\"\\".charAt(letter);
            return at;
        }
        target[at++] = 'u';
        target[at++] = '0';
        target[at++] = '0';
        target[at++] = HEX[c >> 4];
        target[at++] = HEX[c & 0xF];
        return at;
    }

    /**
     * Appends any value, with the members of objects sorted.
     *
     * @throws IllegalArgumentException as {@link CanonicalJson#write}
     */
    public JsonOutput value(@Nullable Object value) {
        value(value, 0);
        return this;
    }

    private void value(@Nullable Object value, int depth) {
        if (value instanceof String text) {
            string(text);
        } else if (value instanceof Long || value instanceof Integer) {
            integer(((Number) value).longValue());
        } else if (value == null) {
            ascii("null");
        } else if (value instanceof Boolean truth) {
            ascii(truth ? "true" : "false");
        } else if (depth == CanonicalJson.MAX_DEPTH) {
            throw new IllegalArgumentException("nested deeper than " + CanonicalJson.MAX_DEPTH);
        } else if (value instanceof Map<?, ?> map) {
            object(map, depth + 1);
        } else if (value instanceof List<?> list) {
            String separator = "[";
            for (Object element : list) {
                ascii(separator).value(element, depth + 1);
                separator = ",";
            }
            ascii(list.isEmpty() ? "[]" : "]");
        } else {
            throw new IllegalArgumentException(
                    "no canonical JSON for " + value.getClass().getName());
        }
    }

    private void object(Map<?, ?> map, int depth) {
        String[] keys = new String[map.size()];
        int count = 0;
        for (Object key : map.keySet()) {
            if (!(key instanceof String name)) {
                throw new IllegalArgumentException("a member name must be a string");
            }
            keys[count++] = name;
        }
        // The natural order of strings is that of their UTF-16 code units, as RFC 8785 §3.2.3 wants.
        Arrays.sort(keys);
        String separator = "{";
        for (String key : keys) {
            ascii(separator).string(key).ascii(":").value(map.get(key), depth);
            separator = ",";
        }
        ascii(keys.length == 0 ? "{}" : "}");
    }

    private void ensure(int more) {
        int needed = Math.addExact(size, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8, bytes.length * 2L)));
        }
    }
}
