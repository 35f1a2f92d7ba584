package org.anze.gateway.mapping.source;

import org.jspecify.annotations.Nullable;

/** A raw record as the sequence of its values, with the kind that JSON gave each. */
public interface Leaves {

    /** Path of the text of a record or item itself, beside its attributes. */
    String OWN_TEXT = ".";

    /** What a value was in the source; XML has strings only. */
    enum Kind {
        STRING,
        NUMBER,
        BOOLEAN,
        NULL
    }

    /** Number of values. */
    int size();

    /** Path of a value: keys joined by {@code /}, {@code [i]} behind the key of an array of objects. */
    String path(int index);

    /** Text of a value; null for JSON null. */
    @Nullable
    String text(int index);

    /** Kind of a value. */
    Kind kind(int index);
}
