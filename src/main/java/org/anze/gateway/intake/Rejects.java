package org.anze.gateway.intake;

import java.io.IOException;
import java.io.OutputStream;
import org.anze.gateway.problem.TryAgainLater;

/** The rejects file of a submission: one line per finding of a rejected record, streamed from the store. */
public interface Rejects {

    /** The formats a sender can ask for. */
    enum Format {
        CSV,
        XLSX,
        JSON
    }

    /**
     * Writes all findings of all rejected records, in the order of the source. CSV is UTF-8 with a byte order mark so that
     * Excel opens it, with formulas neutralised.
     *
     * @return number of findings written; 0 when nothing was rejected, and then only the heading is written
     * @throws TryAgainLater when too many are being written; nothing was written then
     */
    long write(String submission, Format format, OutputStream out) throws IOException;
}
