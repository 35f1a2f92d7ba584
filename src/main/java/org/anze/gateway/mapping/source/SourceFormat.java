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
     * @param needed columns that must be among the headings; their damaged cells spoil a row. Names that begin with {@code @} or
     *     {@code /} are not looked for there
     * @throws IllegalArgumentException when the settings contradict each other
     */
    static SourceFormat of(SourceSettings settings, Collection<String> needed) {
        return of(settings, needed, needed);
    }

    /**
     * The format that a mapping's file describes.
     *
     * @param needed columns that must be among the headings
     * @param used columns whose damaged cells (formulas, error values, digits that were lost) spoil a row; empty means all
     * @throws IllegalArgumentException when the settings contradict each other
     */
    static SourceFormat of(SourceSettings settings, Collection<String> needed, Collection<String> used) {
        PartFormat format =
                switch (settings.format()) {
                    case CSV, FIXED, XLSX, XLS -> new TableFormat(settings, needed, used);
                    case XML -> new XmlFormat(settings);
                    case JSON -> new JsonFormat(settings);
                    case NDJSON -> new JsonLinesFormat(settings);
                };
        SourceSettings.Archive archive = settings.archive();
        return archive == null ? format : new ArchiveFormat(settings, archive, format);
    }
}
