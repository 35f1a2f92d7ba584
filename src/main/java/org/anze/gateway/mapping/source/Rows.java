package org.anze.gateway.mapping.source;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.anze.gateway.problem.Finding;
import org.jspecify.annotations.Nullable;

/** The rows of a table as the file has them, one after the other; the same object shows each. For one thread. */
abstract class Rows implements AutoCloseable {

    /**
     * Moves to the next row; false at the end.
     *
     * @throws org.anze.gateway.problem.SenderMustCorrect when the rest cannot be read
     */
    abstract boolean advance();

    /** Passes over what stands above a line; {@code texts} is shown all of it, cell by cell or line by line. */
    abstract void passTitles(int headingLine, Consumer<String> texts);

    /** Physical line or sheet row of the row, from 1. */
    abstract long line();

    /** Number of cells; those of a spreadsheet end with the last one that is not blank. */
    abstract int width();

    /** Text of a cell, from 0; empty beyond the width. */
    abstract String cell(int column);

    /** Whether there is nothing in any cell. */
    abstract boolean isBlank();

    /** All cells. */
    final String[] cells() {
        String[] cells = new String[width()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = cell(i);
        }
        return cells;
    }

    /** Lines of the cells counted from the row's first line; null when all stand on it. */
    int @Nullable [] lineOffsets() {
        return null;
    }

    /** Why the row has another shape than all rows have; null when it has not. {@code promised} is the number of headings. */
    @Nullable
    Damage misshapen(int promised) {
        return width() == promised ? null : new Damage(SourceProblem.COLUMN_COUNT, width(), promised);
    }

    /** Whether some cell has a fault. */
    boolean hasFaults() {
        return false;
    }

    /** What is wrong with a cell; null when nothing is. */
    @Nullable
    SourceProblem fault(int column) {
        return null;
    }

    /** How people of this kind of file call a column, such as {@code C}; null when they go by the heading. */
    @Nullable
    String letters(int column) {
        return null;
    }

    /** Columns that the agreement fixes; null when headings in the file name them. */
    @Nullable
    List<String> agreedColumns() {
        return null;
    }

    /** What holds for every row, by pseudo column. */
    Map<String, String> constants() {
        return Map.of();
    }

    /** Texts of the trailer by column, at the end; null when there was none. */
    @Nullable
    Map<String, String> trailer() {
        return null;
    }

    /** Remarks about the whole, at the end. */
    List<Finding> findings() {
        return List.of();
    }

    @Override
    public void close() {
        // Most kinds hold nothing but the caller's stream.
    }

    /** Why a row cannot be used, with what was found and what was promised. */
    record Damage(SourceProblem kind, Object found, Object promised) {}
}
