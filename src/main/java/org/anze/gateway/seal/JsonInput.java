package org.anze.gateway.seal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reader behind {@link CanonicalJson#parse}: refuses at the first byte that canonical JSON would not have there. */
final class JsonInput {

    private final byte[] bytes;
    private final boolean canonical;
    private int at;
    private int values;

    JsonInput(byte[] bytes, boolean canonical) {
        this.bytes = bytes;
        this.canonical = canonical;
    }

    @Nullable
    Object document() throws FlawException {
        if (bytes.length > CanonicalJson.MAX_BYTES) {
            throw new FlawException(Flaw.TOO_LARGE, "");
        }
        Object value = value(0);
        space();
        if (at != bytes.length) {
            throw refuse();
        }
        return value;
    }

    private @Nullable Object value(int depth) throws FlawException {
        space();
        if (++values > CanonicalJson.MAX_VALUES) {
            throw new FlawException(Flaw.TOO_LARGE, "byte " + at);
        }
        int first = peek();
        if (first == '"') {
            return string();
        }
        if (first == '{' || first == '[') {
            if (depth == CanonicalJson.MAX_DEPTH) {
                throw refuse();
            }
            at++;
            return first == '{' ? object(depth + 1) : array(depth + 1);
        }
        if (first == '-' || first >= '0' && first <= '9') {
            return integer();
        }
        if (first == 't') {
            return literal("true", Boolean.TRUE);
        }
        if (first == 'f') {
            return literal("false", Boolean.FALSE);
        }
        return literal("null", null);
    }

    private @Nullable Object literal(String word, @Nullable Object value) throws FlawException {
        for (int i = 0; i < word.length(); i++) {
            expect(word.charAt(i));
        }
        return value;
    }

    private Map<String, @Nullable Object> object(int depth) throws FlawException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        space();
        if (peek() == '}') {
            at++;
            return members;
        }
        String previous = null;
        while (true) {
            space();
            int start = at;
            String name = string();
            boolean accepted =
                    canonical ? previous == null || previous.compareTo(name) < 0 : !members.containsKey(name);
            if (!accepted) {
                at = start;
                throw refuse();
            }
            previous = name;
            space();
            expect(':');
            members.put(name, value(depth));
            space();
            if (peek() == '}') {
                at++;
                return members;
            }
            expect(',');
        }
    }

    private List<@Nullable Object> array(int depth) throws FlawException {
        List<@Nullable Object> elements = new ArrayList<>();
        space();
        if (peek() == ']') {
            at++;
            return elements;
        }
        while (true) {
            elements.add(value(depth));
            space();
            if (peek() == ']') {
                at++;
                return elements;
            }
            expect(',');
        }
    }

    private Long integer() throws FlawException {
        int start = at;
        boolean negative = peek() == '-';
        if (negative) {
            at++;
        }
        int digits = at;
        long value = 0;
        while (peek() >= '0' && peek() <= '9') {
            if (at - digits == 16) {
                throw refuse();
            }
            value = value * 10 + (bytes[at++] - '0');
        }
        boolean leadingZero = at > digits && bytes[digits] == '0' && (at - digits > 1 || negative);
        int next = peek();
        if (at == digits || leadingZero || value > CanonicalJson.MAX_INTEGER || next == '.' || (next | 0x20) == 'e') {
            at = start;
            throw refuse();
        }
        return negative ? -value : value;
    }

    private String string() throws FlawException {
        expect('"');
        int start = at;
        while (peek() >= 0x20 && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        if (peek() == '"') {
            return new String(bytes, start, at++ - start, StandardCharsets.ISO_8859_1);
        }
        StringBuilder text = new StringBuilder(at - start + 32);
        text.append(new String(bytes, start, at - start, StandardCharsets.ISO_8859_1));
        while (true) {
            int b = at < bytes.length ? bytes[at] & 0xFF : -1;
            if (b == '"') {
                at++;
                return text.toString();
            }
            if (b < 0x20) {
                throw refuse();
            }
            if (b == '\\') {
                text.append(escape());
            } else if (b < 0x80) {
                text.append((char) b);
                at++;
            } else {
                text.appendCodePoint(codePoint(b));
            }
        }
    }

    /** RFC 3629: no overlong forms, no surrogates, nothing beyond U+10FFFF. */
    private int codePoint(int lead) throws FlawException {
        int start = at++;
        int more =
                lead >= 0xC2 && lead < 0xE0 ? 1 : lead >= 0xE0 && lead < 0xF0 ? 2 : lead >= 0xF0 && lead < 0xF5 ? 3 : 0;
        int point = more == 0 ? -1 : lead & 0x3F >> more;
        for (int i = 0; i < more; i++) {
            int b = at < bytes.length ? bytes[at] & 0xFF : 0;
            if ((b & 0xC0) != 0x80) {
                throw refuse();
            }
            at++;
            point = point << 6 | b & 0x3F;
        }
        boolean overlong = more == 2 && point < 0x800 || more == 3 && point < 0x10000;
        if (point < 0 || overlong || point > 0x10FFFF || point >= 0xD800 && point < 0xE000) {
            at = start;
            throw refuse();
        }
        return point;
    }

    /** Only the escapes that RFC 8785 itself writes: everything else would be a second spelling. */
    private char escape() throws FlawException {
        int start = at++;
        int letter = "btnfr\"\\".indexOf(peek());
        if (letter >= 0) {
            at++;
            return "\b\t\n\f\r\"\\".charAt(letter);
        }
        expect('u');
        expect('0');
        expect('0');
        int high = "01".indexOf(peek());
        at++;
        int low = "0123456789abcdef".indexOf(peek());
        at++;
        char c = (char) (high << 4 | low);
        if (high < 0 || low < 0 || "\b\t\n\f\r".indexOf(c) >= 0) {
            at = start;
            throw refuse();
        }
        return c;
    }

    private void space() {
        while (!canonical && (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t')) {
            at++;
        }
    }

    /** The next byte; negative for bytes from 0x80 and at the end. */
    private int peek() {
        return at < bytes.length ? bytes[at] : -1;
    }

    private void expect(char c) throws FlawException {
        if (peek() != c) {
            throw refuse();
        }
        at++;
    }

    private FlawException refuse() {
        return new FlawException(Flaw.NOT_CANONICAL, "byte " + at);
    }
}
