package org.anze.gateway.console;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.anze.gateway.keys.DataKeys;
import org.anze.gateway.ledger.FindingJson;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.ledger.TypeNumber;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.SealedRecord;
import org.jspecify.annotations.Nullable;

/** The life of one record: what was received, what became of it, where it is. Safe for many threads. */
final class RecordLife {

    private static final int MOST_VERSIONS = 50;
    private static final int MOST_SIBLINGS = 40;

    /** JSON and XML without line feeds stand on line 1, or on line 2 after a declaration, all records together. */
    private static final int LAST_LINE_OF_ONE_LINE_CONTENT = 2;

    private final ConsoleDatabase database;
    private final LedgerReader ledger;
    private final RecordDefinitions definitions;
    private final RawExcerpt raw;
    private final CanonicalView canonical;
    private final LedgerProof proof;
    private final Deliveries deliveries;

    RecordLife(
            ConsoleDatabase database,
            LedgerReader ledger,
            RecordDefinitions definitions,
            CanonicalView canonical,
            LedgerProof proof,
            DataKeys keys) {
        this.database = database;
        this.ledger = ledger;
        this.definitions = definitions;
        this.raw = new RawExcerpt(database, keys);
        this.canonical = canonical;
        this.proof = proof;
        this.deliveries = new Deliveries(database, keys);
    }

    /**
     * Where a record came from.
     *
     * @param submission internal number of the submission
     * @param line physical line in what was received
     */
    record Source(
            long submission,
            @Nullable String fileName,
            String channel,
            String mapping,
            long line,
            Instant receivedAt,
            List<Finding> findings) {}

    /** A version of the same business key of the same provider. */
    record Version(long version, long index, String operation, Instant receivedAt) {}

    /** Everything the page shows. */
    record Life(
            SealedRecord record,
            RecordDefinition definition,
            Source source,
            List<RawExcerpt.Line> raw,
            List<CanonicalView.Unit> units,
            Optional<LedgerProof.Checked> proof,
            List<Version> versions,
            List<Deliveries.Delivery> deliveries) {}

    /** A record with the definition of its own type and version. */
    record Defined(SealedRecord record, RecordDefinition definition) {}

    /** The record at a ledger index, still closed. */
    Optional<Defined> sealed(long index) {
        return ledger.read(List.of(index)).stream()
                .findFirst()
                .map(record -> new Defined(record, definitions.of(record.type(), record.schemaVersion())));
    }

    /** @param values whether the raw lines and the values of the units are wanted; otherwise no unit is opened */
    Optional<Life> of(long index, boolean values) {
        return sealed(index).map(defined -> life(defined, values));
    }

    private Life life(Defined defined, boolean wanted) {
        SealedRecord record = defined.record();
        boolean values = wanted && record.units().readable();
        Source source = source(record.index());
        return new Life(
                record,
                defined.definition(),
                source,
                values ? excerpt(record, source) : List.of(),
                values ? canonical.of(record, defined.definition()) : canonical.closed(defined.definition()),
                proof.check(record, defined.definition()),
                versions(record),
                deliveries.of(record.index()));
    }

    private Source source(long index) {
        return database.sql("select e.submission, s.file_name, s.channel, s.mapping, e.source_line, e.received_at,"
                        + " e.findings from ledger_entry e join submission s on s.seq = e.submission where e.idx = ?")
                .param(index)
                .query((row, number) -> source(row))
                .single();
    }

    /**
     * Nothing when a record that is not in the ledger may stand on the same line, because it was rejected, is a duplicate,
     * waits for another or was left out by the mapping: its words are not known here and could not be hidden.
     */
    private List<RawExcerpt.Line> excerpt(SealedRecord record, Source source) {
        List<SealedRecord> siblings = siblings(record, source);
        boolean manyOnOneLine = siblings.size() > 1 || source.line() <= LAST_LINE_OF_ONE_LINE_CONTENT;
        boolean unknownBeside = database.sql(
                        "select exists (select 1 from rejected_record where submission = ? and source_line = ?) or"
                                + " exists (select 1 from parked_intake where submission = ? and source_line = ?) or ? and"
                                + " (select duplicate + skipped > 0 from submission where seq = ?)")
                .params(
                        source.submission(),
                        source.line(),
                        source.submission(),
                        source.line(),
                        manyOnOneLine,
                        source.submission())
                .query(Boolean.class)
                .single();
        if (unknownBeside) {
            return List.of();
        }
        Set<String> words = new HashSet<>();
        for (SealedRecord sibling : siblings) {
            words.addAll(canonical.personalWords(sibling, definitions.of(sibling.type(), sibling.schemaVersion())));
        }
        return raw.read(
                source.submission(), source.line(), beginsWithHeadings(source), nextLine(record, source), words);
    }

    /** Whether no record stands on the first line; of duplicates and of what was left out nobody knows where they stood. */
    private boolean beginsWithHeadings(Source source) {
        return database.sql("select duplicate + skipped = 0"
                        + " and not exists (select 1 from ledger_entry where submission = seq and source_line = 1)"
                        + " and not exists (select 1 from rejected_record where submission = seq and source_line = 1)"
                        + " and not exists (select 1 from parked_intake where submission = seq and source_line = 1)"
                        + " from submission where seq = ?")
                .param(source.submission())
                .query(Boolean.class)
                .single();
    }

    /** The records that were made from the same line, this one among them. */
    private List<SealedRecord> siblings(SealedRecord record, Source source) {
        Set<Long> indexes = new HashSet<>(database.sql("select idx from ledger_entry where submission = ?"
                        + " and source_line = ? order by idx limit ?")
                .params(source.submission(), source.line(), MOST_SIBLINGS)
                .query(Long.class)
                .list());
        indexes.add(record.index());
        return ledger.read(List.copyOf(indexes));
    }

    private @Nullable Long nextLine(SealedRecord record, Source source) {
        return database.sql("select min(line) from ("
                        + "(select source_line as line from ledger_entry where submission = ? and idx > ?"
                        + " and source_line > ? order by idx limit 1) union all"
                        + " (select min(source_line) from rejected_record where submission = ? and source_line > ?)"
                        + " union all"
                        + " (select min(source_line) from parked_intake where submission = ? and source_line > ?)) n")
                .params(
                        source.submission(),
                        record.index(),
                        source.line(),
                        source.submission(),
                        source.line(),
                        source.submission(),
                        source.line())
                .query((row, number) -> ConsoleDatabase.number(row, "min"))
                .list()
                .get(0);
    }

    private List<Version> versions(SealedRecord record) {
        return database.sql("select k.version, k.entry, e.operation, e.received_at from record_key k"
                        + " join ledger_entry e on e.idx = k.entry"
                        + " where k.business_key = ? and k.record_type = ? and k.provider = ?"
                        + " order by k.version desc limit ?")
                .params(record.businessKey(), TypeNumber.of(record.type()), record.provider(), MOST_VERSIONS)
                .query((row, number) -> new Version(
                        row.getLong("version"),
                        row.getLong("entry"),
                        row.getString("operation"),
                        ConsoleDatabase.neededInstant(row, "received_at")))
                .list();
    }

    private static Source source(ResultSet row) throws SQLException {
        return new Source(
                row.getLong("submission"),
                row.getString("file_name"),
                row.getString("channel"),
                row.getString("mapping"),
                row.getLong("source_line"),
                ConsoleDatabase.neededInstant(row, "received_at"),
                FindingJson.read(row.getString("findings")));
    }
}
