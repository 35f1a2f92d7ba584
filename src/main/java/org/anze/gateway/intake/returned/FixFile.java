package org.anze.gateway.intake.returned;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.RawRecord;

/**
 * Writes rejected records as their sender wrote them, with the reasons beside each cell and a token that brings masked values
 * back. Streaming; for one thread. Closing it ends the file and leaves the stream to its owner.
 */
public final class FixFile implements Closeable {

    private final Source source;
    private final ReturnTokens tokens;
    private final FixFormat format;
    private long records;

    FixFile(Source source, ReturnTokens tokens, FixFormat format) {
        this.source = source;
        this.tokens = tokens;
        this.format = format;
    }

    /**
     * Where the records come from.
     *
     * @param submission its public id
     */
    record Source(String party, String submission, OwnLayout layout) {}

    static FixFile open(Source source, ReturnTokens tokens, OwnLayout.Form form, Set<String> flawed, OutputStream out)
            throws IOException {
        FixFormat format =
                switch (form) {
                    case CSV -> new FixTable(source.layout(), flawed, new CsvSheet(source.layout(), out));
                    case XLSX -> new FixTable(source.layout(), flawed, new WorkbookSheet(out));
                    case JSON -> new FixJson(source.layout(), out);
                    case XML -> new FixXml(source.layout(), out);
                };
        return new FixFile(source, tokens, format);
    }

    /** Adds a record, in the order of the source. */
    public void add(RawRecord raw, List<Finding> findings) throws IOException {
        FlawedRecord flawed = new FlawedRecord(raw, findings);
        format.write(flawed, new Sealing(raw));
        records++;
    }

    /** How many were added. */
    public long records() {
        return records;
    }

    @Override
    public void close() throws IOException {
        format.close();
    }

    /** Makes the token of one record when its cells have been disguised. */
    final class Sealing {
        private final RawRecord raw;

        private Sealing(RawRecord raw) {
            this.raw = raw;
        }

        /** The token, or a sentence in its place when it would be too long for a cell. */
        String token(Disguised disguised) {
            return token(disguised, 1);
        }

        /** Likewise of a record that stands on several rows of a table. */
        String token(Disguised disguised, int rows) {
            return tokens.close(
                            source.party(),
                            new ReturnTokens.Content(
                                    source.submission(),
                                    source.layout().mapping(),
                                    raw.ordinal(),
                                    disguised.mark(),
                                    disguised.kept(),
                                    source.layout().constants(raw),
                                    rows))
                    .orElse("");
        }
    }
}
