package org.anze.gateway.mapping.source;

import java.util.Map;
import java.util.function.IntFunction;
import org.anze.gateway.problem.Location;
import org.jspecify.annotations.Nullable;

/** What the rows of one table share: headings, values that hold for all, and how places are named. Immutable. */
final class TableColumns {

    private final Headings headings;
    private final Origin origin;
    private final Map<String, String> constants;
    private final IntFunction<@Nullable String> letters;

    TableColumns(
            Headings headings, Origin origin, Map<String, String> constants, IntFunction<@Nullable String> letters) {
        this.headings = headings;
        this.origin = origin;
        this.constants = Map.copyOf(constants);
        this.letters = letters;
    }

    Headings headings() {
        return headings;
    }

    /** A value that holds for every row; null when there is none of that name. */
    @Nullable
    String constant(String column) {
        return constants.get(column);
    }

    /** A cell, by its heading and by the letters of its column where the program shows letters. */
    Location at(long line, int column) {
        return origin.at(line, column + 1, name(column));
    }

    String name(int column) {
        String letter = letters.apply(column);
        return letter == null ? headings.name(column) : (letter + " " + headings.name(column)).trim();
    }

    /** A row as a whole, or a column that the file does not have. */
    Location at(long line, @Nullable String column) {
        return origin.at(line, 0, column);
    }
}
