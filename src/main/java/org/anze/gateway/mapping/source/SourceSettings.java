package org.anze.gateway.mapping.source;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * Section {@code source} of a mapping file. Keys that are left out have the default named here; a key that means nothing for
 * the format is refused. docs/onboarding/sources.md is the manual.
 *
 * @param format csv, fixed, xlsx, xls, xml, json or ndjson
 * @param archive when the submission is a zip of such files; null when it is one such file
 * @param encoding charset of text; for xml null means what the XML declaration says, otherwise null means UTF-8. GBK and GB2312
 *     are read as GB18030, which contains them. A byte order mark wins
 * @param delimiter csv: one character; null means comma
 * @param quote csv: one character, or empty for none; null means {@code "}
 * @param headingLine tables: physical line or sheet row of the (first) heading row, from 1; what stands above it is passed over.
 *     {@value #AUTO} ({@code auto} in the file) looks for the first row that has all needed headings. 0 means 1
 * @param headingLines tables: how many rows the headings take, 1 … 3; their texts are joined by {@code /}. 0 means 1
 * @param statedUnit tables: whether the unit of amounts is stated above or below the headings (单位：万元); column {@code @unit}
 * @param stopAt tables: the row that ends the table; null when the table goes to the end of the file
 * @param fillDown tables: columns whose empty cells have the value of the row above (merged cells)
 * @param groupBy tables: consecutive rows with the same texts in these columns are one record
 * @param sheet xlsx, xls: name or number from 1; null means the first
 * @param formulas xlsx, xls: what to do with a formula in a column that the mapping uses; null means refuse
 * @param fixed fixed: columns and lines
 * @param records xml: path of the record element from the root, {@code /list/item}; json: path of the array from the root,
 *     {@code /data/list}, null when the root itself is the array, the only object, or one object a line
 * @param cdata xml: path of the element whose text is an XML document of its own, a part of {@code records}; null when none is
 * @param totals control totals; null when none were agreed
 * @param limits null means the defaults
 */
public record SourceSettings(
        Format format,
        @Nullable Archive archive,
        @Nullable String encoding,
        @Nullable String delimiter,
        @Nullable String quote,
        @JsonDeserialize(using = HeadingLine.class) int headingLine,
        int headingLines,
        boolean statedUnit,
        @Nullable RowMark stopAt,
        List<String> fillDown,
        List<String> groupBy,
        @Nullable String sheet,
        @Nullable Formulas formulas,
        @Nullable FixedLayout fixed,
        @Nullable String records,
        @Nullable String cdata,
        @Nullable ControlTotals totals,
        @Nullable Limits limits) {

    /** {@link #headingLine()} that is looked for. */
    public static final int AUTO = -1;

    /** Fills defaults and checks what can be checked here. */
    @JsonCreator
    public SourceSettings {
        if (format == null) {
            throw new IllegalArgumentException("source.format: csv | fixed | xlsx | xls | xml | json | ndjson");
        }
        SettingsCheck.options(
                format, delimiter, quote, headingLine, headingLines, statedUnit, stopAt, fillDown, groupBy, sheet);
        headingLine = headingLine == 0 ? 1 : headingLine;
        headingLines = headingLines == 0 ? 1 : headingLines;
        fillDown = fillDown == null ? List.of() : List.copyOf(fillDown);
        groupBy = groupBy == null ? List.of() : List.copyOf(groupBy);
        limits = limits == null ? Limits.DEFAULT : limits;
        SettingsCheck.layout(format, formulas, fixed, records, cdata, totals);
        if (encoding != null) {
            SettingsCheck.encoding(charset(encoding), fixed);
        }
    }

    /** A source with nothing but defaults. */
    public static SourceSettings of(Format format) {
        return new SourceSettings(
                format, null, null, null, null, 0, 0, false, null, List.of(), List.of(), null, null, null, null, null,
                null, null);
    }

    /** The charset of text; null when the source itself or the default decides. */
    @Nullable
    Charset agreedCharset() {
        return encoding == null ? null : charset(encoding);
    }

    Limits bounds() {
        return limits == null ? Limits.DEFAULT : limits;
    }

    /** The formats that are read. */
    public enum Format {
        CSV,
        FIXED,
        XLSX,
        XLS,
        XML,
        JSON,
        NDJSON;

        /** Whether records are rows under headings. */
        public boolean isTable() {
            return this == CSV || this == FIXED || this == XLSX || this == XLS;
        }
    }

    /** What to do with formulas. */
    public enum Formulas {
        /** A formula in a used column spoils its record: the result that the file holds may be stale. */
        REFUSE,
        /** The result that the file holds is taken. References to other workbooks are refused all the same. */
        CACHED
    }

    /**
     * A zip of such files. Entries are read in the order of the archive.
     *
     * @param entries pattern of their names with {@code *} and {@code ?}, compared without regard to case; with a {@code /} it is
     *     compared with the whole path, otherwise with the last part. Null means the usual ending of the format
     * @param maximum how many matching entries there may be, 1 … 1000; 0 means 100
     */
    public record Archive(@Nullable String entries, int maximum) {
        /** Fills defaults. */
        public Archive {
            maximum = maximum == 0 ? 100 : maximum;
            if (maximum < 1 || maximum > 1000) {
                throw new IllegalArgumentException("source.archive.maximum: 1 … 1000");
            }
            if (entries != null && (entries.isBlank() || entries.length() > 200)) {
                throw new IllegalArgumentException("source.archive.entries: *.csv");
            }
        }
    }

    /**
     * How a row is told from the others: by the text of one of its cells, compared without blanks.
     *
     * @param column the cell; null means the first cell that is not blank
     * @param equals its whole text; null when {@code startsWith} is given
     * @param startsWith how its text begins; null when {@code equals} is given
     */
    public record RowMark(
            @Nullable String column,
            @Nullable String equals,
            @Nullable String startsWith) {
        /** One of the two texts must be there. */
        public RowMark {
            if ((equals == null || equals.isBlank()) == (startsWith == null || startsWith.isBlank())) {
                throw new IllegalArgumentException("{column: …, equals: …} | {column: …, startsWith: …}");
            }
        }
    }

    /**
     * Limits; 0 means the default.
     *
     * @param columns columns of a table, or values of one XML or JSON record; 1000
     * @param valueCharacters characters of one value; 262144
     * @param recordCharacters characters of one record; 1048576
     * @param depth nesting of XML and JSON; 32
     */
    public record Limits(int columns, int valueCharacters, int recordCharacters, int depth) {

        static final Limits DEFAULT = new Limits(0, 0, 0, 0);

        /** Fills defaults; nothing can be set higher than eight times the default. */
        public Limits {
            columns = bounded("columns", columns, 1000);
            valueCharacters = bounded("valueCharacters", valueCharacters, 1 << 18);
            recordCharacters = bounded("recordCharacters", recordCharacters, 1 << 20);
            depth = bounded("depth", depth, 32);
        }

        private static int bounded(String name, int value, int standard) {
            if (value < 0 || value > 8 * standard) {
                throw new IllegalArgumentException("source.limits." + name + ": 1 … " + 8 * standard);
            }
            return value == 0 ? standard : value;
        }
    }

    /** The charset to decode with; GBK and GB2312 become GB18030 (DOMAIN.md G4). */
    static Charset charset(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        if (upper.equals("GBK") || upper.equals("GB2312") || upper.equals("CP936") || upper.equals("MS936")) {
            return Charset.forName("GB18030");
        }
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new IllegalArgumentException("source.encoding: UTF-8 | GB18030 | GBK | UTF-16LE | UTF-16BE", e);
        }
    }
}
