package org.anze.gateway.seal.proof;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One element of DER in the narrow sense of §12. Libraries read more than that, each another more, and two verifiers would
 * differ. The arrays are shared within the package and never changed.
 *
 * @param whole tag, length and body
 * @param parts of a constructed element; empty for a primitive one
 */
record Der(int tag, byte[] whole, byte[] body, List<Der> parts) {

    static final int BOOLEAN = 0x01;
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int NULL = 0x05;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;

    /** First tag of the class context-specific, constructed. */
    static final int CONTEXT = 0xa0;

    private static final int MAX_DEPTH = 32;
    private static final int CONSTRUCTED = 0x20;
    private static final int FIRST_OTHER_CLASS = 0x40;

    /** Says only that it is not DER. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed() {
            super(null, null, false, false);
        }
    }

    /** The one element that these bytes are. */
    static Der of(byte[] bytes) throws Malformed {
        Reader reader = new Reader(bytes);
        Der root = reader.element(bytes.length, 1);
        if (reader.at != bytes.length) {
            throw new Malformed();
        }
        return root;
    }

    boolean is(int wanted) {
        return tag == wanted;
    }

    boolean is(int wanted, int count) {
        return tag == wanted && parts.size() == count;
    }

    Der part(int index) throws Malformed {
        if (index >= parts.size()) {
            throw new Malformed();
        }
        return parts.get(index);
    }

    /** This element, when it has the tag. */
    Der require(int wanted) throws Malformed {
        if (tag != wanted) {
            throw new Malformed();
        }
        return this;
    }

    Der require(int wanted, int count) throws Malformed {
        if (!is(wanted, count)) {
            throw new Malformed();
        }
        return this;
    }

    /** The object identifier in dots; null for any other element. */
    @Nullable
    String oid() {
        if (tag != OBJECT_IDENTIFIER) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        BigInteger value = BigInteger.ZERO;
        for (byte octet : body) {
            value = value.shiftLeft(7).or(BigInteger.valueOf(octet & 0x7f));
            if (octet >= 0) {
                if (text.length() == 0) {
                    int first = value.bitLength() > 7 ? 2 : Math.min(value.intValue() / 40, 2);
                    text.append(first);
                    value = value.subtract(BigInteger.valueOf(first * 40L));
                }
                text.append('.').append(value);
                value = BigInteger.ZERO;
            }
        }
        return text.toString();
    }

    boolean isOid(String wanted) {
        return wanted.equals(oid());
    }

    private static final class Reader {

        private final byte[] bytes;
        private int at;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        Der element(int limit, int depth) throws Malformed {
            int start = at;
            int tag = octet(limit);
            boolean constructed = (tag & CONSTRUCTED) != 0;
            int number = tag & 0x1f;
            boolean collection = number == (SEQUENCE & 0x1f) || number == (SET & 0x1f);
            if (depth > MAX_DEPTH || number == 0x1f || tag < FIRST_OTHER_CLASS && constructed != collection) {
                throw new Malformed();
            }
            int length = length(limit);
            if (length > limit - at) {
                throw new Malformed();
            }
            int end = at + length;
            byte[] body = Arrays.copyOfRange(bytes, at, end);
            List<Der> parts = new ArrayList<>();
            while (constructed && at < end) {
                parts.add(element(end, depth + 1));
            }
            at = end;
            if (!constructed && !wellFormed(tag, body)) {
                throw new Malformed();
            }
            return new Der(tag, Arrays.copyOfRange(bytes, start, end), body, List.copyOf(parts));
        }

        private int octet(int limit) throws Malformed {
            if (at >= limit) {
                throw new Malformed();
            }
            return bytes[at++] & 0xff;
        }

        private int length(int limit) throws Malformed {
            int first = octet(limit);
            if (first < 0x80) {
                return first;
            }
            int count = first & 0x7f;
            long length = 0;
            for (int i = 0; i < count && i <= 4; i++) {
                length = length << 8 | octet(limit);
            }
            boolean minimal = length >= 0x80 && count <= 4 && length >> 8 * (count - 1) != 0;
            if (!minimal || length > Integer.MAX_VALUE) {
                throw new Malformed();
            }
            return (int) length;
        }

        private static boolean wellFormed(int tag, byte[] body) {
            return switch (tag) {
                case BOOLEAN -> body.length == 1 && (body[0] == 0 || body[0] == -1);
                case INTEGER ->
                    body.length == 1
                            || body.length > 1 && !(body[0] == 0 && body[1] >= 0) && !(body[0] == -1 && body[1] < 0);
                case BIT_STRING -> body.length > 0;
                case OBJECT_IDENTIFIER -> minimalOid(body);
                default -> true;
            };
        }

        private static boolean minimalOid(byte[] body) {
            boolean begins = true;
            for (byte octet : body) {
                if (begins && octet == (byte) 0x80) {
                    return false;
                }
                begins = octet >= 0;
            }
            return begins && body.length > 0;
        }
    }
}
