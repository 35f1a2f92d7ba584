package org.anze.gateway.mapping.canonical;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.anze.gateway.mapping.source.SourceFormat;
import org.anze.gateway.mapping.source.SourceReader;
import org.anze.gateway.mapping.source.Survey;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;

/**
 * Canonical tables: headings in the first row, checked before the first record is given.
 *
 * <p>CSV is UTF-8 or GB18030. Which of the two is told by its beginning: Chinese headings in GB18030 are never valid
 * UTF-8. Decoding is strict afterwards, so a file that changes its encoding later is refused.
 */
final class CanonicalTableFormat implements SourceFormat {

    private static final int LOOKED_AT = 64 * 1024;

    private final SourceFormat utf8;
    private final SourceFormat other;
    private final TableLayouts layouts;

    /** {@code other} reads what is not UTF-8; the same object twice when the format has its own way to tell. */
    CanonicalTableFormat(SourceFormat utf8, SourceFormat other, TableLayouts layouts) {
        this.utf8 = utf8;
        this.other = other;
        this.layouts = layouts;
    }

    @Override
    public SourceReader open(InputStream in) {
        if (utf8 == other) {
            return new Checked(utf8.open(in), layouts);
        }
        try {
            BufferedInputStream buffered = new BufferedInputStream(in, LOOKED_AT);
            buffered.mark(LOOKED_AT);
            byte[] beginning = buffered.readNBytes(LOOKED_AT);
            buffered.reset();
            return new Checked((isUtf8(beginning) ? utf8 : other).open(buffered), layouts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * True also when a character is cut off at the end. UTF-16 announces itself by its byte order mark, to either
     * reader.
     */
    private static boolean isUtf8(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), CharBuffer.allocate(bytes.length), false);
        return !result.isError();
    }

    @Override
    public Survey survey(InputStream in) {
        try (SourceReader reader = open(in)) {
            long records = 0;
            while (reader.next() != null) {
                records++;
            }
            return new Survey(records, List.of());
        }
    }

    private record Checked(SourceReader source, TableLayouts layouts) implements SourceReader {
        @Override
        public @Nullable RawRecord next() {
            RawRecord record = source.next();
            if (record != null) {
                layouts.of(record.columns());
            }
            return record;
        }

        @Override
        public void close() {
            source.close();
        }
    }
}
