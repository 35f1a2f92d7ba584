package org.anze.gateway.mapping;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.anze.gateway.mapping.source.Damaged;
import org.anze.gateway.mapping.source.SourceFormat;
import org.anze.gateway.mapping.source.Survey;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.RawRecord;
import org.anze.gateway.record.RecordDefinition;
import org.jspecify.annotations.Nullable;

/** How one kind of submission of one party is read and translated. Immutable and safe for many threads. */
public final class Mapping {

    /** Most raw records in a batch. */
    public static final int LARGEST_BATCH = 500;
    /** Results of one batch that are held in memory together, unless a single raw record gives more. */
    private static final int RESULTS_IN_BATCH = 10_000;

    private final String name;
    private final List<RecordDefinition> definitions;
    private final SourceFormat format;
    private final Normaliser normaliser;
    private final int mostResults;
    private final @Nullable WrittenMapping written;

    /** One that makes one record of each raw one. */
    public Mapping(String name, List<RecordDefinition> definitions, SourceFormat format, Normaliser normaliser) {
        this(name, definitions, format, normaliser, 1, null);
    }

    Mapping(
            String name,
            List<RecordDefinition> definitions,
            SourceFormat format,
            Normaliser normaliser,
            int mostResults,
            @Nullable WrittenMapping written) {
        this.name = name;
        this.definitions = List.copyOf(definitions);
        this.format = format;
        this.normaliser = normaliser;
        this.mostResults = mostResults;
        this.written = written;
    }

    /** Its name within the party, such as {@code policies}. */
    public String name() {
        return name;
    }

    /** What its records become, in the order of its tables; a type can occur several times. */
    public List<RecordDefinition> definitions() {
        return definitions;
    }

    /** What it was made of; empty for one of the gateway's own. */
    public Optional<WrittenMapping> written() {
        return Optional.ofNullable(written);
    }

    /** Whether each raw record gives exactly one result. Otherwise one can give up to 500 for each table. */
    public boolean isOneToOne() {
        return mostResults == 1;
    }

    /**
     * How many raw records a batch takes, so that its results stay bounded however many one raw record gives; at most {@value
     * #LARGEST_BATCH}.
     */
    public int batchSize() {
        return Math.max(1, Math.min(LARGEST_BATCH, RESULTS_IN_BATCH / mostResults));
    }

    /** Starts reading a submission; the caller keeps and closes the stream. It need not be buffered. */
    public RawReader open(InputStream in) {
        return new RawReader(format.open(in));
    }

    /**
     * Reads a submission once without keeping anything of it, so that damage and wrong control totals are known before the
     * first record is appended. What is wrong with single records is not looked at here.
     *
     * @param look is shown each record; what it throws ends the reading
     * @throws SenderMustCorrect when the submission as a whole cannot be accepted
     * @throws java.io.UncheckedIOException when the stream fails
     */
    public Inspection inspect(InputStream in, Consumer<RawRecord> look) {
        Survey survey = format.survey(in, look);
        return new Inspection(survey.records(), survey.findings());
    }

    /** Translates one raw record; at least one result. Gives the same results in the same order whenever it is called. */
    public List<Normalised> normalise(RawRecord raw, MappingContext context) {
        if (raw instanceof Damaged record && !record.damage().isEmpty()) {
            return List.of(new Normalised(raw, null, record.damage()));
        }
        return normaliser.normalise(raw, context);
    }
}
