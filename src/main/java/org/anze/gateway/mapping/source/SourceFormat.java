package org.anze.gateway.mapping.source;

import java.io.InputStream;
import java.util.Collection;
import java.util.function.Consumer;
import org.anze.gateway.record.RawRecord;

/** How the submissions of one mapping are laid out. Immutable and safe for many threads. */
public interface SourceFormat {

    /** Starts reading; {@code in} is neither buffered by the caller nor closed here. */
    SourceReader open(InputStream in);

    /**
     * Reads everything once without keeping records, and checks structure, characters and control totals; shows each record, and
     * what {@code look} throws ends the reading.
     */
    Survey survey(InputStream in, Consumer<RawRecord> look);

    /**
     * The format that a mapping's file describes.
     *
     * @param needed columns that must be among the headings; their damaged cells (formulas, error values, digits that were lost)
     *     spoil a row, those of all columns when it is empty. Names that begin with {@code @} or {@code /} are not looked for. In
     *     XML they tell records by another name from what stands around records
     * @throws IllegalArgumentException when the settings contradict each other
     */
    static SourceFormat of(SourceSettings settings, Collection<String> needed) {
        PartFormat format =
                switch (settings.format()) {
                    case CSV, FIXED, XLSX, XLS -> new TableFormat(settings, needed);
                    case XML -> new XmlFormat(settings, needed);
                    case JSON -> new JsonFormat(settings);
                    case NDJSON -> new JsonLinesFormat(settings);
                };
        SourceSettings.Archive archive = settings.archive();
        return archive == null ? format : new ArchiveFormat(settings, archive, format);
    }
}
