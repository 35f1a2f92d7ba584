package org.anze.gateway.mapping.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lines of fixed width, section {@code source.fixed} of a mapping file.
 *
 * @param columns in their order, without gaps (name a gap as a column)
 * @param measure what widths count; null means bytes of the encoding
 * @param recordLength bytes of a record when records follow each other without line ends; 0 when each is a line
 * @param header the first line when it is not a record; its columns are read as {@code @header/<name>}
 * @param trailer the last line when it is not a record; control totals stand there, sums under the names of the columns
 */
public record FixedLayout(
        List<Column> columns,
        @Nullable Measure measure,
        int recordLength,
        @Nullable Line header,
        @Nullable Line trailer) {

    private static final int MOST_COLUMNS = 1000;
    private static final int LONGEST_RECORD = 1 << 16;

    /** Fills defaults and checks. */
    public FixedLayout {
        columns = columns == null ? List.of() : List.copyOf(columns);
        measure = measure == null ? Measure.BYTES : measure;
        if (columns.isEmpty() || columns.size() > MOST_COLUMNS) {
            throw new IllegalArgumentException("source.fixed.columns: [{name: …, width: …}]");
        }
        int width = width(columns);
        if (recordLength != 0 && (recordLength < width || recordLength > LONGEST_RECORD || measure != Measure.BYTES)) {
            throw new IllegalArgumentException(
                    "source.fixed.recordLength: " + width + " … " + LONGEST_RECORD + ", measure: bytes");
        }
    }

    /** Width of all columns together, in the measure. */
    int width() {
        return width(columns);
    }

    private static int width(List<Column> columns) {
        return columns.stream().mapToInt(Column::width).sum();
    }

    /** What widths of fixed columns count. */
    public enum Measure {
        BYTES,
        CHARACTERS
    }

    /**
     * A fixed column.
     *
     * @param width 1 … 4000
     * @param align on which side the text stands; blanks on the other side are padding. Null means left
     */
    public record Column(String name, int width, @Nullable Align align) {
        /** Checks. */
        public Column {
            if (name == null || name.isBlank() || width < 1 || width > 4000) {
                throw new IllegalArgumentException("source.fixed.columns: {name: …, width: 1 … 4000}");
            }
            align = align == null ? Align.LEFT : align;
        }
    }

    /** Where the text of a fixed column stands. */
    public enum Align {
        LEFT,
        RIGHT
    }

    /**
     * A line of a fixed source that is not a record.
     *
     * @param prefix how it begins; in a file of bytes compared after decoding
     */
    public record Line(String prefix, List<Column> columns) {
        /** Checks. */
        public Line {
            if (prefix == null || prefix.isEmpty() || prefix.length() > 100) {
                throw new IllegalArgumentException("source.fixed.header/trailer: {prefix: …, columns: […]}");
            }
            columns = columns == null ? List.of() : List.copyOf(columns);
        }
    }
}
