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
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.RawRecord;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.validation.Wording;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The records that wait for one they refer to (V-T02), as whoever validates them again reads them. Only the ledger's writer
 * changes them. Safe for several threads.
 */
public final class ParkedRecords {

    private static final Logger LOG = LoggerFactory.getLogger(ParkedRecords.class);
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
     * @param raw its place in the source
     * @param record null when it can no longer be read
     * @param part which of the canonical records of its raw record it is, from 0
     * @param findings what the mapping had to say about it; why it cannot be read, when it cannot
     * @param lastChance whether it has waited as long as it may
     */
    public record Due(
            RawRecord raw, @Nullable CanonicalRecord record, int part, List<Finding> findings, boolean lastChance) {}

    /** Numbers of the submissions after this one that have such records, in order. */
    public List<Long> dueSubmissions(long after, Instant now, int limit) {
        return jdbc.sql("select distinct submission from parked_intake where submission > ? and " + DUE
                        + " order by submission limit ?")
                .params(after, utc(now), limit)
                .query(Long.class)
                .list();
    }

    /**
     * Those of one submission behind a place, in the order of the source. One that is damaged is passed over until its last chance,
     * and rejected then.
     */
    public List<Due> due(long submission, long afterOrdinal, int afterPart, Instant now, int limit) {
        long ordinal = afterOrdinal;
        int part = afterPart;
        while (true) {
            List<Read> page = jdbc.sql(
                            "select ordinal, part, record_type, content, wait_until <= ?, source_line, business_key"
                                    + " from parked_intake"
                                    + " where submission = ? and (ordinal, part) > (?, ?) and " + DUE
                                    + " order by ordinal, part limit ?")
                    .params(utc(now), submission, ordinal, part, utc(now), limit)
                    .query((row, number) -> read(submission, row))
                    .list();
            List<Due> due = page.stream().flatMap(read -> read.due().stream()).toList();
            if (!due.isEmpty() || page.size() < limit) {
                return due;
            }
            Read last = page.get(page.size() - 1);
            ordinal = last.ordinal();
            part = last.part();
        }
    }

    /** @param due empty for one that cannot be read and still has time */
    private record Read(long ordinal, int part, Optional<Due> due) {}

    private Read read(long submission, ResultSet row) throws SQLException {
        long ordinal = row.getLong(1);
        int part = row.getInt(2);
        boolean lastChance = row.getBoolean(5);
        RecordType type = TypeNumber.type(row.getShort(3));
        Optional<Due> due;
        try {
            byte[] opened = cipher.open(row.getBytes(4), ParkedContent.place(submission, ordinal, part));
            ParkedContent.Content content = ParkedContent.read(opened, definitions, type, ordinal);
            due = Optional.of(new Due(content.record().raw(), content.record(), part, content.findings(), lastChance));
        } catch (SenderMustCorrect e) {
            // Nobody could ever judge it; it is rejected, so that it does not hold up those behind it.
            due = Optional.of(unreadable(LedgerProblem.PARKED_DESTROYED, type, row, lastChance));
        } catch (IllegalStateException e) {
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("submission", submission)
                    .addKeyValue("ordinal", ordinal)
                    .log("a parked record cannot be read");
            due = lastChance
                    ? Optional.of(unreadable(LedgerProblem.PARKED_DAMAGED, type, row, true))
                    : Optional.empty();
        }
        return new Read(ordinal, part, due);
    }

    private static Due unreadable(LedgerProblem why, RecordType type, ResultSet row, boolean lastChance)
            throws SQLException {
        Location place = Location.ofLine(row.getLong(6));
        Finding finding = Finding.of(why, null, null, place, type.zh(), Wording.clean(row.getString(7)));
        return new Due(ParkedContent.raw(row.getLong(1), place), null, row.getInt(2), List.of(finding), lastChance);
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
