package org.anze.gateway.mapping.source;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;

/**
 * Collects the cells of the row that FastCSV is reading, with the physical line each begins on; used again for every row.
 * When reading breaks off inside a cell it still knows where that cell began.
 */
final class CsvCells extends AbstractBaseCsvCallbackHandler<CsvCells> {

    private final SourceSettings.Limits limits;
    private final List<String> cells = new ArrayList<>();
    private int[] lineOffsets = new int[16];
    private int lineOffset;
    private int characters;
    private boolean blank;
    private int[] kept;
    private boolean keepsAll = true;

    CsvCells(SourceSettings.Limits limits) {
        this.limits = limits;
        this.kept = new int[0];
    }

    /** From the next row on makes text of these columns only; the others read as empty. */
    void keepOnly(int... columns) {
        kept = columns.clone();
        Arrays.sort(kept);
        keepsAll = false;
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
        cells.clear();
        lineOffset = 0;
        characters = 0;
        blank = true;
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
        if (index >= limits.columns()) {
            throw new SenderMustCorrect(
                    SourceProblem.TOO_MANY_COLUMNS, Location.ofLine(line()), line(), limits.columns());
        }
        characters += length;
        if (characters > limits.recordCharacters()) {
            throw new SenderMustCorrect(
                    SourceProblem.VALUE_TOO_LONG, Location.ofLine(line()), line(), 1, limits.recordCharacters());
        }
        if (index >= lineOffsets.length) {
            lineOffsets = Arrays.copyOf(lineOffsets, 2 * lineOffsets.length);
        }
        lineOffsets[index] = lineOffset;
        if (quoted) {
            countLines(buffer, offset, length);
        }
        blank = blank && isBlank(buffer, offset, length);
        boolean keep = keepsAll || Arrays.binarySearch(kept, index) >= 0;
        cells.add(keep ? new String(buffer, offset, length) : "");
    }

    private void countLines(char[] buffer, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            // CR alone is a line break for the parser too; CR LF counts once.
            if (buffer[i] == '\n' || buffer[i] == '\r' && (i + 1 == offset + length || buffer[i + 1] != '\n')) {
                lineOffset++;
            }
        }
    }

    private static boolean isBlank(char[] buffer, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (buffer[i] > ' ' && buffer[i] != '\u3000' && buffer[i] != '\u00A0') {
                return false;
            }
        }
        return true;
    }

    @Override
    protected CsvCells buildRecord() {
        return this;
    }

    /** Physical line on which the row begins. */
    long line() {
        return getStartingLineNumber();
    }

    /** Line on which the cell begins that is being read or would come next. */
    long openLine() {
        return line() + lineOffset;
    }

    /** Column from 1 of the cell that is being read or would come next. */
    int openColumn() {
        return cells.size() + 1;
    }

    boolean isBlank() {
        return blank;
    }

    List<String> cells() {
        return cells;
    }

    /** Line offsets of the cells against the row's first line; null when the row stands on one line. */
    int @Nullable [] lineOffsets() {
        return lineOffset == 0 ? null : Arrays.copyOf(lineOffsets, cells.size());
    }
}
