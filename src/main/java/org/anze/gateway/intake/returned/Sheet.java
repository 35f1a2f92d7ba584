package org.anze.gateway.intake.returned;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** A table being written row by row. For one thread. */
interface Sheet extends Closeable {

    void write(List<String> cells) throws IOException;

    /** Rows it can still take. */
    long room();

    /** Characters that a cell can hold; what is longer is cut, and says so. */
    int longestCell();
}
