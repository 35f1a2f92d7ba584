package org.anze.gateway.mapping.source;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.util.Arrays;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;

/**
 * Collects the cells of the row that FastCSV is reading, with the physical line each begins on; used again for every row. Cells
 * become strings only when somebody asks. When reading breaks off inside a cell it still knows where that cell began.
 */
final class CsvCells extends AbstractBaseCsvCallbackHandler<CsvCells> {

    private final SourceSettings.Limits limits;
    private char[] text = new char[256];
    private int[] ends = new int[16];
    private int[] lineOffsets = new int[16];
    private int count;
    private int lineOffset;
    private boolean blank;

    CsvCells(SourceSettings.Limits limits) {
        this.limits = limits;
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
        count = 0;
        lineOffset = 0;
        blank = true;
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
        if (index >= limits.columns()) {
            throw new SenderMustCorrect(
                    SourceProblem.TOO_MANY_COLUMNS, new Location(line(), index + 1, null), line(), limits.columns());
        }
        int start = count == 0 ? 0 : ends[count - 1];
        if (length > limits.recordCharacters() - start) {
            throw new SenderMustCorrect(
                    SourceProblem.VALUE_TOO_LONG, new Location(line(), 1, null), line(), 1, limits.recordCharacters());
        }
        if (index >= ends.length) {
            ends = Arrays.copyOf(ends, 2 * ends.length);
            lineOffsets = Arrays.copyOf(lineOffsets, 2 * lineOffsets.length);
        }
        if (start + length > text.length) {
            text = Arrays.copyOf(text, Math.max(2 * text.length, start + length));
        }
        System.arraycopy(buffer, offset, text, start, length);
        ends[count] = start + length;
        lineOffsets[count] = lineOffset;
        count++;
        if (quoted) {
            countLines(buffer, offset, length);
        }
        blank = blank && Blanks.isBlank(buffer, offset, length);
    }

    private void countLines(char[] buffer, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            // CR alone is a line break for the parser too; CR LF counts once.
            if (buffer[i] == '\n' || buffer[i] == '\r' && (i + 1 == offset + length || buffer[i + 1] != '\n')) {
                lineOffset++;
            }
        }
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
        return count + 1;
    }

    boolean isBlank() {
        return blank;
    }

    int count() {
        return count;
    }

    String cell(int column) {
        if (column >= count) {
            return "";
        }
        int start = column == 0 ? 0 : ends[column - 1];
        return ends[column] == start ? "" : new String(text, start, ends[column] - start);
    }

    /** Line offsets of the cells against the row's first line; null when the row stands on one line. */
    int @Nullable [] lineOffsets() {
        return lineOffset == 0 ? null : Arrays.copyOf(lineOffsets, count);
    }
}
