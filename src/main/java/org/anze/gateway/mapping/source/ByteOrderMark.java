package org.anze.gateway.mapping.source;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The mark that a text may begin with. It says the charset, whatever was agreed.
 *
 * @param length bytes that it takes
 */
record ByteOrderMark(Charset charset, int length) {

    private static final Charset GB18030 = Charset.forName("GB18030");

    /** Looks at the first {@code length} bytes; null when they begin with none. */
    static @Nullable ByteOrderMark of(byte[] start, int length) {
        if (FileKind.begins(start, length, 0xEF, 0xBB, 0xBF)) {
            return new ByteOrderMark(StandardCharsets.UTF_8, 3);
        }
        if (FileKind.begins(start, length, 0xFE, 0xFF)) {
            return new ByteOrderMark(StandardCharsets.UTF_16BE, 2);
        }
        if (FileKind.begins(start, length, 0xFF, 0xFE)) {
            return new ByteOrderMark(StandardCharsets.UTF_16LE, 2);
        }
        if (FileKind.begins(start, length, 0x84, 0x31, 0x95, 0x33)) {
            return new ByteOrderMark(GB18030, 4);
        }
        return null;
    }
}
