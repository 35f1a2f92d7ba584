package org.anze.gateway.mapping.source;

import java.io.InputStream;

/** A format of one file, whether it is the submission or lies in an archive. */
abstract class PartFormat implements SourceFormat {

    /** Starts reading; {@code survey} says that values will not be looked at. */
    abstract PartReader read(InputStream in, Origin origin, boolean survey);

    @Override
    public final SourceReader open(InputStream in) {
        return read(in, Origin.SUBMISSION, false);
    }

    @Override
    public final Survey survey(InputStream in) {
        try (PartReader reader = read(in, Origin.SUBMISSION, true)) {
            while (reader.pass()) {
                // Counting happens in the reader.
            }
            return new Survey(reader.records(), reader.findings());
        }
    }
}
