package org.anze.gateway.mapping.source;

import java.io.InputStream;
import java.util.function.Consumer;
import org.anze.gateway.record.RawRecord;

/** A format of one file, whether it is the submission or lies in an archive. */
abstract class PartFormat implements SourceFormat {

    /** Starts reading; {@code survey} says that what stands below a table is to be counted. */
    abstract PartReader read(InputStream in, Origin origin, boolean survey);

    @Override
    public final SourceReader open(InputStream in) {
        return read(in, Origin.SUBMISSION, false);
    }

    @Override
    public final Survey survey(InputStream in, Consumer<RawRecord> look) {
        try (PartReader reader = read(in, Origin.SUBMISSION, true)) {
            for (RawRecord record = reader.next(); record != null; record = reader.next()) {
                look.accept(record);
            }
            return new Survey(reader.records(), reader.findings());
        }
    }
}
