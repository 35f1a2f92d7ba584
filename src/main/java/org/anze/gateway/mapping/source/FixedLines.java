package org.anze.gateway.mapping.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The lines of a fixed source, cut by bytes or by characters. For one thread. */
abstract class FixedLines {

    private static final Charset GB18030 = Charset.forName("GB18030");

    static FixedLines of(SourceSettings settings, FixedLayout fixed, InputStream in) throws IOException {
        if (fixed.measure() == FixedLayout.Measure.CHARACTERS) {
            return new FixedCharacters(new TextLines(
                    DecodingReader.of(in, settings.agreedCharset()),
                    settings.bounds().recordCharacters()));
        }
        Charset agreed = settings.agreedCharset();
        Charset charset = agreed == null ? StandardCharsets.UTF_8 : agreed;
        return new FixedBytes(
                in, charset, fixed.recordLength(), settings.bounds().recordCharacters());
    }

    /** Whether the bytes of a line end are never part of another character. */
    static boolean endsLinesInBytes(Charset charset) {
        return charset.equals(GB18030)
                || charset.equals(StandardCharsets.UTF_8)
                || charset.equals(StandardCharsets.US_ASCII)
                || charset.equals(StandardCharsets.ISO_8859_1);
    }

    /** Moves to the next line or record; false at the end. */
    abstract boolean advance();

    /** Physical line, or number of the record when there are no lines; from 1. */
    abstract long line();

    /** In the measure of the source. */
    abstract int length();

    /** The text of a column, empty beyond the end of the line; null when its edges cut a character in two. */
    @Nullable
    abstract String slice(int from, int width);

    /** Whether the line begins like this. */
    abstract boolean startsWith(String prefix);

    abstract boolean isBlank();

    private static final class FixedCharacters extends FixedLines {
        private final TextLines lines;
        private int[] codePoints = {};

        FixedCharacters(TextLines lines) {
            this.lines = lines;
        }

        @Override
        boolean advance() {
            boolean any = lines.advance();
            codePoints = any ? lines.text().codePoints().toArray() : codePoints;
            return any;
        }

        @Override
        long line() {
            return lines.line();
        }

        @Override
        int length() {
            // What is beyond the limit of a line was not kept, and the line is too long in any case.
            return lines.isTooLong() ? Integer.MAX_VALUE : codePoints.length;
        }

        @Override
        String slice(int from, int width) {
            int start = Math.min(from, codePoints.length);
            return new String(codePoints, start, Math.min(width, codePoints.length - start));
        }

        @Override
        boolean startsWith(String prefix) {
            return lines.text().startsWith(prefix);
        }

        @Override
        boolean isBlank() {
            return lines.isBlank();
        }
    }
}
