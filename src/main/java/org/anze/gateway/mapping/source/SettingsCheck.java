package org.anze.gateway.mapping.source;

import java.nio.charset.Charset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.anze.gateway.mapping.source.FixedLayout.Column;
import org.anze.gateway.mapping.source.FixedLayout.Line;
import org.anze.gateway.mapping.source.SourceSettings.Format;
import org.anze.gateway.mapping.source.SourceSettings.Formulas;
import org.anze.gateway.mapping.source.SourceSettings.RowMark;
import org.jspecify.annotations.Nullable;

/** Refuses settings that contradict each other, with the words of the mapping file. */
final class SettingsCheck {

    private static final String PATH = "(/[^/@\\[\\]]+)+";

    private SettingsCheck() {}

    /** What is said about text and rows. */
    static void options(
            Format format,
            @Nullable String delimiter,
            @Nullable String quote,
            int headingLine,
            int headingLines,
            boolean statedUnit,
            @Nullable RowMark stopAt,
            @Nullable List<String> fillDown,
            @Nullable List<String> groupBy,
            @Nullable String sheet) {
        require(format == Format.CSV || delimiter == null && quote == null, "source.delimiter, source.quote: csv");
        require(delimiter == null || delimiter.length() == 1, "source.delimiter: one character");
        require(quote == null || quote.length() <= 1, "source.quote: one character, or \"\" for none");
        require(delimiter == null || !delimiter.equals(quote), "source.delimiter and source.quote differ");
        require(delimiter == null || !"\r\n".contains(delimiter), "source.delimiter: no line end");
        boolean headed = format.isTable() && format != Format.FIXED;
        require(headed || headingLine == 0 || headingLine == 1, "source.headingLine: csv | xlsx | xls");
        require(headed || headingLines == 0 && !statedUnit, "source.headingLines, statedUnit: csv | xlsx | xls");
        require(headingLine >= SourceSettings.AUTO && headingLine <= 100, "source.headingLine: auto | 1 … 100");
        require(headingLines >= 0 && headingLines <= 3, "source.headingLines: 1 … 3");
        boolean plain = stopAt == null && isEmpty(fillDown) && isEmpty(groupBy);
        require(format.isTable() || plain, "source.stopAt, fillDown, groupBy: csv | fixed | xlsx | xls");
        require(sheet == null || format == Format.XLSX || format == Format.XLS, "source.sheet: xlsx | xls");
    }

    /** What is said about structure. */
    static void layout(
            Format format,
            @Nullable Formulas formulas,
            @Nullable FixedLayout fixed,
            @Nullable String records,
            @Nullable String cdata,
            @Nullable ControlTotals totals) {
        require(formulas == null || format == Format.XLSX || format == Format.XLS, "source.formulas: xlsx | xls");
        require((format == Format.FIXED) == (fixed != null), "source.fixed: {columns: [{name: …, width: …}]}");
        if (fixed != null) {
            names(fixed.columns());
        }
        boolean paths = format == Format.XML || format == Format.JSON;
        require(paths || records == null, "source.records: xml | json");
        require(
                format != Format.XML || records != null && records.matches("(/[^/@\\[\\]]+){2,}"),
                "source.records: /list/…/record");
        require(
                format != Format.JSON || records == null || records.matches("/|/?[^/]+(/[^/]+)*"),
                "source.records: /data/list");
        require(
                cdata == null
                        || format == Format.XML
                                && cdata.matches(PATH)
                                && records != null
                                && records.startsWith(cdata + "/"),
                "source.cdata: a part of source.records");
        totals(format, fixed, totals);
    }

    /** What is said about the charset of text. */
    static void encoding(Charset charset, @Nullable FixedLayout fixed) {
        boolean inBytes = fixed != null && fixed.measure() == FixedLayout.Measure.BYTES;
        require(!inBytes || FixedLines.endsLinesInBytes(charset), "source.fixed.measure: bytes needs GB18030 or UTF-8");
    }

    private static void totals(Format format, @Nullable FixedLayout fixed, @Nullable ControlTotals totals) {
        if (totals == null) {
            return;
        }
        require(format != Format.NDJSON, "source.totals: csv | fixed | xlsx | xls | xml | json");
        boolean headed = format.isTable() && format != Format.FIXED;
        require(headed == (totals.row() != null), "source.totals.row: csv | xlsx | xls");
        require(format.isTable() || totals.sums().isEmpty(), "source.totals.sums: csv | fixed | xlsx | xls");
        if (fixed != null) {
            Line trailer = fixed.trailer();
            require(trailer != null, "source.fixed.trailer: {prefix: …, columns: […]}");
            Set<String> inTrailer = trailer == null ? Set.of() : names(trailer.columns());
            require(
                    totals.count() == null || inTrailer.contains(totals.count().column()),
                    "source.totals.count.column: a column of the trailer");
            require(inTrailer.containsAll(totals.sums()), "source.totals.sums: columns of the trailer");
            require(names(fixed.columns()).containsAll(totals.sums()), "source.totals.sums: columns of the records");
        }
    }

    private static Set<String> names(List<Column> columns) {
        Set<String> names = new HashSet<>();
        columns.forEach(
                column -> require(names.add(column.name()), "source.fixed.columns: " + column.name() + " twice"));
        return names;
    }

    private static boolean isEmpty(@Nullable List<String> list) {
        return list == null || list.isEmpty();
    }

    private static void require(boolean holds, String words) {
        if (!holds) {
            throw new IllegalArgumentException(words);
        }
    }
}
