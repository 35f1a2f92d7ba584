package org.anze.gateway.console;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.anze.gateway.ledger.FindingJson;
import org.anze.gateway.problem.Finding;
import org.jspecify.annotations.Nullable;

/** One submission with its counts and its first rejects. Safe for many threads. */
final class Submissions {

    static final int FINDINGS_SHOWN = 200;
    static final int PAGE = 50;

    private final ConsoleDatabase database;

    Submissions(ConsoleDatabase database) {
        this.database = database;
    }

    /**
     * A submission as it stands.
     *
     * @param records raw records of the source
     * @param skipped results that the mapping left out on purpose; not among the received ones
     * @param firstEntry first ledger index it brought; null when none
     * @param refusal why the whole was refused; null otherwise
     */
    record Submission(
            long seq,
            String id,
            String party,
            String messageId,
            @Nullable String fileName,
            String channel,
            String mapping,
            long bytes,
            String state,
            Instant receivedAt,
            @Nullable Instant finishedAt,
            long records,
            long received,
            long accepted,
            long warned,
            long rejected,
            long duplicate,
            long parked,
            long skipped,
            @Nullable Long firstEntry,
            @Nullable Long lastEntry,
            @Nullable Finding refusal,
            boolean hasReceipt) {

        /** received = accepted + rejected + duplicate + parked. */
        public boolean balanced() {
            return received == accepted + rejected + duplicate + parked;
        }
    }

    /**
     * The sender's own signature over a submission.
     *
     * @param kind {@code cms}, {@code jws} or {@code wss}
     * @param signer hash of the signer's certificate, in the suite of the ledger
     * @param signedAt what the signer says of the time; nobody vouches for it
     */
    record Origin(
            String kind,
            String algorithm,
            byte[] signer,
            @Nullable Instant signedAt,
            Instant verifiedAt) {}

    /** One finding of one rejected record. */
    record Reject(
            long line,
            @Nullable String recordType,
            @Nullable String businessKey,
            Finding finding) {}

    private static final String COLUMNS =
            "seq, id, party, message_id, file_name, channel, mapping, bytes, state, received_at, finished_at, records,"
                    + " received, accepted, warned, rejected, duplicate, parked, skipped, first_entry, last_entry,"
                    + " refusal, receipt is not null as has_receipt";

    /** The submissions of one party, the newest first: {@value #PAGE} older than the one with this internal number. */
    List<Submission> of(String party, @Nullable Long before) {
        return database.sql(
                        "select " + COLUMNS + " from submission where party = ? and seq < ? order by seq desc limit ?")
                .params(party, before == null ? Long.MAX_VALUE : before, PAGE)
                .query((row, number) -> submission(row))
                .list();
    }

    Optional<Submission> find(String id) {
        return database.sql("select " + COLUMNS + " from submission where id = ?")
                .param(id)
                .query((row, number) -> submission(row))
                .optional();
    }

    /** The signature that came with a submission; null when it was not signed. */
    @Nullable
    Origin origin(long seq) {
        return database.sql("select kind, algorithm, signer, signed_at, verified_at from origin_evidence"
                        + " where submission = ?")
                .param(seq)
                .query((row, number) -> new Origin(
                        row.getString("kind"),
                        row.getString("algorithm"),
                        row.getBytes("signer"),
                        ConsoleDatabase.instant(row, "signed_at"),
                        ConsoleDatabase.neededInstant(row, "verified_at")))
                .optional()
                .orElse(null);
    }

    /** The first findings of rejected records, in the order of the source. */
    List<Reject> rejects(long seq) {
        List<Reject> rejects = new ArrayList<>();
        database.sql("select source_line, record_type, business_key, findings from rejected_record"
                        + " where submission = ? order by ordinal, part limit ?")
                .params(seq, FINDINGS_SHOWN)
                .query((row, number) -> rejects(row))
                .list()
                .forEach(rejects::addAll);
        return rejects.subList(0, Math.min(FINDINGS_SHOWN, rejects.size()));
    }

    /** The signed receipt; empty until the submission is final. */
    Optional<byte[]> receipt(String id) {
        return database.sql("select receipt from submission where id = ? and receipt is not null")
                .param(id)
                .query((row, number) -> row.getBytes(1))
                .optional();
    }

    private static List<Reject> rejects(ResultSet row) throws SQLException {
        List<Reject> rejects = new ArrayList<>();
        for (Finding finding : FindingJson.read(row.getString("findings"))) {
            long line = finding.location().line();
            rejects.add(new Reject(
                    line > 0 ? line : row.getLong("source_line"),
                    row.getString("record_type"),
                    row.getString("business_key"),
                    finding));
        }
        return rejects;
    }

    private static Submission submission(ResultSet row) throws SQLException {
        return new Submission(
                row.getLong("seq"),
                row.getString("id"),
                row.getString("party"),
                row.getString("message_id"),
                row.getString("file_name"),
                row.getString("channel"),
                row.getString("mapping"),
                row.getLong("bytes"),
                row.getString("state"),
                ConsoleDatabase.neededInstant(row, "received_at"),
                ConsoleDatabase.instant(row, "finished_at"),
                row.getLong("records"),
                row.getLong("received"),
                row.getLong("accepted"),
                row.getLong("warned"),
                row.getLong("rejected"),
                row.getLong("duplicate"),
                row.getLong("parked"),
                row.getLong("skipped"),
                ConsoleDatabase.number(row, "first_entry"),
                ConsoleDatabase.number(row, "last_entry"),
                FindingJson.readOne(row.getString("refusal")),
                row.getBoolean("has_receipt"));
    }
}
