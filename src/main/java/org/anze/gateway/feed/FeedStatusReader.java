package org.anze.gateway.feed;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.anze.gateway.access.Agreement;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.feed.FeedRows.Cursor;
import org.anze.gateway.ledger.TypeNumber;
import org.anze.gateway.party.Parties;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Counts per recipient from the parcels; what lies beyond its cursor is counted up to a limit. How its feed stands is what the
 * node knows that serves it.
 */
public final class FeedStatusReader implements FeedStatus {

    private static final int COUNT_LIMIT = 10_000;
    /** Entries that are looked at beyond the cursor: those of a recipient that is far behind are not all counted. */
    private static final int LOOK_AHEAD = 50_000;

    private final JdbcClient jdbc;
    private final FeedRows rows;
    private final FeedDispatcher dispatcher;
    private final Supplier<Agreements> agreements;
    private final Supplier<Parties> parties;
    private final Clock clock;

    FeedStatusReader(
            JdbcClient jdbc,
            FeedRows rows,
            FeedDispatcher dispatcher,
            Supplier<Agreements> agreements,
            Supplier<Parties> parties,
            Clock clock) {
        this.jdbc = jdbc;
        this.rows = rows;
        this.dispatcher = dispatcher;
        this.agreements = agreements;
        this.parties = parties;
        this.clock = clock;
    }

    @Override
    public List<RecipientStatus> recipients() {
        Set<String> names = parties.get().all().stream()
                .filter(party -> party.delivery() != null)
                .map(party -> party.id())
                .collect(Collectors.toCollection(TreeSet::new));
        names.addAll(jdbc.sql("select recipient from feed_cursor")
                .query(String.class)
                .list());
        List<RecipientStatus> list = new ArrayList<>();
        for (String name : names) {
            list.add(status(name, totals(name)));
        }
        return list;
    }

    private RecipientStatus status(String recipient, Totals totals) {
        Ahead ahead =
                rows.cursor(recipient).map(cursor -> ahead(recipient, cursor)).orElse(Ahead.NOTHING);
        Instant oldest = totals.oldest != null ? totals.oldest : ahead.oldest;
        Standing standing =
                dispatcher.feed(recipient).map(RecipientFeed::standing).orElse(Standing.NONE);
        return new RecipientStatus(
                recipient,
                totals.settled - totals.refused,
                totals.refused,
                totals.parked,
                totals.waiting + ahead.count,
                ahead.lowerBound,
                oldest,
                totals.outstanding,
                standing.breaker(),
                standing.lastError(),
                standing.stopped());
    }

    private record Totals(
            long settled,
            long waiting,
            int outstanding,
            long refused,
            long parked,
            @Nullable Instant oldest) {}

    /** From indexes that hold the figures: the parcels themselves are not read, however many there are. */
    private Totals totals(String recipient) {
        return jdbc.sql("""
                        select (select coalesce(sum(given), 0) from parcel
                                 where recipient = :recipient and settled_at is not null),
                               o.given, o.parcels, k.refused, k.parked,
                               (select e.received_at from parcel p join ledger_entry e on e.idx = p.entries[1]
                                 where p.recipient = :recipient and p.settled_at is null order by p.number limit 1)
                          from (select coalesce(sum(given), 0) as given, count(*) as parcels from parcel
                                 where recipient = :recipient and settled_at is null) o,
                               (select count(*) as refused, count(*) filter (where released_at is null) as parked
                                  from parked_record where recipient = :recipient) k
                        """)
                .param("recipient", recipient)
                .query((row, number) -> new Totals(
                        row.getLong(1),
                        row.getLong(2),
                        row.getInt(3),
                        row.getLong(4),
                        row.getLong(5),
                        instant(row.getObject(6, OffsetDateTime.class))))
                .single();
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private record Ahead(
            long count, boolean lowerBound, @Nullable Instant oldest) {
        static final Ahead NOTHING = new Ahead(0, false, null);
    }

    /** What the recipient may see beyond its cursor, by the same scopes that the decision uses. */
    private Ahead ahead(String recipient, Cursor cursor) {
        Instant now = clock.instant();
        List<String> conditions = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        values.add(cursor.nextEntry());
        values.add(cursor.nextEntry() + LOOK_AHEAD);
        for (Agreement agreement : agreements.get().of(recipient)) {
            if (agreement.inForce(now)) {
                conditions.add(condition(agreement, values));
            }
        }
        if (conditions.isEmpty()) {
            return Ahead.NOTHING;
        }
        values.add(COUNT_LIMIT);
        return jdbc.sql("select count(*), min(received_at), (select size from ledger_state) from (select received_at"
                        + " from ledger_entry where idx >= ? and idx < ? and (" + String.join(" or ", conditions)
                        + ") order by idx limit ?) as found")
                .params(values)
                .query((row, number) -> new Ahead(
                        row.getLong(1),
                        row.getLong(1) >= COUNT_LIMIT || row.getLong(3) > cursor.nextEntry() + LOOK_AHEAD,
                        instant(row.getObject(2, OffsetDateTime.class))))
                .single();
    }

    private static String condition(Agreement agreement, List<Object> values) {
        List<String> parts = new ArrayList<>();
        parts.add("record_type = any(?)");
        values.add(agreement.grants().stream()
                .filter(Agreement.Grant::isPushed)
                .map(grant -> TypeNumber.of(grant.type()))
                .toArray(Short[]::new));
        List<String> regions = agreement.coverage().regions();
        if (regions != null) {
            parts.add("risk_region like any(?)");
            values.add(regions.stream().map(prefix -> prefix + "%").toArray(String[]::new));
        }
        Set<String> sectors = agreement.coverage().sectors();
        if (sectors != null) {
            parts.add("sector = any(?)");
            values.add(sectors.toArray(String[]::new));
        }
        Set<String> insurers = agreement.coverage().insurers();
        if (insurers != null) {
            parts.add("insurer = any(?)");
            values.add(insurers.toArray(String[]::new));
        }
        return "(" + String.join(" and ", parts) + ")";
    }
}
