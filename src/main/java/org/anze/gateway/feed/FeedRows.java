package org.anze.gateway.feed;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.anze.gateway.feed.PreparedParcel.AgreementRef;
import org.anze.gateway.feed.Settlement.RefusedRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The feed's tables. What one method changes, it changes in one transaction. Safe for several threads. */
final class FeedRows {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST_REASON = 500;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    FeedRows(JdbcClient jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** Where a recipient stands. */
    record Cursor(long nextEntry, long nextNumber, @Nullable String paused) {}

    Optional<Cursor> cursor(String recipient) {
        return jdbc.sql("select next_entry, next_number, paused from feed_cursor where recipient = ?")
                .param(recipient)
                .query((row, number) -> new Cursor(row.getLong(1), row.getLong(2), row.getString(3)))
                .optional();
    }

    /** Starts a recipient at what was appended from this instant on; does nothing when it has a cursor already. */
    void start(String recipient, Instant from, Instant now) {
        jdbc.sql("insert into feed_cursor (recipient, next_entry, next_number, started_at, updated_at)"
                        + " select ?, coalesce(max(size), 0), 1, ?, ? from checkpoint where created_at < ?"
                        + " on conflict (recipient) do nothing")
                .params(recipient, utc(now), utc(now), utc(from))
                .update();
    }

    void moveCursor(String recipient, long from, long to, Instant now) {
        int moved = jdbc.sql("update feed_cursor set next_entry = ?, updated_at = ?"
                        + " where recipient = ? and next_entry = ?")
                .params(to, utc(now), recipient, from)
                .update();
        requireOne(moved, recipient);
    }

    /** Writes a parcel down and moves the cursor; the old cursor is the condition that a second feeder fails on. */
    void prepare(PreparedParcel prepared, Cursor before, Instant now) {
        Parcel parcel = prepared.parcel();
        transactions.executeWithoutResult(status -> {
            jdbc.sql("insert into parcel (recipient, number, state, from_entry, to_entry, entries, withdrawals,"
                            + " records, agreements, document, prepared_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                    .params(
                            parcel.recipient(),
                            parcel.number(),
                            ParcelState.PREPARED.name(),
                            prepared.fromEntry(),
                            prepared.toEntry(),
                            prepared.entries().toArray(Long[]::new),
                            prepared.withdrawals().toArray(Long[]::new),
                            parcel.records(),
                            JSON.writeValueAsString(prepared.agreements()),
                            parcel.document(),
                            utc(now))
                    .update();
            for (Parcel.Rendition rendition : parcel.renditions()) {
                jdbc.sql("insert into parcel_rendition (recipient, number, name, media_type, content)"
                                + " values (?, ?, ?, ?, ?)")
                        .params(
                                parcel.recipient(),
                                parcel.number(),
                                rendition.name(),
                                rendition.mediaType(),
                                rendition.content())
                        .update();
            }
            int moved = jdbc.sql("update feed_cursor set next_entry = ?, next_number = ?, updated_at = ?"
                            + " where recipient = ? and next_entry = ? and next_number = ?")
                    .params(
                            prepared.toEntry(),
                            parcel.number() + 1,
                            utc(now),
                            parcel.recipient(),
                            before.nextEntry(),
                            before.nextNumber())
                    .update();
            requireOne(moved, parcel.recipient());
            if (!prepared.backlog().isEmpty()) {
                jdbc.sql("delete from feed_backlog where recipient = ? and entry = any(?)")
                        .params(parcel.recipient(), prepared.backlog().toArray(Long[]::new))
                        .update();
            }
        });
    }

    /**
     * A parcel that is not settled.
     *
     * @param emptied whether it is an empty replacement
     * @param wasSettled whether an operator ordered it to be sent again after it had been settled
     * @param sentAt when it was last handed over; null when it never was
     */
    record OpenParcel(
            long number,
            ParcelState state,
            List<AgreementRef> agreements,
            boolean emptied,
            boolean wasSettled,
            int records,
            int attempts,
            @Nullable Instant sentAt) {}

    List<OpenParcel> open(String recipient) {
        return jdbc.sql("select number, state, agreements, statement is not null, former_state is not null, records,"
                        + " attempts, left_at from parcel where recipient = ? and settled_at is null"
                        + " order by number limit 100")
                .param(recipient)
                .query((row, number) -> new OpenParcel(
                        row.getLong(1),
                        ParcelState.valueOf(row.getString(2)),
                        List.of(JSON.readValue(row.getString(3), AgreementRef[].class)),
                        row.getBoolean(4),
                        row.getBoolean(5),
                        row.getInt(6),
                        row.getInt(7),
                        instant(row, 8)))
                .list();
    }

    Optional<Parcel> parcel(String recipient, long number) {
        return jdbc.sql("select document, records from parcel where recipient = ? and number = ?")
                .params(recipient, number)
                .query((row, count) ->
                        new Parcel(recipient, number, row.getBytes(1), renditions(recipient, number), row.getInt(2)))
                .optional();
    }

    private List<Parcel.Rendition> renditions(String recipient, long number) {
        return jdbc.sql("select name, media_type, content from parcel_rendition"
                        + " where recipient = ? and number = ? order by name")
                .params(recipient, number)
                .query((row, count) -> new Parcel.Rendition(row.getString(1), row.getString(2), row.getBytes(3)))
                .list();
    }

    /** Whether such a parcel was ever made. */
    boolean exists(String recipient, long number) {
        return jdbc.sql("select count(*) from parcel where recipient = ? and number = ?")
                        .params(recipient, number)
                        .query(Integer.class)
                        .single()
                == 1;
    }

    /** The ledger entries that a parcel gives. */
    List<Long> entriesOf(String recipient, long number) {
        return unnested("entries", recipient, number);
    }

    /** The ledger entries that a parcel withdraws. */
    List<Long> withdrawalsOf(String recipient, long number) {
        return unnested("withdrawals", recipient, number);
    }

    private List<Long> unnested(String column, String recipient, long number) {
        return jdbc.sql("select unnest(" + column + ") from parcel where recipient = ? and number = ?")
                .params(recipient, number)
                .query(Long.class)
                .list();
    }

    /** Before an attempt: from now on the bytes may have left. */
    void leaving(String recipient, long number, Instant now) {
        jdbc.sql("update parcel set attempts = attempts + 1, left_at = ? where recipient = ? and number = ?")
                .params(utc(now), recipient, number)
                .update();
    }

    void failed(String recipient, long number, String error) {
        jdbc.sql("update parcel set last_error = ? where recipient = ? and number = ?")
                .params(words(error), recipient, number)
                .update();
    }

    void awaitingReceipt(String recipient, long number) {
        jdbc.sql("update parcel set state = ?, last_error = null where recipient = ? and number = ?"
                        + " and settled_at is null")
                .params(ParcelState.SENT.name(), recipient, number)
                .update();
    }

    /** Puts a parcel whose receipt never came back among those to be sent; one that is settled meanwhile stays so. */
    void sendAgain(String recipient, long number) {
        jdbc.sql("update parcel set state = ? where recipient = ? and number = ? and settled_at is null")
                .params(ParcelState.PREPARED.name(), recipient, number)
                .update();
    }

    /** Puts a parcel that an operator chose back among those to be sent, and keeps how it was settled. */
    void reopen(String recipient, long number) {
        jdbc.sql("update parcel set former_state = case when settled_at is null then former_state else state end,"
                        + " state = ?, settled_at = null where recipient = ? and number = ?")
                .params(ParcelState.PREPARED.name(), recipient, number)
                .update();
    }

    /** Settles a reopened parcel as it had been settled before. */
    void close(String recipient, long number, String why, Instant now) {
        jdbc.sql("update parcel set state = former_state, former_state = null, settled_at = ?, last_error = ?"
                        + " where recipient = ? and number = ? and former_state is not null and settled_at is null")
                .params(utc(now), why, recipient, number)
                .update();
    }

    /** At the start of a feed: receipts that were on their way when the last run ended may never come. */
    void sendAllAgain(String recipient) {
        jdbc.sql("update parcel set state = ? where recipient = ? and settled_at is null and state = ?")
                .params(ParcelState.PREPARED.name(), recipient, ParcelState.SENT.name())
                .update();
    }

    /** Settles a parcel and parks what was refused; false when no such parcel has left. */
    boolean settle(String recipient, long number, List<RefusedRecord> refused, Instant now) {
        Boolean found = transactions.execute(status -> {
            ParcelState state = refused.isEmpty() ? ParcelState.ACKNOWLEDGED : ParcelState.REFUSED;
            // A receipt with a wrong number must not pass for one of a parcel that is still to be sent.
            int settled = jdbc.sql("update parcel set state = ?, settled_at = coalesce(settled_at, ?),"
                            + " last_error = null, former_state = null"
                            + " where recipient = ? and number = ? and left_at is not null")
                    .params(state.name(), utc(now), recipient, number)
                    .update();
            if (settled == 1 && !refused.isEmpty()) {
                park(recipient, number, refused, now);
            }
            return settled == 1;
        });
        return Boolean.TRUE.equals(found);
    }

    /**
     * Parks the records that are named, and all when the whole is refused or nothing that is named was in the parcel: what
     * a recipient did not take must not count as delivered.
     */
    private void park(String recipient, long number, List<RefusedRecord> refused, Instant now) {
        Map<Long, String> reasons = new HashMap<>();
        refused.forEach(record -> reasons.putIfAbsent(record.index(), words(record.reason())));
        List<Long> held = entriesOf(recipient, number);
        List<Long> named = held.stream().filter(reasons::containsKey).toList();
        String whole = reasons.get(RefusedRecord.WHOLE);
        boolean all = whole != null || named.isEmpty();
        List<Long> parked = all ? held : named;
        String otherwise = whole == null ? refused.get(0).reason() : whole;
        jdbc.sql("insert into parked_record (recipient, number, entry, reason, parked_at)"
                        + " select ?, ?, entry, reason, ? from unnest(?::bigint[], ?::text[]) as refused (entry, reason)"
                        + " on conflict (recipient, number, entry) do nothing")
                .params(
                        recipient,
                        number,
                        utc(now),
                        parked.toArray(Long[]::new),
                        parked.stream()
                                .map(entry -> reasons.getOrDefault(entry, words(otherwise)))
                                .toArray(String[]::new))
                .update();
    }

    /** Another's words as a column takes them: not too long, without control characters. */
    private static String words(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", " ");
        return clean.length() > LONGEST_REASON ? clean.substring(0, LONGEST_REASON) : clean;
    }

    /**
     * Replaces a parcel by an empty one under its number; what is still permitted and what it withdrew goes to the backlog.
     *
     * @return false when it was replaced or settled meanwhile; then nothing was changed
     */
    boolean replace(Parcel empty, String statement, List<Long> stillPermitted, List<Long> withdrawn) {
        Boolean replaced = transactions.execute(status -> {
            int changed = jdbc.sql("update parcel set document = ?, statement = ?,"
                            + " left_entries = case when left_at is null then '{}' else entries end,"
                            + " entries = '{}', withdrawals = '{}', records = 0, agreements = '[]', state = ?"
                            + " where recipient = ? and number = ? and statement is null and settled_at is null"
                            + " and former_state is null")
                    .params(empty.document(), statement, ParcelState.PREPARED.name(), empty.recipient(), empty.number())
                    .update();
            if (changed == 1) {
                jdbc.sql("delete from parcel_rendition where recipient = ? and number = ?")
                        .params(empty.recipient(), empty.number())
                        .update();
                backlog(empty.recipient(), stillPermitted, false);
                backlog(empty.recipient(), withdrawn, true);
            }
            return changed == 1;
        });
        return Boolean.TRUE.equals(replaced);
    }

    private void backlog(String recipient, List<Long> entries, boolean withdrawal) {
        if (!entries.isEmpty()) {
            // Of the two the withdrawal wins: it is only there when the recipient may have the record.
            jdbc.sql("insert into feed_backlog (recipient, entry, withdrawal) select ?, unnest(?::bigint[]), ?"
                            + " on conflict (recipient, entry)"
                            + " do update set withdrawal = feed_backlog.withdrawal or excluded.withdrawal")
                    .params(recipient, entries.toArray(Long[]::new), withdrawal)
                    .update();
        }
    }

    /** An entry that goes into a later parcel, to be given or to be withdrawn. */
    record Backlog(long entry, boolean withdrawal) {}

    List<Backlog> backlog(String recipient, int limit) {
        return jdbc.sql("select entry, withdrawal from feed_backlog where recipient = ? order by entry limit ?")
                .params(recipient, limit)
                .query((row, number) -> new Backlog(row.getLong(1), row.getBoolean(2)))
                .list();
    }

    void dropBacklog(String recipient, List<Long> entries) {
        jdbc.sql("delete from feed_backlog where recipient = ? and entry = any(?)")
                .params(recipient, entries.toArray(Long[]::new))
                .update();
    }

    /** Sends parked records of a parcel round again; returns how many. */
    int release(String recipient, long number, Instant now) {
        Integer released = transactions.execute(status -> {
            List<Long> entries = jdbc.sql("update parked_record set released_at = ? where recipient = ? and number = ?"
                            + " and released_at is null returning entry")
                    .params(utc(now), recipient, number)
                    .query(Long.class)
                    .list();
            backlog(recipient, entries, false);
            return entries.size();
        });
        return released == null ? 0 : released;
    }

    /** Of these entries, the newest that the recipient has or may have. */
    Optional<Long> newestGiven(String recipient, List<Long> entries) {
        return jdbc.sql("select max(e) from unnest(?::bigint[]) as q (e) where exists (select 1 from parcel p"
                        + " where p.recipient = ? and p.from_entry <= q.e and p.to_entry > q.e"
                        + " and (q.e = any(p.entries) or q.e = any(p.left_entries)))")
                .params(entries.toArray(Long[]::new), recipient)
                .query(Long.class)
                .optional();
    }

    /** Pauses a recipient, or lets it go on when the reason is null. */
    void pause(String recipient, @Nullable String reason, Instant now) {
        jdbc.sql("update feed_cursor set paused = ?, updated_at = ? where recipient = ?")
                .param(1, reason, java.sql.Types.VARCHAR)
                .param(2, utc(now))
                .param(3, recipient)
                .update();
    }

    /** Keeps what an operator ordered. */
    void act(String operator, String act, String target, String reason, Instant now) {
        jdbc.sql("insert into operator_act (at, operator, act, target, reason) values (?, ?, ?, ?, ?)")
                .params(utc(now), operator, act, target, reason)
                .update();
    }

    private static void requireOne(int rows, String recipient) {
        if (rows != 1) {
            throw new IllegalStateException("another process serves recipient " + recipient);
        }
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
