package org.anze.gateway.reconcile;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.reconcile.OwnSide.Kind;
import org.anze.gateway.reconcile.Results.Numbered;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Why a record differs, as far as the party's own submissions and its own parcels tell. What went to or came from anybody else
 * is not looked at, so that a key that was guessed is answered like one that does not exist. Safe for several threads.
 */
final class Explanations {

    private final JdbcClient jdbc;

    Explanations(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What became of a record that is on one side only. */
    enum State {
        /** We never had it from this party, or never gave it to it. */
        UNKNOWN,
        /** Accepted, but of a submission of another day: sent again, it was a duplicate. Or given on another day. */
        OTHER_DAY,
        /** Refused by the gateway that day, see the receipt; or by the recipient. */
        REJECTED,
        /** Waits for the record it refers to. */
        PARKED,
        /** Given, and the recipient's receipt is still to come. */
        WAITING,
        /** Given, and taken back by a later parcel. */
        WITHDRAWN,
        /** Was in a parcel that was emptied after it may have left. */
        REPLACED,
        /** We have it, and the recipient confirmed it. */
        CONFIRMED
    }

    /**
     * @param day on which we have it, when that is another one
     * @param parcels numbers of the parcels that hold it, the newest first; empty for what was sent
     */
    record Explanation(State state, @Nullable LocalDate day, List<Long> parcels) {}

    /** By number of the difference; those that need no word are left out. */
    Map<Long, Explanation> of(Subject subject, List<Numbered> differences) {
        return subject.direction() == Direction.SENT ? sent(subject, differences) : delivered(subject, differences);
    }

    private JdbcClient.StatementSpec sql(String statement, Subject subject, List<Numbered> differences) {
        return OwnSide.bind(jdbc.sql(statement), subject)
                .param("numbers", differences.stream().map(Numbered::number).toArray(Long[]::new))
                .param(
                        "keys",
                        differences.stream()
                                .map(one -> one.difference().businessKey())
                                .toArray(String[]::new))
                .param(
                        "providers",
                        differences.stream()
                                .map(one -> one.difference().provider())
                                .toArray(String[]::new))
                .param(
                        "versions",
                        differences.stream()
                                .map(one -> one.difference().version())
                                .toArray(Long[]::new));
    }

    private static final String ASKED = """
            with q as (select * from unnest(:numbers::bigint[], :keys::text[], :providers::text[], :versions::bigint[])
                         as q (number, business_key, provider, version))
            """;

    private Map<Long, Explanation> sent(Subject subject, List<Numbered> differences) {
        List<Numbered> missing = differences.stream()
                .filter(one -> one.difference().kind() == Kind.MISSING_HERE)
                .toList();
        Map<Long, Explanation> explained = new HashMap<>();
        if (missing.isEmpty()) {
            return explained;
        }
        missing.forEach(one -> explained.put(one.number(), new Explanation(State.UNKNOWN, null, List.of())));
        sql(ASKED + """
                        select q.number, 'REJECTED', null::timestamptz from q
                          join rejected_record r on r.business_key = q.business_key and r.record_type = :code
                          join submission s on s.seq = r.submission
                         where s.party = :party and s.received_at >= :from and s.received_at < :to
                        union all
                        select q.number, 'PARKED', null from q
                          join parked_intake w on w.business_key = q.business_key and w.record_type = :type
                          join submission s on s.seq = w.submission
                         where s.party = :party and s.received_at >= :from and s.received_at < :to
                        union all
                        select q.number, 'OTHER_DAY', s.received_at from q
                          join record_key k on k.business_key = q.business_key and k.record_type = :type
                           and k.provider = :party and k.version = q.version
                          join ledger_entry e on e.idx = k.entry
                          join submission s on s.seq = e.submission
                         where s.party = :party
                        """, subject, missing).param("code", subject.type().code()).query(row -> {
            OffsetDateTime time = row.getObject(3, OffsetDateTime.class);
            explained.put(
                    row.getLong(1),
                    new Explanation(
                            State.valueOf(row.getString(2)),
                            time == null ? null : Day.of(time.toInstant()),
                            List.of()));
        });
        return explained;
    }

    private Map<Long, Explanation> delivered(Subject subject, List<Numbered> differences) {
        Map<Long, Explanation> explained = new HashMap<>();
        if (differences.isEmpty()) {
            return explained;
        }
        differences.stream()
                .filter(one -> one.difference().kind() == Kind.MISSING_HERE)
                .forEach(one -> explained.put(one.number(), new Explanation(State.UNKNOWN, null, List.of())));
        sql(ASKED + """
                        select q.number, p.number, p.prepared_at, coalesce(p.former_state, p.state) as state,
                               k.entry = any(p.entries) as given,
                               exists (select 1 from parked_record r where r.recipient = p.recipient
                                          and r.number = p.number and r.entry = k.entry) as refused,
                               exists (select 1 from parcel w join record_key n on n.entry = any(w.withdrawals)
                                          and n.business_key = k.business_key and n.record_type = k.record_type
                                          and n.provider = k.provider and n.version >= k.version
                                        where w.recipient = p.recipient and w.number > p.number
                                          and w.withdrawals <> '{}') as withdrawn
                          from q
                          join record_key k on k.business_key = q.business_key and k.record_type = :type
                           and k.provider = q.provider and k.version = q.version
                          join parcel p on p.recipient = :party and int8range(p.from_entry, p.to_entry) @> k.entry
                           and (k.entry = any(p.entries) or k.entry = any(p.left_entries))
                         order by q.number, p.number
                        """, subject, differences).query(row -> {
            LocalDate day = Day.of(row.getObject(3, OffsetDateTime.class).toInstant());
            State state = state(row, day.equals(subject.date()));
            List<Long> parcels = new ArrayList<>(List.of(row.getLong(2)));
            Explanation earlier = explained.get(row.getLong(1));
            if (earlier != null) {
                parcels.addAll(earlier.parcels());
            }
            explained.put(row.getLong(1), new Explanation(state, day.equals(subject.date()) ? null : day, parcels));
        });
        return explained;
    }

    private static State state(ResultSet row, boolean thisDay) throws SQLException {
        if (!row.getBoolean("given")) {
            return State.REPLACED;
        }
        if (row.getBoolean("withdrawn")) {
            return State.WITHDRAWN;
        }
        String state = row.getString("state");
        if (state.equals("REFUSED") && row.getBoolean("refused")) {
            return State.REJECTED;
        }
        if (!state.equals("REFUSED") && !state.equals("ACKNOWLEDGED")) {
            return State.WAITING;
        }
        return thisDay ? State.CONFIRMED : State.OTHER_DAY;
    }
}
