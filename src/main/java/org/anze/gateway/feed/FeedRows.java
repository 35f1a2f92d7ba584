package org.anze.gateway.feed;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.anze.gateway.feed.ParcelRows.OpenParcel;
import org.anze.gateway.keys.DataKey;
import org.anze.gateway.keys.DataKeys;
import org.anze.gateway.nodes.Lease;
import org.anze.gateway.problem.TryAgainLater;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * The feed's tables: cursors, backlog, and what changes several of them at once. What one method changes, it changes in one
 * transaction. Safe for several threads.
 */
final class FeedRows {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** Two nodes whose clocks are as wrong as they may be. */
    private static final Duration MOST_AHEAD = Duration.ofMinutes(2);

    private final DataSource dataSource;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final DataKeys keys;
    private final ParcelRows parcels;
    private final SettlementRows settlements;

    FeedRows(DataSource dataSource, TransactionTemplate transactions, DataKeys keys) {
        this.dataSource = dataSource;
        this.jdbc = JdbcClient.create(dataSource);
        this.transactions = transactions;
        this.keys = keys;
        this.parcels = new ParcelRows(jdbc, keys);
        this.settlements = new SettlementRows(jdbc, transactions, parcels);
    }

    /** The parcels one by one. */
    ParcelRows parcels() {
        return parcels;
    }

    /** What recipients say of them. */
    SettlementRows settlements() {
        return settlements;
    }

    /** Where a recipient stands. */
    record Cursor(long nextEntry, long nextNumber) {}

    Optional<Cursor> cursor(String recipient) {
        return jdbc.sql("select next_entry, next_number from feed_cursor where recipient = ?")
                .param(recipient)
                .query((row, number) -> new Cursor(row.getLong(1), row.getLong(2)))
                .optional();
    }

    /**
     * Where a recipient stands once nothing that would move it is under way: waits for a transaction whose answer was lost, which
     * the server ends within seconds.
     */
    Optional<Cursor> settledCursor(String recipient) {
        return jdbc.sql("select next_entry, next_number from feed_cursor where recipient = ? for share")
                .param(recipient)
                .query((row, number) -> new Cursor(row.getLong(1), row.getLong(2)))
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

    /** Passes over entries that are not given, under the recipient's lease. */
    void moveCursor(Lease lease, String recipient, long from, long to, Instant now) {
        transactions.executeWithoutResult(status -> {
            lease.guard(dataSource);
            int moved = jdbc.sql("update feed_cursor set next_entry = ?, updated_at = ?"
                            + " where recipient = ? and next_entry = ?")
                    .params(to, utc(now), recipient, from)
                    .update();
            requireOne(moved, recipient);
        });
    }

    /**
     * Writes a parcel down and moves the cursor, under the recipient's lease; the old cursor is the condition that a second
     * feeder fails on besides.
     */
    void prepare(Lease lease, PreparedParcel prepared, Cursor before, Instant now) {
        Parcel parcel = prepared.parcel();
        DataKey key = keys.current(parcel.recipient(), now);
        byte[] document = key.close(parcel.document(), ParcelPlace.document(parcel.recipient(), parcel.number()));
        transactions.executeWithoutResult(status -> {
            lease.guard(dataSource);
            Instant at = notBefore(parcel, prepared.checkpointSize(), now);
            jdbc.sql("insert into parcel (recipient, number, state, from_entry, to_entry, entries, withdrawals,"
                            + " records, agreements, document, checkpoint_size, prepared_at)"
                            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
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
                            document,
                            prepared.checkpointSize(),
                            utc(at))
                    .update();
            for (Parcel.Rendition rendition : parcel.renditions()) {
                jdbc.sql("insert into parcel_rendition (recipient, number, name, media_type, content)"
                                + " values (?, ?, ?, ?, ?)")
                        .params(
                                parcel.recipient(),
                                parcel.number(),
                                rendition.name(),
                                rendition.mediaType(),
                                key.close(
                                        rendition.content(),
                                        ParcelPlace.rendition(parcel.recipient(), parcel.number(), rendition.name())))
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
            forget(parcel.recipient(), prepared.backlog());
        });
        parcels.atHand().keep(parcel, document);
    }

    /**
     * The moment that a parcel is dated: its predecessor may have been made by a node whose clock is ahead, and the days of
     * numbers follow one another.
     *
     * @throws TryAgainLater when the predecessor refers to a larger checkpoint: to its recipient the ledger would have shrunk
     */
    private Instant notBefore(Parcel parcel, long checkpointSize, Instant now) {
        Optional<Predecessor> predecessor = jdbc.sql(
                        "select checkpoint_size, prepared_at from parcel where recipient = ? and number = ?")
                .params(parcel.recipient(), parcel.number() - 1)
                .query((row, number) -> new Predecessor(
                        row.getLong(1), row.getObject(2, OffsetDateTime.class).toInstant()))
                .optional();
        if (predecessor.isEmpty()) {
            return now;
        }
        if (predecessor.get().checkpointSize > checkpointSize) {
            throw new TryAgainLater(FeedProblem.BEHIND, null, checkpointSize, predecessor.get().checkpointSize);
        }
        Instant at = predecessor.get().at;
        // By more than that only a clock was ahead that nobody stood back for: its date must not become that of all to
        // come.
        return at.isAfter(now) && at.isBefore(now.plus(MOST_AHEAD)) ? at : now;
    }

    private record Predecessor(long checkpointSize, Instant at) {}

    /**
     * Replaces a parcel by an empty one under its number; what is still permitted and what it withdrew goes to the backlog.
     *
     * @param seen the parcel as it was when that was decided
     * @return false when it was replaced or settled meanwhile; then nothing was changed
     */
    boolean replace(
            OpenParcel seen,
            Parcel empty,
            String statement,
            List<Long> stillPermitted,
            List<Long> withdrawn,
            Instant now) {
        byte[] document = keys.close(
                empty.recipient(), now, empty.document(), ParcelPlace.document(empty.recipient(), empty.number()));
        // Whatever comes of it: it is not likely to be sent as it was.
        parcels.atHand().drop(empty.recipient(), empty.number());
        Boolean replaced = transactions.execute(status -> {
            int changed = jdbc.sql("update parcel set document = ?, statement = ?,"
                            + " left_entries = case when left_at is null then left_entries else left_entries || entries end,"
                            + " entries = '{}', withdrawals = '{}', records = 0, agreements = '[]', state = ?"
                            + " where recipient = ? and number = ? and settled_at is null and former_state is null"
                            // What two threads saw alike only one of them replaces.
                            + " and statement is not distinct from ?::text and substring(document for 4) = ?")
                    .params(
                            document,
                            statement,
                            ParcelState.PREPARED.name(),
                            empty.recipient(),
                            empty.number(),
                            seen.statement(),
                            seen.key())
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

    /** Leaves out what may no longer be given, under the recipient's lease. */
    void dropBacklog(Lease lease, String recipient, List<Backlog> items) {
        transactions.executeWithoutResult(status -> {
            lease.guard(dataSource);
            forget(recipient, items);
        });
    }

    /** What became a withdrawal since it was read stays: nobody has looked at that yet. */
    private void forget(String recipient, List<Backlog> items) {
        if (!items.isEmpty()) {
            jdbc.sql("delete from feed_backlog b using unnest(?::bigint[], ?::boolean[]) as seen (entry, withdrawal)"
                            + " where b.recipient = ? and b.entry = seen.entry and b.withdrawal = seen.withdrawal")
                    .params(
                            items.stream().map(Backlog::entry).toArray(Long[]::new),
                            items.stream().map(Backlog::withdrawal).toArray(Boolean[]::new),
                            recipient)
                    .update();
        }
    }

    /**
     * Lets the parked records of a parcel go; those that are wanted are sent round again.
     *
     * @return how many were parked
     */
    int release(String recipient, long number, Set<Long> wanted, Instant now) {
        Integer released = transactions.execute(status -> {
            List<Long> entries = jdbc.sql("update parked_record set released_at = ? where recipient = ? and number = ?"
                            + " and released_at is null returning entry")
                    .params(utc(now), recipient, number)
                    .query(Long.class)
                    .list();
            backlog(recipient, entries.stream().filter(wanted::contains).toList(), false);
            return entries.size();
        });
        return released == null ? 0 : released;
    }

    /**
     * Puts those of the entries that have left for the recipient once into its backlog.
     *
     * @return false when as many wait there already; then nothing was put
     */
    boolean giveAgain(String recipient, List<Long> entries, int mostWaiting) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            int waiting = jdbc.sql("select count(*) from (select 1 from feed_backlog where recipient = ? limit ?) w")
                    .params(recipient, mostWaiting)
                    .query(Integer.class)
                    .single();
            if (waiting < mostWaiting) {
                backlog(recipient, parcels.left(recipient, entries), false);
            }
            return waiting < mostWaiting;
        }));
    }

    /** Why nothing is sent to a recipient; empty when it is not paused. */
    Optional<String> paused(String recipient) {
        return jdbc.sql("select reason from feed_pause where recipient = ?")
                .param(recipient)
                .query(String.class)
                .optional();
    }

    /** Pauses a recipient, also one that was given nothing yet; one that is paused stays so for the reason it has. */
    void pause(String recipient, String reason, Instant now) {
        jdbc.sql("insert into feed_pause (recipient, reason, paused_at) values (?, ?, ?)"
                        + " on conflict (recipient) do nothing")
                .params(recipient, reason, utc(now))
                .update();
    }

    /** Ends a pause. */
    void resume(String recipient) {
        jdbc.sql("delete from feed_pause where recipient = ?").param(recipient).update();
    }

    /** Writes down how a feed stands under a lease, unless a later holder of it did. */
    void tell(String recipient, long token, Standing standing) {
        jdbc.sql("insert into feed_standing (recipient, token, breaker, last_error, stopped) values (?, ?, ?, ?, ?)"
                        + " on conflict (recipient) do update set token = excluded.token, breaker = excluded.breaker,"
                        + " last_error = excluded.last_error, stopped = excluded.stopped"
                        + " where feed_standing.token <= excluded.token")
                .params(recipient, token, standing.breaker(), words(standing.lastError()), words(standing.stopped()))
                .update();
    }

    private static @Nullable String words(@Nullable String text) {
        return text == null ? null : ParcelRows.words(text);
    }

    /** How a feed stood when the node that serves it told last; empty when that one told nothing yet, or nobody serves it. */
    Optional<Standing> standing(String recipient) {
        // A node of an earlier version tells nothing: what the holder before it told must not pass for its word.
        return jdbc.sql("select s.breaker, s.last_error, s.stopped from feed_standing s"
                        + " join lease l on l.token = s.token where s.recipient = ? and l.name = ?")
                .params(recipient, FeedDispatcher.lease(recipient))
                .query((row, number) -> new Standing(row.getString(1), row.getString(2), row.getString(3)))
                .optional();
    }

    private static void requireOne(int rows, String recipient) {
        if (rows != 1) {
            throw new IllegalStateException("another process serves recipient " + recipient);
        }
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
