package org.anze.gateway.seal;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON in the one form of RFC 8785 (JCS), restricted to objects, arrays, strings, booleans, null and integers within
 * ±(2^53−1). Two equal values have equal bytes, and {@link #parse} refuses every other spelling.
 *
 * <p>In Java: {@code Map<String, ?>}, {@code List<?>}, {@link String}, {@link Long} or {@link Integer},
 * {@link Boolean}, {@code null}.
 */
public final class CanonicalJson {

    /** Largest integer, 2^53−1: beyond it other languages lose digits. */
    public static final long MAX_INTEGER = (1L << 53) - 1;

    /** Deepest nesting of arrays and objects. */
    public static final int MAX_DEPTH = 64;

    /** Largest document in bytes. */
    public static final int MAX_BYTES = 32 * 1024 * 1024;

    /** Most values (members and elements, at any depth) in one document. */
    public static final int MAX_VALUES = 2_000_000;

    private CanonicalJson() {}

    /**
     * The canonical bytes of a value.
     *
     * @throws IllegalArgumentException for another type, an integer out of range, text that is not well-formed Unicode,
     *     or nesting deeper than {@link #MAX_DEPTH}
     */
    public static byte[] write(@Nullable Object value) {
        return new JsonOutput(256).value(value).toByteArray();
    }

    /**
     * Reads a value. Objects become {@link java.util.LinkedHashMap}, arrays {@link java.util.ArrayList}, integers
     * {@link Long}.
     *
     * @throws FlawException {@link Flaw#NOT_CANONICAL} with the byte offset when the bytes are not exactly what {@link
     *     #write} makes of the value; {@link Flaw#TOO_LARGE} over a limit
     */
    public static @Nullable Object parse(byte[] bytes) throws FlawException {
        return new JsonInput(bytes, true).document();
    }

    /** As {@link #parse}, for a document that must be an object. */
    public static Map<String, @Nullable Object> parseObject(byte[] bytes) throws FlawException {
        return asObject(parse(bytes));
    }

    /** Reads a file that people lay out: white space and any order of keys are allowed, everything else as above. */
    public static Map<String, @Nullable Object> parseLaidOut(byte[] bytes) throws FlawException {
        return asObject(new JsonInput(bytes, false).document());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> asObject(@Nullable Object value) throws FlawException {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        throw new FlawException(Flaw.MALFORMED, "");
    }
}
