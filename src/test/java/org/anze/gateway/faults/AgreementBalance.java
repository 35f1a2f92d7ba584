package org.anze.gateway.faults;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.anze.gateway.access.Agreement;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.access.Decision;
import org.anze.gateway.access.Facts;
import org.anze.gateway.ledger.TypeNumber;
import org.anze.gateway.record.Scope;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Whether, agreement by agreement, accepted = acknowledged + refused + waiting: every record of the ledger that the agreement
 * gives its recipient was acknowledged, was refused, or still waits, and nothing was given that no agreement gives.
 *
 * <p>No table says by which agreement a single record was given, only by which ones a parcel was. So the tables are asked for
 * counts by type and scope, in one statement that sees one moment, and the agreements themselves which of those they give. That
 * is exact where they decide by type and scope alone; where one would look into a record, this fails loudly. Later versions that
 * correct a record out of somebody's sight are withdrawn instead of given: the load has none.
 */
final class AgreementBalance {

    /**
     * By recipient, type and scope. What is given is counted from parcels and backlog without a look at the ledger first, so that
     * a record that is given twice, late, or not in the ledger at all tips the scales.
     */
    private static final String FIGURES = """
            with feeds as (
                 select r as recipient, coalesce(c.next_entry, 0) as next_entry
                   from unnest(:recipients) as r left join feed_cursor c on c.recipient = r),
                 given as (
                 select p.recipient, g.entry, p.agreements,
                        case when coalesce(p.former_state, p.state) not in ('ACKNOWLEDGED', 'REFUSED') then 'WAITING'
                             when d.entry is null then 'ACKNOWLEDGED'
                             when d.released_at is null then 'REFUSED'
                             else 'RELEASED' end as state
                   from parcel p cross join lateral unnest(p.entries) as g (entry)
                   left join parked_record d on d.recipient = p.recipient and d.number = p.number and d.entry = g.entry
                  union all
                 select recipient, entry, null, 'WAITING' from feed_backlog where not withdrawal),
                 counted as (
                 select f.recipient, e.record_type, e.risk_region, e.sector, e.insurer, null as agreements,
                        count(*) as accepted, 0 as acknowledged, 0 as refused, 0 as waiting,
                        count(*) filter (where e.idx >= f.next_entry) as ahead
                   from feeds f cross join ledger_entry e where not e.late
                  group by 1, 2, 3, 4, 5
                  union all
                 select g.recipient, e.record_type, e.risk_region, e.sector, e.insurer, g.agreements, 0,
                        count(*) filter (where g.state = 'ACKNOWLEDGED'),
                        count(*) filter (where g.state = 'REFUSED'),
                        count(*) filter (where g.state = 'WAITING'), 0
                   from given g left join ledger_entry e on e.idx = g.entry
                  group by 1, 2, 3, 4, 5, 6)
            select recipient, record_type, risk_region, sector, insurer, agreements, accepted, acknowledged, refused,
                   waiting, ahead
              from counted
            """;

    private AgreementBalance() {}

    /** Records of one type and scope, as they stand with one recipient. */
    private record Row(
            String recipient,
            @Nullable Short type,
            Scope scope,
            @Nullable String agreements,
            Figures figures) {

        static Row of(ResultSet row) throws SQLException {
            return new Row(
                    row.getString("recipient"),
                    row.getObject("record_type", Short.class),
                    new Scope(
                            row.getString("risk_region"),
                            row.getString("sector"),
                            String.valueOf(row.getString("insurer"))),
                    row.getString("agreements"),
                    new Figures(
                            row.getLong("accepted"),
                            row.getLong("acknowledged"),
                            row.getLong("refused"),
                            row.getLong("waiting"),
                            row.getLong("ahead")));
        }

        @Nullable
        Agreement giving(Agreements now, Instant instant) {
            if (type == null) {
                return null;
            }
            Decision decision =
                    now.decide(recipient, null, TypeNumber.type(type), Facts.of(scope, this::tell), instant);
            return decision instanceof Decision.Permit permit ? permit.agreement() : null;
        }

        private Object tell(String field) {
            throw new IllegalStateException(
                    "an agreement of " + recipient + " asks for " + field + ": it cannot be balanced by scope");
        }
    }

    /**
     * One side and the other.
     *
     * @param waiting in parcels that are not settled, and in the backlog
     * @param ahead after the cursor, not looked at yet
     */
    record Figures(long accepted, long acknowledged, long refused, long waiting, long ahead) {

        Figures plus(Figures more) {
            return new Figures(
                    accepted + more.accepted,
                    acknowledged + more.acknowledged,
                    refused + more.refused,
                    waiting + more.waiting,
                    ahead + more.ahead);
        }

        boolean balanced() {
            return accepted == acknowledged + refused + waiting + ahead;
        }

        boolean isNothingGiven() {
            return acknowledged + refused + waiting == 0;
        }

        @Override
        public String toString() {
            return "accepted %d, acknowledged %d, refused %d, waiting %d, not looked at yet %d"
                    .formatted(accepted, acknowledged, refused, waiting, ahead);
        }
    }

    /** What does not add up; empty when all does. */
    static List<String> violations(JdbcClient jdbc, Agreements agreements, Instant now) {
        List<String> violations = new ArrayList<>();
        Map<String, Figures> sums = sums(jdbc, agreements, now, violations);
        sums.forEach((agreement, figures) -> {
            if (!figures.balanced()) {
                violations.add("agreement " + agreement + ": " + figures);
            }
        });
        return violations;
    }

    /** The figures of each agreement that gives anything, as {@code recipient/agreement}. */
    static Map<String, Figures> figures(JdbcClient jdbc, Agreements agreements, Instant now) {
        return sums(jdbc, agreements, now, new ArrayList<>());
    }

    private static Map<String, Figures> sums(
            JdbcClient jdbc, Agreements agreements, Instant now, List<String> violations) {
        String[] recipients =
                agreements.all().stream().map(Agreement::recipient).distinct().toArray(String[]::new);
        List<Row> rows = jdbc.sql(FIGURES)
                .param("recipients", recipients)
                .query((row, number) -> Row.of(row))
                .list();
        Map<String, Figures> sums = new TreeMap<>();
        for (Row row : rows) {
            Agreement giving = row.giving(agreements, now);
            String what = row.recipient + " type " + row.type + " " + row.scope + ": " + row.figures;
            if (giving == null) {
                if (!row.figures.isNothingGiven()) {
                    violations.add("given without an agreement to " + what);
                }
                continue;
            }
            if (row.agreements != null && !row.agreements.contains("\"" + giving.id() + "\"")) {
                violations.add("given by " + row.agreements + " and not by " + giving.id() + " to " + what);
            }
            sums.merge(row.recipient + "/" + giving.id(), row.figures, Figures::plus);
        }
        return sums;
    }
}
