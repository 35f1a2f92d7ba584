package org.anze.gateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.anze.gateway.ledger.Append.SubmissionRef;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.RecordDefinitions;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The records that wait for one they refer to (V-T02), as whoever validates them again reads them. Only the ledger's writer
 * changes them. Safe for several threads.
 */
public final class ParkedRecords {

    private static final String DUE = "(due or wait_until <= ?)";

    private final JdbcClient jdbc;
    private final UnitCipher cipher;
    private final RecordDefinitions definitions;

    /** Over the ledger's database; the cipher must be that of the {@link RecordSealer} that parked them. */
    public ParkedRecords(JdbcClient jdbc, UnitCipher cipher, RecordDefinitions definitions) {
        this.jdbc = jdbc;
        this.cipher = cipher;
        this.definitions = definitions;
    }

    /**
     * A record to be validated again.
     *
     * @param part which of the canonical records of its raw record it is, from 0
     * @param findings what the mapping had to say about it
     * @param lastChance whether it has waited as long as it may
     */
    public record Due(CanonicalRecord record, int part, List<Finding> findings, boolean lastChance) {}

    /** Numbers of the submissions after this one that have such records, in order. */
    public List<Long> dueSubmissions(long after, Instant now, int limit) {
        return jdbc.sql("select distinct submission from parked_intake where submission > ? and " + DUE
                        + " order by submission limit ?")
                .params(after, utc(now), limit)
                .query(Long.class)
                .list();
    }

    /** Those of one submission behind a place, in the order of the source. */
    public List<Due> due(long submission, long afterOrdinal, int afterPart, Instant now, int limit) {
        return jdbc.sql("select ordinal, part, record_type, content, wait_until <= ? from parked_intake"
                        + " where submission = ? and (ordinal, part) > (?, ?) and " + DUE
                        + " order by ordinal, part limit ?")
                .params(utc(now), submission, afterOrdinal, afterPart, utc(now), limit)
                .query((row, number) -> due(submission, row))
                .list();
    }

    private Due due(long submission, ResultSet row) throws SQLException {
        long ordinal = row.getLong(1);
        int part = row.getInt(2);
        ParkedContent.Content content = ParkedContent.read(
                cipher.open(row.getBytes(4), ParkedContent.place(submission, ordinal, part)),
                definitions,
                TypeNumber.type(row.getShort(3)),
                ordinal);
        return new Due(content.record(), part, content.findings(), row.getBoolean(5));
    }

    /** The submission that parked records belong to. */
    public Optional<SubmissionRef> submission(long seq) {
        return jdbc.sql("select s.seq, s.id, s.party, s.message_id, s.digest, s.salt, s.received_at,"
                        + OriginColumns.SELECTED + " from submission s" + OriginColumns.JOINED + " where s.seq = ?")
                .param(seq)
                .query((row, number) -> new SubmissionRef(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getBytes(5),
                        row.getBytes(6),
                        OriginColumns.read(row, 8),
                        row.getObject(7, OffsetDateTime.class).toInstant()))
                .optional();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
