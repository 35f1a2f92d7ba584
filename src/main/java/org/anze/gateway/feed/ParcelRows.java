package org.anze.gateway.feed;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.anze.gateway.fault.FaultPoints;
import org.anze.gateway.fault.Step;
import org.anze.gateway.feed.PreparedParcel.AgreementRef;
import org.anze.gateway.keys.DataKeys;
import org.anze.gateway.keys.KeyProblem;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The parcels as they are stored, and how far each of them is. One statement a method. Safe for several threads. */
final class ParcelRows {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** Of those that are not settled only so many are looked at. */
    static final int MOST_OPEN = 100;

    private static final int LONGEST_WORDS = 500;
    private static final long MOST_AT_HAND = 24L << 20;
    private static final Duration LONGEST_AT_HAND = Duration.ofMinutes(1);

    private final JdbcClient jdbc;
    private final DataKeys keys;
    private final ParcelsAtHand atHand = new ParcelsAtHand(MOST_AT_HAND, LONGEST_AT_HAND, System::nanoTime);

    ParcelRows(JdbcClient jdbc, DataKeys keys) {
        this.jdbc = jdbc;
        this.keys = keys;
    }

    /**
     * A parcel that is not settled.
     *
     * @param statement why it is an empty replacement; null when it is none
     * @param wasSettled whether an operator ordered it to be sent again after it had been settled
     * @param sentAt when it was last handed over; null when it never was
     * @param checkpointSize of the checkpoint it refers to
     * @param key number of the data key that its document is closed under, as it stands in front of it
     * @param readable whether that key still exists
     */
    record OpenParcel(
            long number,
            ParcelState state,
            List<AgreementRef> agreements,
            @Nullable String statement,
            boolean wasSettled,
            int records,
            int attempts,
            @Nullable Instant sentAt,
            long checkpointSize,
            byte[] key,
            boolean readable) {

        private OpenParcel unreadable() {
            return new OpenParcel(
                    number,
                    state,
                    agreements,
                    statement,
                    wasSettled,
                    records,
                    attempts,
                    sentAt,
                    checkpointSize,
                    key,
                    false);
        }
    }

    List<OpenParcel> open(String recipient) {
        List<OpenParcel> open = jdbc
                .sql("select number, state, agreements, statement, former_state is not null, records,"
                        + " attempts, left_at, checkpoint_size, substring(document for 4)"
                        + " from parcel where recipient = ? and settled_at is null"
                        + " order by number limit ?")
                .params(recipient, MOST_OPEN)
                .query((row, number) -> new OpenParcel(
                        row.getLong(1),
                        ParcelState.valueOf(row.getString(2)),
                        List.of(JSON.readValue(row.getString(3), AgreementRef[].class)),
                        row.getString(4),
                        row.getBoolean(5),
                        row.getInt(6),
                        row.getInt(7),
                        instant(row, 8),
                        row.getLong(9),
                        row.getBytes(10),
                        true))
                .list()
                .stream()
                // Not while the row is read: who holds one connection must not wait for another.
                .map(parcel -> keys.opens(parcel.key()) ? parcel : parcel.unreadable())
                .toList();
        atHand.keepOnly(
                recipient,
                open.stream()
                        .filter(OpenParcel::readable)
                        .map(OpenParcel::number)
                        .collect(Collectors.toSet()));
        return open;
    }

    private record Closed(byte[] document, int records) {}

    private record ClosedRendition(String name, String mediaType, byte[] content) {}

    /**
     * A parcel as it is in the store at this moment.
     *
     * @param mark tells these bytes from those that may take their place
     */
    record StoredParcel(Parcel parcel, byte[] mark) {}

    /** @throws SenderMustCorrect with {@link KeyProblem#KEY_DESTROYED} */
    Optional<Parcel> parcel(String recipient, long number) {
        return stored(recipient, number).map(StoredParcel::parcel);
    }

    /** @throws SenderMustCorrect with {@link KeyProblem#KEY_DESTROYED} */
    Optional<StoredParcel> stored(String recipient, long number) {
        Optional<byte[]> mark = jdbc.sql(
                        "select substring(document for ?) from parcel where recipient = ? and number = ?")
                .params(ParcelsAtHand.MARK, recipient, number)
                .query((row, count) -> row.getBytes(1))
                .optional();
        if (mark.isEmpty()) {
            return Optional.empty();
        }
        if (!keys.opens(mark.get())) {
            atHand.drop(recipient, number);
        }
        keys.require(mark.get());
        return Optional.ofNullable(atHand.find(recipient, number, mark.get()))
                .map(parcel -> new StoredParcel(parcel, mark.get()))
                .or(() -> opened(recipient, number));
    }

    private Optional<StoredParcel> opened(String recipient, long number) {
        return jdbc.sql("select document, records from parcel where recipient = ? and number = ?")
                .params(recipient, number)
                .query((row, count) -> new Closed(row.getBytes(1), row.getInt(2)))
                .optional()
                .map(closed -> new StoredParcel(
                        new Parcel(
                                recipient,
                                number,
                                keys.open(closed.document(), ParcelPlace.document(recipient, number)),
                                renditions(recipient, number),
                                closed.records()),
                        Arrays.copyOf(closed.document(), ParcelsAtHand.MARK)));
    }

    /** The parcels that were written down last, as they are while they are not closed. */
    ParcelsAtHand atHand() {
        return atHand;
    }

    private List<Parcel.Rendition> renditions(String recipient, long number) {
        return jdbc
                .sql("select name, media_type, content from parcel_rendition" + " where recipient = ? and number = ?")
                .params(recipient, number)
                .query((row, count) -> new ClosedRendition(row.getString(1), row.getString(2), row.getBytes(3)))
                .list()
                .stream()
                .map(closed -> new Parcel.Rendition(
                        closed.name(),
                        closed.mediaType(),
                        keys.open(closed.content(), ParcelPlace.rendition(recipient, number, closed.name()))))
                .toList();
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
        FaultPoints.before(Step.LEAVING_WRITE, DataAccessResourceFailureException::new);
        jdbc.sql("update parcel set attempts = attempts + 1, left_at = ? where recipient = ? and number = ?")
                .params(utc(now), recipient, number)
                .update();
        FaultPoints.after(Step.LEAVING_WRITE, DataAccessResourceFailureException::new);
    }

    void failed(String recipient, long number, String error) {
        jdbc.sql("update parcel set last_error = ? where recipient = ? and number = ?")
                .params(words(error), recipient, number)
                .update();
    }

    void awaitingReceipt(String recipient, long number) {
        FaultPoints.before(Step.AWAITING_WRITE, DataAccessResourceFailureException::new);
        jdbc.sql("update parcel set state = ?, last_error = null where recipient = ? and number = ?"
                        + " and settled_at is null")
                .params(ParcelState.SENT.name(), recipient, number)
                .update();
        FaultPoints.after(Step.AWAITING_WRITE, DataAccessResourceFailureException::new);
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

    /** How many parcels besides this one are open again after they had been settled. */
    int reopened(String recipient, long besides) {
        return jdbc.sql("select count(*) from parcel where recipient = ? and settled_at is null"
                        + " and former_state is not null and number <> ?")
                .params(recipient, besides)
                .query(Integer.class)
                .single();
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

    /** Of each of these sets of entries, the newest that the recipient has or may have; nothing for those it has none of. */
    Map<Long, Long> newestGiven(String recipient, Map<Long, Set<Long>> entries) {
        List<Long> names = new ArrayList<>();
        List<Long> members = new ArrayList<>();
        entries.forEach((name, set) -> set.forEach(entry -> {
            names.add(name);
            members.add(entry);
        }));
        Map<Long, Long> newest = new HashMap<>();
        if (!members.isEmpty()) {
            jdbc.sql("select q.name, max(q.entry) from unnest(?::bigint[], ?::bigint[]) as q (name, entry)"
                            + " where exists (select 1 from parcel p"
                            + " where p.recipient = ? and int8range(p.from_entry, p.to_entry) @> q.entry"
                            + " and (q.entry = any(p.entries) or q.entry = any(p.left_entries))) group by q.name")
                    .params(names.toArray(Long[]::new), members.toArray(Long[]::new), recipient)
                    .query(row -> {
                        newest.put(row.getLong(1), row.getLong(2));
                    });
        }
        return newest;
    }

    /** Those of the entries that have left for a recipient in any parcel. */
    List<Long> left(String recipient, List<Long> entries) {
        return jdbc.sql("select q.entry from unnest(?::bigint[]) as q (entry) where exists (select 1 from parcel p"
                        + " where p.recipient = ? and p.left_at is not null"
                        + " and int8range(p.from_entry, p.to_entry) @> q.entry"
                        + " and (q.entry = any(p.entries) or q.entry = any(p.left_entries)))")
                .params(entries.toArray(Long[]::new), recipient)
                .query(Long.class)
                .list();
    }

    /** Another's words as a column takes them: not too long, without control characters. */
    static String words(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", " ");
        return clean.length() > LONGEST_WORDS ? clean.substring(0, LONGEST_WORDS) : clean;
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
