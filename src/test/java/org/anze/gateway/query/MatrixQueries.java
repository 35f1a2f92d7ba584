package org.anze.gateway.query;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.anze.gateway.access.Discloser;
import org.anze.gateway.access.MatrixCases;
import org.anze.gateway.access.MatrixLedger;
import org.anze.gateway.access.MemoryVolumes;
import org.anze.gateway.access.SealedSamples;
import org.anze.gateway.access.VolumeLimits;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.evidence.CheckpointEvidence;
import org.anze.gateway.feed.LedgerFacts;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.seal.Suite;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** The query side over the ledger of the matrix. */
public final class MatrixQueries {

    private static final QuerySettings SETTINGS = new QuerySettings(
            500, 500, 5000, Duration.ofSeconds(5), Duration.ofMinutes(15), 2, 2, Duration.ZERO, 100_000);

    private final MatrixLedger ledger;
    private final AuditLog audit;
    private final AuditedQueries queries;

    public MatrixQueries(MatrixLedger ledger) {
        this.ledger = ledger;
        DataSourceTransactionManager transactions = new DataSourceTransactionManager(ledger.pool);
        this.audit = new AuditLog(ledger.jdbc, transactions, Suite.SM, MatrixLedger.clock(MatrixCases.NOW));
        this.queries = new AuditedQueries(
                ledger.jdbc,
                transactions,
                audit,
                SETTINGS,
                ledger::agreements,
                new SharedPlaces(SETTINGS.together(), SETTINGS.patience()));
    }

    /** What every query has around it. */
    public AuditedQueries queries() {
        return queries;
    }

    /** Answers at one moment. */
    public QueryDesk desk(Instant now) {
        Clock clock = MatrixLedger.clock(now);
        return new LedgerQueries(
                queries,
                new RecordIndex(ledger.jdbc),
                ledger.reader,
                new LedgerFacts(ledger.reader, SealedSamples.DEFINITIONS),
                new RecordViews(SealedSamples.DEFINITIONS, new Discloser(purpose -> new byte[32])),
                new VolumeLimits(new MemoryVolumes()),
                ledger::agreements,
                new PageTokens(QueryConfiguration.secret(ledger.jdbc), SETTINGS.tokenValidity(), clock),
                new LedgerProofs(
                        ledger.reader,
                        size -> new CheckpointEvidence.Evidence(
                                ledger.reader.newest().orElseThrow(), null, List.of()),
                        MatrixLedger.gateway().signer(),
                        MatrixLedger.gateway().certificate()),
                SETTINGS,
                clock);
    }

    /** What the audit log says of the last answer. */
    public String lastOutcome() {
        return audit.after(audit.size() - 1, 1).get(0).event().outcome();
    }

    /** The records that answer a question. */
    public static RecordType type(StatusQuestion question) {
        return question.type();
    }
}
