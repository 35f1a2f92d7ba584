package org.anze.gateway.query.statistics;

import java.time.Instant;
import java.util.List;
import org.anze.gateway.access.Facts;
import org.anze.gateway.access.MatrixLedger;
import org.anze.gateway.access.MatrixLedger.Sample;
import org.anze.gateway.access.SealedSamples;
import org.anze.gateway.query.AuditedQueries;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/** The figures over the ledger of the matrix; to be closed. */
public final class MatrixStatistics implements AutoCloseable {

    private static final int MOST_CELLS = 10_000;

    private final MatrixLedger ledger;
    private final AuditedQueries queries;
    private final Cube cube = new Cube(MOST_CELLS);
    private final CubeFollower follower;

    public MatrixStatistics(MatrixLedger ledger, AuditedQueries queries) {
        this.ledger = ledger;
        this.queries = queries;
        this.follower = new CubeFollower(ledger.reader, ledger.jdbc, new Parts(SealedSamples.DEFINITIONS), cube);
        follower.start();
    }

    /** Answers at one moment. */
    public StatisticsDesk desk(Instant now) {
        return new Statistics(
                queries,
                cube,
                follower,
                ledger.reader,
                SealedSamples.DEFINITIONS,
                ledger::agreements,
                MatrixLedger.clock(now));
    }

    /** The measures of a type. */
    public static List<Measure> measures(RecordType type) {
        return Measure.of(type);
    }

    /** The fields that a measure looks at. */
    public static List<String> fields(Measure measure) {
        return measure.fields();
    }

    /** What a record adds; null when it does not count. */
    public static @Nullable Long value(Measure measure, Sample sample) {
        return measure.of(Facts.of(sample.scope(), sample.record()::value));
    }

    @Override
    public void close() {
        follower.stop();
    }
}
