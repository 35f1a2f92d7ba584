package org.anze.gateway.mapping.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.anze.gateway.problem.SenderMustCorrect;

/** The records of a BIFF8 stream ([MS-XLS] 2.1.4), one after the other, and the texts in them. For one thread. */
final class BiffStream {

    static final int CONTINUE = 0x3C;

    private static final int LONGEST = 8224;

    private final InputStream in;
    private final byte[] data = new byte[LONGEST];
    private final StringBuilder text = new StringBuilder();
    private int type;
    private int length;
    private int position;
    private int peeked = -2;

    BiffStream(InputStream in) {
        this.in = in;
    }

    static SenderMustCorrect broken(String detail) {
        return XlsxWorkbook.broken(detail);
    }

    /** Type of the next record; -1 at the end of the stream. */
    int next() {
        try {
            type = peek();
            peeked = -2;
            if (type < 0) {
                return -1;
            }
            length = short16();
            if (length > LONGEST || in.readNBytes(data, 0, length) < length) {
                throw broken("record " + Integer.toHexString(type));
            }
            position = 0;
            return type;
        } catch (IOException | IllegalStateException | IndexOutOfBoundsException e) {
            // The container of the stream is damaged; its library says so in several ways.
            throw new SenderMustCorrect(broken("OLE2").finding(), e);
        }
    }

    private int peek() throws IOException {
        if (peeked == -2) {
            int low = in.read();
            int high = in.read();
            peeked = high < 0 ? -1 : high << 8 | low;
        }
        return peeked;
    }

    private int short16() throws IOException {
        int low = in.read();
        int high = in.read();
        if (high < 0) {
            throw broken("record");
        }
        return high << 8 | low;
    }

    int length() {
        return length;
    }

    int position() {
        return position;
    }

    void seek(int to) {
        position = to;
    }

    int u8() {
        if (position >= length) {
            throw broken("record " + Integer.toHexString(type));
        }
        return data[position++] & 0xFF;
    }

    int u16() {
        int low = u8();
        return u8() << 8 | low;
    }

    int i32() {
        int low = u16();
        return u16() << 16 | low;
    }

    double f64() {
        long low = Integer.toUnsignedLong(i32());
        return Double.longBitsToDouble((long) i32() << 32 | low);
    }

    byte[] bytes(int count) {
        if (count > length - position) {
            throw broken("record " + Integer.toHexString(type));
        }
        byte[] part = new byte[count];
        System.arraycopy(data, position, part, 0, count);
        position += count;
        return part;
    }

    /** Whether more of a structure follows, here or in a record that continues this one. */
    boolean hasMore() {
        try {
            return position < length || peek() == CONTINUE;
        } catch (IOException e) {
            throw new SenderMustCorrect(broken("OLE2").finding(), e);
        }
    }

    private void need() {
        while (position >= length) {
            if (next() != CONTINUE) {
                throw broken("text");
            }
        }
    }

    private int continued8() {
        need();
        return u8();
    }

    private int continued16() {
        int low = continued8();
        return continued8() << 8 | low;
    }

    private void skipContinued(long count) {
        long left = count;
        while (left > 0) {
            need();
            int step = (int) Math.min(left, length - position);
            position += step;
            left -= step;
        }
    }

    /** A text with formatting runs and phonetic data, as the shared strings are; valid until the next. */
    CharSequence richText() {
        int count = continued16();
        int flags = continued8();
        long after = 0;
        if ((flags & 8) != 0) {
            after += 4L * continued16();
        }
        if ((flags & 4) != 0) {
            long low = continued16();
            after += ((long) continued16() << 16 | low) & 0x7FFFFFFF;
        }
        characters(count, (flags & 1) != 0);
        skipContinued(after);
        return text;
    }

    /** A text with its length in two bytes and nothing else. */
    String plainText() {
        int count = u16();
        int flags = u8();
        characters(count, (flags & 1) != 0);
        return text.toString();
    }

    /** A text with its length in one byte. */
    String shortText() {
        int count = u8();
        int flags = u8();
        characters(count, (flags & 1) != 0);
        return text.toString();
    }

    /** A record that continues a text says again whether its characters take one byte or two. */
    private void characters(int count, boolean wide) {
        text.setLength(0);
        boolean two = wide;
        int left = count;
        while (left > 0) {
            if (position >= length) {
                need();
                two = (u8() & 1) != 0;
                continue;
            }
            int here = Math.min(left, two ? (length - position) / 2 : length - position);
            if (here == 0) {
                throw broken("text");
            }
            int size = two ? 2 * here : here;
            text.append(
                    new String(data, position, size, two ? StandardCharsets.UTF_16LE : StandardCharsets.ISO_8859_1));
            position += size;
            left -= here;
        }
    }
}
