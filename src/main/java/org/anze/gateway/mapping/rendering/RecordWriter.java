package org.anze.gateway.mapping.rendering;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes the records of one file in their order. For one thread; closing leaves the stream to its owner. */
interface RecordWriter extends Closeable {

    /** Writes one record: one value for each column, as {@link Column.Maker} makes them. */
    void write(@Nullable Object[] cells) throws IOException;

    /** Writes what stands behind the last record. */
    void finish() throws IOException;
}
