package org.anze.gateway.problem;

import org.jspecify.annotations.Nullable;

/**
 * A place in what a party sent.
 *
 * @param line physical line, counted from 1; 0 when there is none (a message as a whole)
 * @param column for tables the column number, for XML and JSON the character in the line, from 1; 0 when unknown
 * @param name the heading, element path or JSON pointer as the sender knows it
 */
public record Location(long line, int column, @Nullable String name) {

    /** The submission as a whole. */
    public static final Location WHOLE = new Location(0, 0, null);

    /** A line without a column. */
    public static Location ofLine(long line) {
        return new Location(line, 0, null);
    }
}
