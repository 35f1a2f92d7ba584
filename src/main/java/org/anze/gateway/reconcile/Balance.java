package org.anze.gateway.reconcile;

import java.util.List;
import org.anze.gateway.ledger.TypeNumber;
import org.anze.gateway.reconcile.DayFigures.Delivered;
import org.anze.gateway.reconcile.DayFigures.DeliveredType;
import org.anze.gateway.reconcile.DayFigures.Sent;
import org.anze.gateway.reconcile.DayFigures.SentType;
import org.anze.gateway.reconcile.DayFigures.Signed;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Counts a party's day from the tables. What two tables say of the same thing is counted twice, so that a row that is gone shows.
 * Wants one snapshot of the database around it. Safe for several threads.
 */
final class Balance {

    private static final String SUBMISSIONS = """
            with s as materialized (select seq, received, accepted, rejected, duplicate, parked, finished_at from submission
                 where party = :party and received_at >= :from and received_at < :to)
            """;

    private static final String PARCELS = """
            with p as materialized (
                 select recipient, number, records, entries, withdrawals, prepared_at, statement, settled_at,
                        coalesce(former_state, state) as state
                   from parcel where recipient = :party and prepared_at >= :from and prepared_at < :to),
                 g as materialized (
                 select p.number, g.entry, e.idx, e.record_type, p.state,
                        p.state = 'REFUSED' and exists (select 1 from parked_record r where r.recipient = p.recipient
                                   and r.number = p.number and r.entry = g.entry) as refused
                   from p cross join lateral unnest(p.entries) as g (entry)
                   left join ledger_entry e on e.idx = g.entry)
            """;

    private final JdbcClient jdbc;

    Balance(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    DayFigures of(Day day) {
        return new DayFigures(day.party(), day.date(), sent(day), delivered(day));
    }

    private JdbcClient.StatementSpec sql(String statement, Day day) {
        return jdbc.sql(statement)
                .param("party", day.party())
                .param("from", day.from())
                .param("to", day.to());
    }

    private Sent sent(Day day) {
        List<SentType> types = sql(SUBMISSIONS + """
                        select type, sum(accepted)::bigint, sum(superseded)::bigint, sum(rejected)::bigint,
                               sum(parked)::bigint
                          from (select e.record_type::text as type, count(*) as accepted,
                                       count(*) filter (where e.late) as superseded, 0 as rejected, 0 as parked
                                  from s join ledger_entry e on e.submission = s.seq group by e.record_type
                                union all
                                select r.record_type, 0, 0, count(*), 0
                                  from s join rejected_record r on r.submission = s.seq group by r.record_type
                                union all
                                select w.record_type::text, 0, 0, 0, count(*)
                                  from s join parked_intake w on w.submission = s.seq group by w.record_type) counted
                         group by type
                        """, day)
                .query((row, number) ->
                        new TypeRow(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)))
                .list()
                .stream()
                .collect(TypeRow.merging());
        Signed signed = jdbc.sql("select received, accepted from reconciliation_sheet where party = ? and day = ?")
                .params(day.party(), day.date())
                .query((row, number) -> new Signed(row.getLong(1), row.getLong(2)))
                .optional()
                .orElse(null);
        return sql(SUBMISSIONS + """
                        select count(*), count(*) filter (where finished_at is null),
                               coalesce(sum(received), 0)::bigint, coalesce(sum(accepted), 0)::bigint,
                               coalesce(sum(rejected), 0)::bigint, coalesce(sum(duplicate), 0)::bigint,
                               coalesce(sum(parked), 0)::bigint,
                               (select count(*) from s join ledger_entry e on e.submission = s.seq),
                               (select count(*) from s join ledger_entry e on e.submission = s.seq
                                  join record_key k on k.business_key = e.business_key
                                   and k.record_type = e.record_type and k.provider = e.provider
                                   and k.version = e.version and k.entry = e.idx),
                               (select count(*) from s join rejected_record r on r.submission = s.seq),
                               (select count(*) from s join parked_intake w on w.submission = s.seq)
                          from s
                        """, day)
                .query((row, number) -> new Sent(
                        row.getLong(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8),
                        row.getLong(9),
                        row.getLong(10),
                        row.getLong(11),
                        signed,
                        types))
                .single();
    }

    private Delivered delivered(Day day) {
        List<DeliveredType> types = sql(PARCELS + """
                        select record_type, count(*),
                               count(*) filter (where not refused and state in ('ACKNOWLEDGED', 'REFUSED')),
                               count(*) filter (where refused),
                               count(*) filter (where not refused and state not in ('ACKNOWLEDGED', 'REFUSED'))
                          from g where record_type is not null group by record_type order by record_type
                        """, day)
                .query((row, number) -> new DeliveredType(
                        TypeNumber.type(row.getShort(1)),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5)))
                .list();
        return sql(PARCELS + """
                        select count(*), coalesce(min(number), 0), coalesce(max(number), 0),
                               coalesce((select max(o.number) from parcel o where o.recipient = :party
                                            and o.number < (select min(number) from p)), 0),
                               coalesce((select min(o.number) from parcel o where o.recipient = :party
                                            and o.number > (select max(number) from p)),
                                        (select next_number from feed_cursor where recipient = :party), 0),
                               count(*) filter (where state not in ('ACKNOWLEDGED', 'REFUSED')),
                               coalesce(sum(records), 0)::bigint, coalesce(sum(cardinality(entries)), 0)::bigint,
                               coalesce(sum(cardinality(withdrawals)), 0)::bigint,
                               (select count(idx) from g),
                               (select count(*) from g where not refused and state in ('ACKNOWLEDGED', 'REFUSED')),
                               (select count(*) from g where refused),
                               (select count(*) from g where not refused
                                   and state not in ('ACKNOWLEDGED', 'REFUSED')),
                               count(*) filter (where state = 'REFUSED' and cardinality(entries) > 0),
                               count(*) filter (where state = 'REFUSED' and cardinality(entries) > 0
                                   and exists (select 1 from parked_record r where r.recipient = p.recipient
                                                  and r.number = p.number))
                          from p
                        """, day)
                .query((row, number) -> new Delivered(
                        row.getLong(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8),
                        row.getLong(9),
                        row.getLong(10),
                        row.getLong(11),
                        row.getLong(12),
                        row.getLong(13),
                        row.getLong(14),
                        row.getLong(15),
                        types))
                .single();
    }
}
