package org.anze.gateway.ledger;

import static org.anze.gateway.ledger.Pipeline.bytes;
import static org.anze.gateway.ledger.Pipeline.column;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.anze.gateway.ledger.Append.SubmissionRef;
import org.anze.gateway.ledger.Append.Unstored;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** The submissions that one commit of the ledger brings into the store together with what becomes of them. For one thread. */
final class NewSubmissions {

    private static final String ID_TAKEN = "submission_party_message_id_key";

    /**
     * The commit must not wait for long for an id that somebody else's transaction holds: all parties would wait. By order, so that
     * no other index that begins with the party will do.
     */
    static final String TAKEN = "select q.seq, coalesce(s.party = q.party and s.message_id = q.message_id, false),"
            + " set_config('lock_timeout', '1s', true)"
            + " from unnest((select ?::int8[]), (select ?::text[]), (select ?::text[])) as q (seq, party, message_id)"
            + " left join lateral (select s.party, s.message_id from submission s"
            + " where (s.party, s.message_id) >= (q.party, q.message_id)"
            + " order by s.party, s.message_id limit 1) s on true";

    /** In the order that registrations have on all nodes, so that two that meet the same ids do not wait for each other. */
    private static final String ROWS =
            "insert into submission (seq, id, party, message_id, channel, mapping, digest, bytes,"
                    + " received_at, salt, state, batches, records, received, accepted, warned, rejected, duplicate, first_entry,"
                    + " last_entry, refusal, receipt, finished_at, skipped, parked, read_to_line, read_to_ordinal)"
                    + " select q.seq, q.id, q.party, q.message_id, q.channel, q.mapping, q.digest, q.bytes, q.received_at, q.salt,"
                    + " q.state, q.batches, q.records, q.received, q.accepted, q.warned, q.rejected, q.duplicate, q.first_entry,"
                    + " q.last_entry, q.refusal, q.receipt, q.finished_at, q.skipped, q.parked, coalesce(q.read_to_line, 0),"
                    + " q.read_to_ordinal from unnest(?::int8[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bytea[],"
                    + " ?::int8[], ?::text[]::timestamptz[], ?::bytea[], ?::text[], ?::int8[], ?::int8[], ?::int8[], ?::int8[],"
                    + " ?::int8[], ?::int8[], ?::int8[], ?::int8[], ?::int8[], ?::text[], ?::bytea[], ?::text[]::timestamptz[],"
                    + " ?::int8[], ?::int8[], ?::int8[], ?::int8[]) as q (seq, id, party, message_id, channel, mapping, digest, bytes,"
                    + " received_at, salt, state, batches, records, received, accepted, warned, rejected, duplicate, first_entry,"
                    + " last_entry, refusal, receipt, finished_at, skipped, parked, read_to_line, read_to_ordinal)"
                    + " order by q.party, q.message_id";

    private static final String BODIES = "insert into raw_chunk (submission, number, first_line, content)"
            + " select q.seq, 0, 1, q.content from unnest(?::int8[], ?::bytea[]) as q (seq, content)";

    private final List<Fresh> fresh = new ArrayList<>();

    private NewSubmissions() {}

    private record Fresh(SubmissionRef reference, Unstored unstored, SubmissionProgress progress) {}

    /**
     * Those of the batches that are not stored yet and whose message id nobody has taken. One whose id is taken has no progress
     * here: nothing of it is kept.
     */
    static NewSubmissions load(Connection connection, List<Append> batches) throws SQLException {
        NewSubmissions submissions = new NewSubmissions();
        List<SubmissionRef> unstored = batches.stream()
                .map(Append::submission)
                .filter(reference -> reference.unstored() != null)
                .toList();
        if (!unstored.isEmpty()) {
            Set<Long> taken = taken(connection, unstored);
            Set<List<String>> ids = new HashSet<>();
            for (SubmissionRef reference : unstored) {
                if (!taken.contains(reference.seq()) && ids.add(List.of(reference.party(), reference.messageId()))) {
                    submissions.fresh.add(new Fresh(
                            reference,
                            Objects.requireNonNull(reference.unstored()),
                            new SubmissionProgress(reference.seq())));
                }
            }
        }
        return submissions;
    }

    private static Set<Long> taken(Connection connection, List<SubmissionRef> references) throws SQLException {
        Set<Long> taken = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement(TAKEN)) {
            column("int8", references, SubmissionRef::seq).set(select, 1);
            column("text", references, SubmissionRef::party).set(select, 2);
            column("text", references, SubmissionRef::messageId).set(select, 3);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    if (row.getBoolean(2)) {
                        taken.add(row.getLong(1));
                    }
                }
            }
        }
        return taken;
    }

    /** Whether a commit failed because another node registered one of its ids after the look: at the next look it is there. */
    static boolean isOvertaken(SQLException failure) {
        return failure instanceof PSQLException refusal
                && refusal.getServerErrorMessage() != null
                && ID_TAKEN.equals(refusal.getServerErrorMessage().getConstraint());
    }

    /** By number; at the beginning. */
    Map<Long, SubmissionProgress> progress() {
        return fresh.stream().collect(Collectors.toMap(each -> each.reference.seq(), Fresh::progress));
    }

    /** Has those written down that have ended; nothing is kept of the others. */
    void addTo(Pipeline pipeline) {
        List<Fresh> ended = fresh.stream()
                .filter(each -> each.progress.finishedAt() != null)
                .toList();
        if (ended.isEmpty()) {
            return;
        }
        pipeline.add(
                ROWS,
                column("int8", ended, each -> each.reference.seq()),
                column("text", ended, each -> each.reference.id()),
                column("text", ended, each -> each.reference.party()),
                column("text", ended, each -> each.reference.messageId()),
                column("text", ended, each -> each.unstored.channel()),
                column("text", ended, each -> each.unstored.mapping()),
                bytes(ended, each -> each.reference.rawDigest()),
                column("int8", ended, each -> each.unstored.bytes()),
                column("text", ended, each -> each.reference.receivedAt().toString()),
                bytes(ended, each -> each.reference.salt()),
                column("text", ended, each -> each.progress.state()),
                number(ended, SubmissionProgress::batches),
                number(ended, SubmissionProgress::records),
                number(ended, SubmissionProgress::received),
                number(ended, SubmissionProgress::accepted),
                number(ended, SubmissionProgress::warned),
                number(ended, SubmissionProgress::rejected),
                number(ended, SubmissionProgress::duplicate),
                number(ended, SubmissionProgress::firstEntry),
                number(ended, SubmissionProgress::lastEntry),
                column("text", ended, each -> refusal(each.progress)),
                bytes(ended, each -> each.progress.receipt()),
                column("text", ended, each -> String.valueOf(each.progress.finishedAt())),
                number(ended, SubmissionProgress::skipped),
                number(ended, SubmissionProgress::parked),
                number(
                        ended,
                        each -> each.readTo() == null ? null : each.readTo().line()),
                number(
                        ended,
                        each -> each.readTo() == null ? null : each.readTo().ordinal()));
        pipeline.add(
                BODIES,
                column("int8", ended, each -> each.reference.seq()),
                bytes(ended, each -> each.unstored.body()));
    }

    private static @Nullable String refusal(SubmissionProgress progress) {
        return progress.refusal() == null ? null : FindingJson.write(progress.refusal());
    }

    private static Pipeline.Parameter number(List<Fresh> ended, Function<SubmissionProgress, @Nullable Object> value) {
        return column("int8", ended, each -> value.apply(each.progress));
    }
}
