package org.anze.gateway.mapping.source;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Section {@code source} of a mapping file. Keys that are left out have the default named here.
 *
 * @param format csv, xml or json
 * @param encoding charset; for xml null means what the XML declaration says, for csv and json null means UTF-8. GBK and
 *     GB2312 are read as GB18030, which contains them. A byte order mark wins
 * @param delimiter csv: one character; null means comma
 * @param quote csv: one character; null means {@code "}
 * @param headingLine csv: physical line of the heading row, from 1; what stands above it is passed over. 0 means 1
 * @param records xml: path of the record element from the root, {@code /list/item}; json: path of the array from the root,
 *     {@code /data/list}, null when the root itself is the array, the only object, or one object a line
 * @param totals control totals; null when none were agreed
 * @param limits null means the defaults
 */
public record SourceSettings(
        Format format,
        @Nullable String encoding,
        @Nullable String delimiter,
        @Nullable String quote,
        int headingLine,
        @Nullable String records,
        @Nullable Totals totals,
        @Nullable Limits limits) {

    /** Fills defaults and checks what can be checked here. */
    public SourceSettings {
        if (format == null) {
            throw new IllegalArgumentException("source.format: csv | xml | json");
        }
        headingLine = headingLine == 0 ? 1 : headingLine;
        limits = limits == null ? Limits.DEFAULT : limits;
        if (headingLine < 1 || headingLine > 100) {
            throw new IllegalArgumentException("source.headingLine: 1 … 100");
        }
        if (delimiter != null && delimiter.length() != 1 || quote != null && quote.length() != 1) {
            throw new IllegalArgumentException("source.delimiter, source.quote: one character");
        }
        if (format == Format.XML && (records == null || !records.matches("(/[^/@\\[\\]]+){2,}"))) {
            throw new IllegalArgumentException("source.records: /list/…/record");
        }
        if (totals != null && totals.row() == null && format == Format.CSV) {
            throw new IllegalArgumentException("source.totals.row");
        }
        if (totals != null && format == Format.JSON) {
            throw new IllegalArgumentException("source.totals: csv | xml");
        }
        if (encoding != null) {
            charset(encoding);
        }
    }

    /** The formats that are read. */
    public enum Format {
        CSV,
        XML,
        JSON
    }

    /**
     * Control totals.
     *
     * @param row csv: how the totals row is told from the others
     * @param required whether a submission without totals is refused
     * @param count where the number of records stands; null when it is not given
     * @param sums csv: columns whose numbers are added up and compared exactly
     */
    public record Totals(
            @Nullable TotalsRow row,
            boolean required,
            @Nullable Count count,
            List<String> sums) {
        /** Fills the absent list. */
        public Totals {
            sums = sums == null ? List.of() : List.copyOf(sums);
        }
    }

    /** The row whose cell {@code column} reads {@code equals}. */
    public record TotalsRow(String column, String equals) {}

    /**
     * The number of records.
     *
     * @param column csv: column of the totals row; xml: absolute path such as {@code /list/@count}
     * @param suffix word behind the number, such as 单; null when none
     */
    public record Count(String column, @Nullable String suffix) {}

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
        if (name.equalsIgnoreCase("GBK") || name.equalsIgnoreCase("GB2312") || name.equalsIgnoreCase("CP936")) {
            return Charset.forName("GB18030");
        }
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new IllegalArgumentException("source.encoding: UTF-8 | GB18030 | GBK", e);
        }
    }
}
