package org.anze.gateway.mapping.canonical;

import java.io.InputStream;
import java.util.List;
import java.util.function.Consumer;
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
        Beginning beginning = Beginning.of(in);
        return new Checked((beginning.isUtf8() ? utf8 : other).open(beginning.stream()), layouts);
    }

    @Override
    public Survey survey(InputStream in, Consumer<RawRecord> look) {
        try (SourceReader reader = open(in)) {
            long records = 0;
            for (RawRecord record = reader.next(); record != null; record = reader.next()) {
                look.accept(record);
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
