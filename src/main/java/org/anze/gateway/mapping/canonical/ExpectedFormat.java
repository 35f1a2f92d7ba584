package org.anze.gateway.mapping.canonical;

import java.io.InputStream;
import java.util.function.Consumer;
import java.util.function.Function;
import org.anze.gateway.mapping.source.SourceFormat;
import org.anze.gateway.mapping.source.SourceReader;
import org.anze.gateway.mapping.source.Survey;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.RawRecord;

/**
 * Refuses a file that is plainly of another format and names the mapping that reads it: the name {@code
 * canonical-<type>} alone does not say that it is for JSON. What is not plain is left to the reader.
 *
 * @param expected what {@code reader} reads
 * @param names gives the name of the mapping for a format
 */
record ExpectedFormat(
        WrittenFormat expected, SourceFormat reader, TableLayouts layouts, Function<WrittenFormat, String> names)
        implements SourceFormat {

    @Override
    public SourceReader open(InputStream in) {
        return reader.open(checked(in));
    }

    @Override
    public Survey survey(InputStream in, Consumer<RawRecord> look) {
        return reader.survey(checked(in), look);
    }

    private InputStream checked(InputStream in) {
        Beginning beginning = Beginning.of(in);
        WrittenFormat found = beginning.format(layouts);
        if (found != null && found != expected) {
            throw new SenderMustCorrect(
                    CanonicalProblem.OTHER_FORMAT,
                    new Location(1, 1, null),
                    names.apply(expected),
                    expected.words(),
                    found.words(),
                    names.apply(found));
        }
        return beginning.stream();
    }
}
