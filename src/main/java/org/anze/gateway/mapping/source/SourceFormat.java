package org.anze.gateway.mapping.source;

import java.io.InputStream;
import java.util.Collection;

/** How the submissions of one mapping are laid out. Immutable and safe for many threads. */
public interface SourceFormat {

    /** Starts reading; {@code in} is neither buffered by the caller nor closed here. */
    SourceReader open(InputStream in);

    /** Reads everything once without keeping records, and checks structure, characters and control totals. */
    Survey survey(InputStream in);

    /**
     * The format that a mapping's file describes.
     *
     * @param needed columns that must be in the heading row
     * @throws IllegalArgumentException when the settings contradict each other
     */
    static SourceFormat of(SourceSettings settings, Collection<String> needed) {
        return switch (settings.format()) {
            case CSV -> new CsvFormat(settings, needed);
            case XML -> new XmlFormat(settings);
            case JSON -> new JsonFormat(settings);
        };
    }
}
