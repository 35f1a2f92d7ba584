package org.anze.gateway.mapping.source;

import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;

/** The records of one submission in their order. For one thread. Closing it leaves the stream it reads to its owner. */
public interface SourceReader extends AutoCloseable {

    /**
     * The next record; null at the end, after the control totals were checked.
     *
     * @throws SenderMustCorrect when the rest cannot be read or the totals differ
     * @throws java.io.UncheckedIOException when the stream fails
     */
    @Nullable
    RawRecord next();

    @Override
    void close();
}
