package org.anze.gateway.intake;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;

/** What a sender gets back of a submission's rejected records, streamed from the store. */
public interface Rejects {

    /** The formats of the list of findings. */
    enum Format {
        CSV,
        XLSX,
        JSON
    }

    /**
     * Writes all findings of all rejected records, in the order of the source, after a summary by rule; it says whether it is
     * complete (a sheet has a limited number of rows). CSV is UTF-8 with a byte order mark so that Excel opens it, with
     * formulas neutralised.
     *
     * @return number of findings of the submission; 0 when nothing was rejected, and then only headings are written
     * @throws TryAgainLater when too many are being written; nothing was written then
     */
    long write(String submission, Format format, OutputStream out) throws IOException;

    /**
     * The rejected records as their sender wrote them, with the reasons beside each cell and personal values masked; sent in
     * again after mending they have their original values. Empty when there are none, or when they cannot be given this way.
     *
     * @param workbook whether a table is wanted as xlsx whatever its sender uses
     */
    default Optional<OwnFile> own(String submission, boolean workbook) {
        return Optional.empty();
    }

    /** A file in the sender's own layout, to be written once or more. */
    interface OwnFile {

        /** What its name ends with, without the dot. */
        String extension();

        /** Its media type. */
        String mediaType();

        /**
         * Writes it.
         *
         * @return number of records
         * @throws SenderMustCorrect when the mapping was changed since and no longer reads the submission as it did, or its
         *     bytes can no longer be read
         * @throws TryAgainLater when too many are being written; nothing was written then
         */
        long write(OutputStream out) throws IOException;
    }
}
