package org.anze.gateway.intake;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.anze.gateway.intake.SubmissionStatus.State;
import org.anze.gateway.ledger.FindingJson;
import org.anze.gateway.ledger.TypeNumber;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.TryAgainLater;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is told of submissions: their counters, findings and what they wait for. Safe for several threads. */
final class SubmissionStatusRows {

    private static final int FINDINGS_SHOWN = 100;
    private static final String COLUMNS = "seq, id, party, message_id, file_name, channel, mapping, state, received_at,"
            + " bytes, records, received, accepted, warned, rejected, duplicate, refusal, receipt,"
            + " parked, supplement, skipped";

    private final JdbcClient jdbc;

    SubmissionStatusRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** By the public id. */
    Optional<SubmissionStatus> status(String id) {
        return jdbc.sql("select " + COLUMNS + " from submission where id = ?")
                .param(id)
                .query((row, number) -> new Row(row.getLong(1), status(row)))
                .optional()
                .map(this::complete);
    }

    /**
     * Of a submission that is there.
     *
     * @throws TryAgainLater when the store cannot be asked
     */
    SubmissionStatus known(String id) {
        try {
            return status(id).orElseThrow(() -> new IllegalArgumentException("no submission " + id));
        } catch (DataAccessException e) {
            throw new TryAgainLater(IntakeProblem.STORE_DOWN, e);
        }
    }

    /** Of this party, by the public id or the id its sender gave it; the oldest when it stands for both. */
    Optional<SubmissionStatus> statusFor(String party, String idOrMessageId) {
        return jdbc.sql("select " + COLUMNS + " from submission where party = ? and (id = ? or message_id = ?)"
                        + " order by seq limit 1")
                .params(party, idOrMessageId, idOrMessageId)
                .query((row, number) -> new Row(row.getLong(1), status(row)))
                .optional()
                .map(this::complete);
    }

    /** Without findings and what it waits for: those are asked for when the row's connection is given back. */
    private record Row(long seq, SubmissionStatus status) {}

    private SubmissionStatus complete(Row row) {
        SubmissionStatus status = row.status();
        if (status.rejected() == 0 && status.parked() == 0) {
            return status;
        }
        List<Finding> findings = status.rejected() == 0 ? List.of() : findings(row.seq());
        return status.with(
                findings.size() > FINDINGS_SHOWN ? findings.subList(0, FINDINGS_SHOWN) : findings,
                findings.size() <= FINDINGS_SHOWN,
                status.parked() == 0 ? List.of() : awaiting(row.seq()));
    }

    private static SubmissionStatus status(ResultSet row) throws SQLException {
        return new SubmissionStatus(
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                State.valueOf(row.getString(8)),
                row.getObject(9, OffsetDateTime.class).toInstant(),
                row.getLong(10),
                row.getLong(11),
                row.getLong(12),
                row.getLong(13),
                row.getLong(14),
                row.getLong(15),
                row.getLong(16),
                FindingJson.readOne(row.getString(17)),
                List.of(),
                true,
                row.getBytes(18),
                row.getLong(19),
                List.of(),
                row.getBytes(20),
                row.getLong(21));
    }

    /** The first parked records. */
    private List<SubmissionStatus.Awaiting> awaiting(long seq) {
        return jdbc.sql("select source_line, record_type, business_key, awaited_type, awaited_key, wait_until"
                        + " from parked_intake where submission = ? order by ordinal, part limit ?")
                .params(seq, FINDINGS_SHOWN)
                .query((row, number) -> new SubmissionStatus.Awaiting(
                        row.getLong(1),
                        TypeNumber.type(row.getShort(2)),
                        row.getString(3),
                        TypeNumber.type(row.getShort(4)),
                        row.getString(5),
                        row.getObject(6, OffsetDateTime.class).toInstant()))
                .list();
    }

    /** The first findings of rejected records, one more than is shown. */
    private List<Finding> findings(long seq) {
        List<Finding> findings = new ArrayList<>();
        jdbc.sql("select findings from rejected_record where submission = ? order by ordinal, part limit ?")
                .params(seq, FINDINGS_SHOWN + 1)
                .query((row, number) -> FindingJson.read(row.getString(1)))
                .list()
                .forEach(findings::addAll);
        return findings;
    }
}
