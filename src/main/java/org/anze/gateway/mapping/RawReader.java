package org.anze.gateway.mapping;

import org.anze.gateway.mapping.source.SourceReader;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;

/** The raw records of one submission in their order, ordinals from 0. Streaming; for one thread. */
public final class RawReader implements AutoCloseable {

    private final SourceReader source;

    RawReader(SourceReader source) {
        this.source = source;
    }

    /**
     * The next record; null at the end.
     *
     * @throws SenderMustCorrect when the rest cannot be read, with the place; records given before are not affected
     * @throws java.io.UncheckedIOException when the stream fails
     */
    public @Nullable RawRecord next() {
        return source.next();
    }

    /** Ends the reading; the stream stays with its owner. */
    @Override
    public void close() {
        source.close();
    }
}
