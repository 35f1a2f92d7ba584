package org.anze.gateway.mapping.source;

import org.jspecify.annotations.Nullable;

/** A raw record that may have another shape than the file's heading row promised; its values cannot be told apart then. */
public interface Misshapen {

    /** What is wrong with the shape; null when nothing is. */
    @Nullable
    Shape shape();

    /** Columns that are there, and columns that were promised. */
    record Shape(int columns, int promised) {}
}
