package org.anze.gateway.mapping.source;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;

/** The rows of a sheet: what both kinds of workbook have in common. */
abstract class SheetRows extends Rows {

    private static final int LAST_ROW = 1_048_576;

    private final SourceSettings.Limits limits;
    private String[] cells = new String[64];
    private @Nullable SourceProblem[] faults = new SourceProblem[64];
    private int width;
    private long line;
    private long characters;
    private boolean faulty;
    private boolean waiting;

    SheetRows(SourceSettings settings) {
        this.limits = settings.bounds();
    }

    /** Starts a row, which must lie below the one before. */
    final void beginRow(long number) {
        if (number <= line) {
            throw new SenderMustCorrect(
                    SourceProblem.WORKBOOK_BROKEN, Location.ofLine(number), "row " + number + " after " + line);
        }
        if (number > LAST_ROW) {
            throw new SenderMustCorrect(SourceProblem.WORKBOOK_LIMIT, Location.ofLine(number), LAST_ROW + " rows");
        }
        line = number;
        if (faulty) {
            Arrays.fill(faults, 0, width, null);
        }
        width = 0;
        characters = 0;
        faulty = false;
    }

    /** Puts a text into the row; an empty one without a fault leaves no trace, so that coloured cells count for nothing. */
    final void set(int column, String text, @Nullable SourceProblem fault) {
        if (fault == null && Blanks.isBlank(text)) {
            return;
        }
        if (column >= limits.columns()) {
            throw new SenderMustCorrect(
                    SourceProblem.TOO_MANY_COLUMNS,
                    new Location(line, column + 1, letters(column)),
                    line,
                    limits.columns());
        }
        characters += text.length();
        if (characters > limits.recordCharacters() || text.length() > limits.valueCharacters()) {
            throw new SenderMustCorrect(
                    SourceProblem.VALUE_TOO_LONG,
                    new Location(line, column + 1, letters(column)),
                    line,
                    column + 1,
                    limits.valueCharacters());
        }
        if (column >= cells.length) {
            int length = Math.max(column + 1, 2 * cells.length);
            cells = Arrays.copyOf(cells, length);
            faults = Arrays.copyOf(faults, length);
        }
        Arrays.fill(cells, width, column, "");
        cells[column] = text;
        faults[column] = fault;
        faulty |= fault != null;
        width = column + 1;
    }

    /** Moves to the next row of the file. */
    abstract boolean read();

    @Override
    final boolean advance() {
        if (waiting) {
            waiting = false;
            return true;
        }
        try {
            return read();
        } catch (SenderMustCorrect e) {
            throw placed(e);
        }
    }

    /** Damage that the container or a record shows without knowing where it is belongs to the row being read. */
    private SenderMustCorrect placed(SenderMustCorrect e) {
        boolean unplaced = line > 0 && e.finding().location().equals(Location.WHOLE);
        return unplaced ? Origin.moved(e, Location.ofLine(line)) : e;
    }

    /** Refuses what stands in a cell of the present row. */
    final SenderMustCorrect brokenCell(int column) {
        return brokenCell(line, column);
    }

    static SenderMustCorrect brokenCell(long row, int column) {
        String letters = Columns.letters(column);
        return new SenderMustCorrect(
                SourceProblem.WORKBOOK_BROKEN, new Location(row, column + 1, letters), letters + row);
    }

    /** Rows without any cell may be absent from the file, so the row after the titles can come before it is asked for. */
    @Override
    final void passTitles(int headingLine, Consumer<String> texts) {
        while (line + 1 < headingLine && advance()) {
            if (line >= headingLine) {
                waiting = true;
                return;
            }
            for (int i = 0; i < width; i++) {
                texts.accept(cells[i]);
            }
        }
    }

    /** How many sheets nobody reads. */
    abstract int otherSheets();

    final Map<String, String> constants(String sheet, boolean from1904) {
        return Map.of("@sheet", sheet, "@dateSystem", from1904 ? "1904" : "1900");
    }

    @Override
    final long line() {
        return line;
    }

    @Override
    final int width() {
        return width;
    }

    @Override
    final String cell(int column) {
        return column < width ? cells[column] : "";
    }

    @Override
    final boolean isBlank() {
        return width == 0;
    }

    @Override
    @Nullable
    final Damage misshapen(int promised) {
        return width <= promised ? null : new Damage(SourceProblem.COLUMN_COUNT, width, promised);
    }

    @Override
    final boolean hasFaults() {
        return faulty;
    }

    @Override
    @Nullable
    final SourceProblem fault(int column) {
        return column < width ? faults[column] : null;
    }

    @Override
    final String letters(int column) {
        return Columns.letters(column);
    }

    @Override
    final List<Finding> findings() {
        int others = otherSheets();
        return others > 0
                ? List.of(Finding.of(SourceProblem.OTHER_SHEETS, null, null, Location.WHOLE, others))
                : List.of();
    }
}
