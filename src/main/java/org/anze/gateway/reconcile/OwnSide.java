package org.anze.gateway.reconcile;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.anze.gateway.ledger.TypeNumber;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.tree.TreeFrontier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * What we have of a party's day, read set-wise from the ledger and the parcels. The one place where records of a party are
 * chosen: every statement begins with its submissions, or with its parcels. Wants a transaction around it: rows come a portion at
 * a time. Safe for several threads.
 */
final class OwnSide {

    private static final int PORTION = 2000;

    /** Accepted records of the party's submissions of that day; what its sender said is hashed. */
    private static final String SENT = """
            select e.business_key, e.provider, e.version, e.idx, k.digest
              from submission s
              join ledger_entry e on e.submission = s.seq
              join record_key k on k.business_key = e.business_key and k.record_type = e.record_type
               and k.provider = e.provider and k.version = e.version and k.entry = e.idx
             where s.party = :party and s.received_at >= :from and s.received_at < :to
               and e.record_type = :type and e.provider = :party
            """;

    /**
     * Records that the recipient confirmed in parcels of that day and was not told to forget since, in this version or a later one;
     * the leaf of the ledger is hashed. A parcel that an operator sends again stays as it was settled.
     */
    private static final String DELIVERED = """
            select distinct e.business_key, e.provider, e.version, e.idx, e.leaf_hash as digest
              from parcel p
             cross join lateral unnest(p.entries) as g (entry)
              join ledger_entry e on e.idx = g.entry
             where p.recipient = :party and p.prepared_at >= :from and p.prepared_at < :to
               and coalesce(p.former_state, p.state) in ('ACKNOWLEDGED', 'REFUSED') and e.record_type = :type
               and not (coalesce(p.former_state, p.state) = 'REFUSED' and exists (select 1 from parked_record r
                                where r.recipient = p.recipient and r.number = p.number and r.entry = g.entry))
               and not exists (select 1 from (select number, unnest(withdrawals) as entry from parcel
                                               where recipient = :party and withdrawals <> '{}'
                                                 and coalesce(former_state, state) in ('ACKNOWLEDGED', 'REFUSED')) w
                                 join ledger_entry n on n.idx = w.entry
                                where n.business_key = e.business_key and n.record_type = e.record_type
                                  and n.provider = e.provider and n.version >= e.version and w.number > p.number)
            """;

    /** Every text compares by its UTF-8 bytes, whatever the language of the database. */
    private static final String ORDER = " order by business_key collate \"C\", provider collate \"C\", version";

    private final JdbcClient jdbc;
    private final Suite suite;

    OwnSide(JdbcClient jdbc, Suite suite) {
        this.jdbc = jdbc;
        this.suite = suite;
    }

    /**
     * Keys from one on and before another, by their UTF-8 bytes; null is no bound.
     */
    record Range(@Nullable String from, @Nullable String to) {
        static final Range ALL = new Range(null, null);

        private String condition() {
            return " where " + (from == null ? "true" : "business_key collate \"C\" >= :low")
                    + (to == null ? "" : " and business_key collate \"C\" < :high");
        }
    }

    /** An item of ours and its position in the ledger. */
    record OwnItem(Item item, long entry) {}

    /** Number and root of the items of a range. */
    record Sum(long count, byte[] hash) {}

    /** The common table expression {@code own}, for statements that join it; binds :party, :from, :to and :type. */
    static String with(Subject subject) {
        return "with own as (" + (subject.direction() == Direction.SENT ? SENT : DELIVERED) + ") ";
    }

    static StatementSpec bind(StatementSpec statement, Subject subject) {
        return statement
                .param("party", subject.party())
                .param("from", subject.day().from())
                .param("to", subject.day().to())
                .param("type", TypeNumber.of(subject.type()));
    }

    private StatementSpec sql(Subject subject, Range range, String select, String rest) {
        StatementSpec statement = bind(jdbc.sql(with(subject) + select + range.condition() + rest), subject);
        if (range.from != null) {
            statement = statement.param("low", range.from);
        }
        return range.to == null ? statement : statement.param("high", range.to);
    }

    long count(Subject subject, Range range) {
        return sql(subject, range, "select count(*) from own", "")
                .query(Long.class)
                .single();
    }

    /** A key at which a range may be divided. */
    record Bound(String businessKey, long entry) {}

    /**
     * Keys that divide a range into parts of about the same number of items; each once, in order. None when the range has no
     * more than {@code few} items, or all of them have one key.
     */
    List<Bound> bounds(Subject subject, Range range, int parts, int few) {
        List<Bound> bounds = new ArrayList<>();
        sql(
                        subject,
                        range,
                        "select business_key, idx from (select business_key, idx, row_number() over ("
                                + ORDER + ") as n, min(business_key collate \"C\") over () as first,"
                                + " count(*) over () as total from own",
                        ") numbered where total > :few and n % greatest(2, (total + :parts - 1) / :parts) = 1 and n > 1"
                                + " and business_key collate \"C\" > first order by n")
                .param("parts", parts)
                .param("few", few)
                .query((row, number) -> new Bound(row.getString(1), row.getLong(2)))
                .list()
                .forEach(bound -> {
                    if (bounds.isEmpty()
                            || !bounds.get(bounds.size() - 1).businessKey.equals(bound.businessKey)) {
                        bounds.add(bound);
                    }
                });
        return bounds;
    }

    /** Gives every item of a range to somebody, in order. */
    void walk(Subject subject, Range range, Compare compare, Consumer<OwnItem> taker) {
        sql(subject, range, "select business_key, provider, version, idx, digest from own", ORDER)
                .withFetchSize(PORTION)
                .query(row -> {
                    byte[] digest = compare == Compare.CONTENT ? row.getBytes(5) : new byte[Suite.HASH_LENGTH];
                    taker.accept(new OwnItem(
                            new Item(row.getString(1), row.getString(2), row.getLong(3), digest), row.getLong(4)));
                });
    }

    /** Count and hash of a range. */
    Sum sum(Subject subject, Range range, Compare compare) {
        TreeFrontier frontier = TreeFrontier.empty(suite);
        walk(subject, range, compare, own -> frontier.append(List.of(own.item.leaf(suite))));
        return new Sum(frontier.size(), frontier.root());
    }

    /** What they say they have of one record version. */
    record Claim(String businessKey, String provider, long version, byte @Nullable [] digest) {}

    /** One record that is not the same on both sides; {@code entry} is null for what we do not have. */
    record Difference(
            Kind kind,
            String businessKey,
            String provider,
            long version,
            @Nullable Long entry) {}

    /** In what a record differs. */
    enum Kind {
        MISSING_HERE,
        MISSING_THERE,
        DIFFERENT
    }

    /** Lays a list beside ours; the differences go to somebody in the order of their keys. */
    void compare(Subject subject, List<Claim> claims, Consumer<Difference> taker) {
        bind(jdbc.sql(with(subject) + """
                                , theirs as (
                                  select business_key, provider, version, decode(digest, 'hex') as digest
                                    from unnest(:keys::text[], :providers::text[], :versions::bigint[], :digests::text[])
                                      as t (business_key, provider, version, digest))
                                select case when t.version is null then 'MISSING_THERE'
                                            when o.version is null then 'MISSING_HERE' else 'DIFFERENT' end as kind,
                                       coalesce(o.business_key, t.business_key) as business_key,
                                       coalesce(o.provider, t.provider) as provider,
                                       coalesce(o.version, t.version) as version, o.idx
                                  from own o full join theirs t on t.business_key = o.business_key
                                   and t.provider = o.provider and t.version = o.version
                                 where o.version is null or t.version is null or t.digest <> o.digest
                                 order by coalesce(o.business_key, t.business_key) collate "C",
                                       coalesce(o.provider, t.provider) collate "C", coalesce(o.version, t.version)
                                """), subject)
                .param("keys", claims.stream().map(Claim::businessKey).toArray(String[]::new))
                .param("providers", claims.stream().map(Claim::provider).toArray(String[]::new))
                .param("versions", claims.stream().map(Claim::version).toArray(Long[]::new))
                .param(
                        "digests",
                        claims.stream()
                                .map(claim -> claim.digest == null
                                        ? null
                                        : HexFormat.of().formatHex(claim.digest))
                                .toArray(String[]::new))
                .withFetchSize(PORTION)
                .query(row -> {
                    long entry = row.getLong(5);
                    taker.accept(new Difference(
                            Kind.valueOf(row.getString(1)),
                            row.getString(2),
                            row.getString(3),
                            row.getLong(4),
                            row.wasNull() ? null : entry));
                });
    }
}
