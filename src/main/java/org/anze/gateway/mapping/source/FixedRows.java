package org.anze.gateway.mapping.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;

/** Lines whose columns have agreed widths, with or without a first and last line of another kind. */
final class FixedRows extends Rows {

    private final FixedLayout fixed;
    private final FixedLines lines;
    private final List<FixedLayout.Column> columns;
    private final int width;
    private final String[] cells;
    private final boolean[] split;
    private final Map<String, String> constants;
    private @Nullable Map<String, String> trailer;
    private long afterTrailer;
    private boolean anySplit;

    private FixedRows(FixedLayout fixed, FixedLines lines) {
        this.fixed = fixed;
        this.lines = lines;
        this.columns = fixed.columns();
        this.width = fixed.width();
        this.cells = new String[columns.size()];
        this.split = new boolean[columns.size()];
        this.constants = fixed.header() == null ? Map.of() : readHeader(fixed.header());
    }

    static FixedRows of(SourceSettings settings, InputStream in) {
        FixedLayout fixed = settings.fixed();
        if (fixed == null) {
            throw new IllegalStateException("checked by the settings");
        }
        try {
            return new FixedRows(fixed, FixedLines.of(settings, fixed, in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> readHeader(FixedLayout.Line header) {
        boolean any = lines.advance();
        if (!any || !lines.startsWith(header.prefix())) {
            throw new SenderMustCorrect(SourceProblem.HEADER_DIFFERS, Location.ofLine(1), 1, header.prefix());
        }
        Map<String, String> values = new HashMap<>();
        texts(header.columns()).forEach((name, text) -> values.put("@header/" + name, text));
        return Collections.unmodifiableMap(values);
    }

    private Map<String, String> texts(List<FixedLayout.Column> of) {
        Map<String, String> texts = new LinkedHashMap<>();
        int from = 0;
        for (FixedLayout.Column column : of) {
            String text = lines.slice(from, column.width());
            texts.put(column.name(), strip(text == null ? "" : text, column));
            from += column.width();
        }
        return texts;
    }

    @Override
    void passTitles(int headingLine, Consumer<String> texts) {
        // There is nothing above the records but the header, which is read already.
    }

    @Override
    boolean advance() {
        while (lines.advance()) {
            if (lines.isBlank()) {
                continue;
            }
            if (trailer != null) {
                throw new SenderMustCorrect(
                        SourceProblem.RECORD_AFTER_TOTALS, Location.ofLine(lines.line()), afterTrailer);
            }
            FixedLayout.Line last = fixed.trailer();
            if (last == null || !lines.startsWith(last.prefix())) {
                cut();
                return true;
            }
            trailer = texts(last.columns());
            afterTrailer = lines.line();
        }
        return false;
    }

    private void cut() {
        int from = 0;
        anySplit = false;
        for (int i = 0; i < cells.length; i++) {
            FixedLayout.Column column = columns.get(i);
            String text = lines.slice(from, column.width());
            split[i] = text == null;
            anySplit |= split[i];
            cells[i] = text == null ? "" : strip(text, column);
            from += column.width();
        }
    }

    private static String strip(String text, FixedLayout.Column column) {
        int start = 0;
        int end = text.length();
        if (column.align() == FixedLayout.Align.LEFT) {
            while (end > start && Blanks.isBlank(text.charAt(end - 1))) {
                end--;
            }
        } else {
            while (start < end && Blanks.isBlank(text.charAt(start))) {
                start++;
            }
        }
        return text.substring(start, end);
    }

    @Override
    @Nullable
    Damage misshapen(int promised) {
        return lines.length() == width ? null : new Damage(SourceProblem.LINE_LENGTH, lines.length(), width);
    }

    @Override
    boolean hasFaults() {
        return anySplit;
    }

    @Override
    @Nullable
    SourceProblem fault(int column) {
        return split[column] ? SourceProblem.CHARACTER_SPLIT : null;
    }

    @Override
    long line() {
        return lines.line();
    }

    @Override
    int width() {
        return cells.length;
    }

    @Override
    String cell(int column) {
        return column < cells.length ? cells[column] : "";
    }

    @Override
    boolean isBlank() {
        return false;
    }

    @Override
    List<String> agreedColumns() {
        return columns.stream().map(FixedLayout.Column::name).toList();
    }

    @Override
    Map<String, String> constants() {
        return constants;
    }

    @Override
    @Nullable
    Map<String, String> trailer() {
        return trailer;
    }
}
