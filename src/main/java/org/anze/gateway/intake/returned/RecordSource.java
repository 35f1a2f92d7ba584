package org.anze.gateway.intake.returned;

import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;

/** The raw records of one submission in their order, ordinals from 0. Streaming; for one thread. */
public interface RecordSource extends AutoCloseable {

    /**
     * The next record; null at the end.
     *
     * @throws org.anze.gateway.problem.SenderMustCorrect when the rest cannot be read, with the place
     * @throws java.io.UncheckedIOException when the stream fails
     */
    @Nullable
    RawRecord next();

    @Override
    void close();
}
