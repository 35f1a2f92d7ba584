package org.anze.gateway.console;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.anze.gateway.ledger.TypeNumber;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/**
 * One box for everything an operator is asked about. Every way of looking is by an index and yields {@value #PAGE} hits at
 * most; the next page begins after the last hit (keyset), so that page 1000 costs what page 1 does. Safe for many threads.
 */
final class Search {

    static final int PAGE = 50;

    /** Shorter beginnings of file names would match half the table. */
    static final int SHORTEST_FILE_PREFIX = 3;

    private static final String RECORDS = "select e.idx, e.record_type, e.provider, e.business_key, e.version,"
            + " e.operation, e.risk_region, e.sector, e.received_at from ledger_entry e";
    private static final String SUBMISSIONS = "select seq, id, party, message_id, file_name, channel, state,"
            + " received_at, received, accepted, rejected, duplicate from submission";

    private final ConsoleDatabase database;
    private final Supplier<Parties> parties;

    Search(ConsoleDatabase database, Supplier<Parties> parties) {
        this.database = database;
        this.parties = parties;
    }

    /** The ways of looking, in the order in which results are shown. */
    enum Way {
        INDEX("ledgerIndex"),
        POLICY("policy"),
        USCC("uscc"),
        BUSINESS_KEY("businessKey"),
        SUBMISSION("submission"),
        MESSAGE("message"),
        FILE("file");

        private final String key;

        Way(String key) {
            this.key = key;
        }

        /** Its name in addresses and texts. */
        public String key() {
            return key;
        }

        static Optional<Way> byKey(String key) {
            for (Way way : values()) {
                if (way.key.equals(key)) {
                    return Optional.of(way);
                }
            }
            return Optional.empty();
        }
    }

    /** A record that was found. */
    record RecordHit(
            long index,
            RecordType type,
            String provider,
            String businessKey,
            long version,
            String operation,
            @Nullable String riskRegion,
            @Nullable String sector,
            Instant receivedAt) {}

    /** A submission that was found. */
    record SubmissionHit(
            long seq,
            String id,
            String party,
            String messageId,
            @Nullable String fileName,
            String channel,
            String state,
            Instant receivedAt,
            long received,
            long accepted,
            long rejected,
            long duplicate) {}

    /**
     * The hits of one way.
     *
     * @param more where the next page begins; null when this is the last
     */
    record Group(
            Way way,
            List<RecordHit> records,
            List<SubmissionHit> submissions,
            @Nullable Long more) {
        public boolean isEmpty() {
            return records.isEmpty() && submissions.isEmpty();
        }

        public String key() {
            return way.key();
        }
    }

    /** The first page of every way that finds something. */
    List<Group> find(String term) {
        List<Group> groups = new ArrayList<>();
        for (Way way : Way.values()) {
            Group group = find(way, term, null);
            if (!group.isEmpty()) {
                groups.add(group);
            }
        }
        return groups;
    }

    /**
     * One page of one way.
     *
     * @param after {@link Group#more()} of the page before; null for the first
     */
    Group find(Way way, String term, @Nullable Long after) {
        return switch (way) {
            case INDEX -> records(way, byIndex(term));
            case POLICY -> records(way, entries("e.policy_no = ?", term, after));
            case USCC -> records(way, entries("e.uscc = ?", term, after));
            case BUSINESS_KEY -> records(way, byBusinessKey(term, after));
            case SUBMISSION -> submissions(way, bySubmission(term));
            case MESSAGE -> submissions(way, byMessage(term));
            case FILE -> submissions(way, byFile(term, after));
        };
    }

    /** A page of the records that a submission brought, in ledger order. */
    Group ofSubmission(long submission, @Nullable Long after) {
        List<RecordHit> hits = database.sql(RECORDS + " where e.submission = ? and e.idx > ? order by e.idx limit ?")
                .params(submission, after == null ? -1L : after, PAGE + 1)
                .query((row, number) -> recordHit(row))
                .list();
        return records(Way.SUBMISSION, hits);
    }

    private List<RecordHit> byIndex(String term) {
        if (!term.matches("#?[0-9]{1,18}")) {
            return List.of();
        }
        return database.sql(RECORDS + " where e.idx = ?")
                .param(Long.parseLong(term.startsWith("#") ? term.substring(1) : term))
                .query((row, number) -> recordHit(row))
                .list();
    }

    /** Newest first. */
    private List<RecordHit> entries(String condition, String term, @Nullable Long before) {
        return database.sql(RECORDS + " where " + condition + " and e.idx < ? order by e.idx desc limit ?")
                .params(term, before == null ? Long.MAX_VALUE : before, PAGE + 1)
                .query((row, number) -> recordHit(row))
                .list();
    }

    private List<RecordHit> byBusinessKey(String term, @Nullable Long before) {
        return database.sql(RECORDS + " join record_key k on k.entry = e.idx where k.business_key = ? and k.entry < ?"
                        + " order by k.entry desc limit ?")
                .params(term, before == null ? Long.MAX_VALUE : before, PAGE + 1)
                .query((row, number) -> recordHit(row))
                .list();
    }

    private List<SubmissionHit> bySubmission(String term) {
        return database.sql(SUBMISSIONS + " where id = ?")
                .param(term)
                .query((row, number) -> submissionHit(row))
                .list();
    }

    /** The index begins with the party, so the parties are named: one probe each. */
    private List<SubmissionHit> byMessage(String term) {
        TreeSet<String> senders = new TreeSet<>(parties.get().broken().keySet());
        parties.get().all().stream().map(Party::id).forEach(senders::add);
        return database.sql(SUBMISSIONS + " where party = any(?) and message_id = ? order by seq desc limit ?")
                .params(senders.toArray(String[]::new), term, PAGE)
                .query((row, number) -> submissionHit(row))
                .list();
    }

    private List<SubmissionHit> byFile(String term, @Nullable Long after) {
        if (term.length() < SHORTEST_FILE_PREFIX) {
            return List.of();
        }
        String pattern = term.replaceAll("([\\\\%_])", "\\\\$1") + "%";
        return database.sql(SUBMISSIONS + " where file_name like ? and (?::bigint is null"
                        + " or (file_name, seq) > (select file_name, seq from submission where seq = ?))"
                        + " order by file_name, seq limit ?")
                .params(pattern, after, after, PAGE + 1)
                .query((row, number) -> submissionHit(row))
                .list();
    }

    private static Group records(Way way, List<RecordHit> hits) {
        List<RecordHit> page = hits.subList(0, Math.min(PAGE, hits.size()));
        Long more = hits.size() > PAGE ? page.get(PAGE - 1).index() : null;
        return new Group(way, page, List.of(), more);
    }

    private static Group submissions(Way way, List<SubmissionHit> hits) {
        List<SubmissionHit> page = hits.subList(0, Math.min(PAGE, hits.size()));
        Long more = hits.size() > PAGE ? page.get(PAGE - 1).seq() : null;
        return new Group(way, List.of(), page, more);
    }

    static RecordHit recordHit(ResultSet row) throws SQLException {
        return new RecordHit(
                row.getLong("idx"),
                TypeNumber.type(row.getShort("record_type")),
                row.getString("provider"),
                row.getString("business_key"),
                row.getLong("version"),
                row.getString("operation"),
                row.getString("risk_region"),
                row.getString("sector"),
                ConsoleDatabase.neededInstant(row, "received_at"));
    }

    private static SubmissionHit submissionHit(ResultSet row) throws SQLException {
        return new SubmissionHit(
                row.getLong("seq"),
                row.getString("id"),
                row.getString("party"),
                row.getString("message_id"),
                row.getString("file_name"),
                row.getString("channel"),
                row.getString("state"),
                ConsoleDatabase.neededInstant(row, "received_at"),
                row.getLong("received"),
                row.getLong("accepted"),
                row.getLong("rejected"),
                row.getLong("duplicate"));
    }
}
