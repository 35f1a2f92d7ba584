package org.anze.gateway.feed;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

/** Counts per recipient from the parcels; what lies beyond its cursor is counted up to a limit. */
public final class FeedStatusReader implements FeedStatus {

    private static final int COUNT_LIMIT = 10_000;

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
        Map<String, Totals> totals = totals();
        names.addAll(totals.keySet());
        List<RecipientStatus> list = new ArrayList<>();
        for (String name : names) {
            list.add(status(name, totals.getOrDefault(name, Totals.NONE)));
        }
        return list;
    }

    private RecipientStatus status(String recipient, Totals totals) {
        Ahead ahead =
                rows.cursor(recipient).map(cursor -> ahead(recipient, cursor)).orElse(Ahead.NOTHING);
        Instant oldest = totals.oldest != null ? totals.oldest : ahead.oldest;
        return new RecipientStatus(
                recipient,
                totals.settled - totals.refused,
                totals.refused,
                totals.parked,
                totals.waiting + ahead.count,
                ahead.count >= COUNT_LIMIT,
                oldest,
                totals.outstanding,
                dispatcher.feed(recipient).map(RecipientFeed::breakerState).orElse("CLOSED"),
                dispatcher.feed(recipient).map(RecipientFeed::lastError).orElse(null),
                dispatcher.feed(recipient).map(RecipientFeed::stopped).orElse(null));
    }

    private record Totals(
            long settled,
            long waiting,
            long refused,
            long parked,
            int outstanding,
            @Nullable Instant oldest) {
        static final Totals NONE = new Totals(0, 0, 0, 0, 0, null);
    }

    private Map<String, Totals> totals() {
        Map<String, Totals> totals = new TreeMap<>();
        jdbc.sql("""
                        select p.recipient,
                               coalesce(sum(cardinality(p.entries)) filter (where p.settled_at is not null), 0),
                               coalesce(sum(cardinality(p.entries)) filter (where p.settled_at is null), 0),
                               (select count(*) from parked_record k where k.recipient = p.recipient),
                               (select count(*) from parked_record k
                                 where k.recipient = p.recipient and k.released_at is null),
                               count(*) filter (where p.settled_at is null),
                               (select e.received_at from parcel o
                                  join ledger_entry e on e.idx = o.entries[1]
                                 where o.recipient = p.recipient and o.settled_at is null
                                 order by o.number limit 1)
                          from parcel p group by p.recipient
                        """)
                .query((row, number) -> {
                    OffsetDateTime oldest = row.getObject(7, OffsetDateTime.class);
                    return totals.put(
                            row.getString(1),
                            new Totals(
                                    row.getLong(2),
                                    row.getLong(3),
                                    row.getLong(4),
                                    row.getLong(5),
                                    row.getInt(6),
                                    oldest == null ? null : oldest.toInstant()));
                })
                .list();
        return totals;
    }

    private record Ahead(long count, @Nullable Instant oldest) {
        static final Ahead NOTHING = new Ahead(0, null);
    }

    /** What the recipient may see beyond its cursor, by the same scopes that the decision uses. */
    private Ahead ahead(String recipient, Cursor cursor) {
        Instant now = clock.instant();
        List<String> conditions = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        values.add(cursor.nextEntry());
        for (Agreement agreement : agreements.get().of(recipient)) {
            if (agreement.inForce(now)) {
                conditions.add(condition(agreement, values));
            }
        }
        if (conditions.isEmpty()) {
            return Ahead.NOTHING;
        }
        values.add(COUNT_LIMIT);
        return jdbc.sql("select count(*), min(received_at) from (select received_at from ledger_entry where idx >= ?"
                        + " and (" + String.join(" or ", conditions) + ") order by idx limit ?) as found")
                .params(values)
                .query((row, number) -> {
                    OffsetDateTime oldest = row.getObject(2, OffsetDateTime.class);
                    return new Ahead(row.getLong(1), oldest == null ? null : oldest.toInstant());
                })
                .single();
    }

    private static String condition(Agreement agreement, List<Object> values) {
        List<String> parts = new ArrayList<>();
        parts.add("record_type = any(?)");
        values.add(agreement.grants().stream()
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
