package org.anze.gateway.query;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.anze.gateway.access.Coverage;
import org.anze.gateway.ledger.TypeNumber;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds ledger entries by what stands beside them in the clear. Safe for several threads. */
final class RecordIndex {

    /** Parties with a record of one type under one key. */
    private static final int MOST_PROVIDERS = 50;

    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

    private final JdbcClient jdbc;

    RecordIndex(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The newest entries under a key, withdrawn ones among them, in the order of who sent them. */
    List<Long> heads(RecordKey key) {
        if (key.businessKey().indexOf('\0') >= 0) {
            return List.of();
        }
        return jdbc.sql("select entry from record_head where business_key = ? and record_type = ?"
                        + " and (?::text is null or provider = ?) order by provider limit ?")
                .params(key.businessKey(), TypeNumber.of(key.type()), key.provider(), key.provider(), MOST_PROVIDERS)
                .query(Long.class)
                .list();
    }

    /** The newest entries of a type that a unit is about, not withdrawn; the newest first. */
    List<Long> ofUnit(RecordType type, String uscc, int limit) {
        if (type == RecordType.ENDORSEMENT) {
            return endorsementsOf(uscc, limit);
        }
        return jdbc.sql("select e.idx from ledger_entry e where e.uscc = ? and e.record_type = ? and " + isHead("e")
                        + " order by e.idx desc limit ?")
                .params(uscc, TypeNumber.of(type), limit)
                .query(Long.class)
                .list();
    }

    /** An endorsement names its policy and not the unit; the policy is its own sender's or its insurer's (V-T02). */
    private List<Long> endorsementsOf(String uscc, int limit) {
        return jdbc.sql("select distinct e.idx from ledger_entry p join ledger_entry e on e.policy_no = p.business_key"
                        + " and e.record_type = ? and e.insurer = p.insurer and p.provider in (e.provider, e.insurer)"
                        + " where p.uscc = ? and p.record_type = ? and " + isHead("p") + " and " + isHead("e")
                        + " order by e.idx desc limit ?")
                .params(TypeNumber.of(RecordType.ENDORSEMENT), uscc, TypeNumber.of(RecordType.POLICY), limit)
                .query(Long.class)
                .list();
    }

    /** First position that was appended on this day in China or later. */
    long positionOf(LocalDate day) {
        return jdbc.sql("select coalesce(max(size), 0) from checkpoint where created_at < ?")
                .param(OffsetDateTime.of(day.atStartOfDay(), CHINA))
                .query(Long.class)
                .single();
    }

    /** A statement and its parameters. */
    record Statement(String sql, List<Object> parameters) {}

    /** Newest entries before a position that are in the filter and in one of the coverages; the newest first. */
    List<Long> page(RecordFilter filter, List<Coverage> coverages, long before, int limit) {
        long from = filter.from() == null ? 0 : positionOf(filter.from());
        long end = filter.to() == null
                ? before
                : Math.min(before, positionOf(filter.to().plusDays(1)));
        Statement statement = statement(filter, coverages, from, end, limit);
        return jdbc.sql(statement.sql)
                .params(statement.parameters)
                .query(Long.class)
                .list();
    }

    /** Equality with the columns of an index where there is any, then the order of the ledger backwards. */
    static Statement statement(RecordFilter filter, List<Coverage> coverages, long from, long end, int limit) {
        List<Object> parameters = new ArrayList<>();
        StringBuilder sql = new StringBuilder(
                "select e.idx from ledger_entry e where e.record_type = ?" + " and e.idx >= ? and e.idx < ?");
        parameters.add(TypeNumber.of(filter.type()));
        parameters.add(from);
        parameters.add(end);
        Coverage only = coverages.size() == 1 ? coverages.get(0) : Coverage.EVERYTHING;
        region(sql, parameters, filter.region() == null ? single(only.regions()) : filter.region());
        equality(sql, parameters, "e.sector", filter.sector() == null ? single(only.sectors()) : filter.sector());
        equality(sql, parameters, "e.insurer", filter.insurer() == null ? single(only.insurers()) : filter.insurer());
        coverages(sql, parameters, coverages);
        sql.append(" and ").append(isHead("e")).append(" order by e.idx desc limit ?");
        parameters.add(limit);
        return new Statement(sql.toString(), parameters);
    }

    /** A scalar subquery, because as a join it would be planned over the heads of all types. */
    private static String isHead(String entry) {
        return ("(select h.entry from record_head h where h.business_key = %1$s.business_key"
                        + " and h.record_type = %1$s.record_type and h.provider = %1$s.provider"
                        + " and h.operation <> 'VOID') = %1$s.idx")
                .formatted(entry);
    }

    private static @Nullable String single(@Nullable Iterable<String> values) {
        if (values == null) {
            return null;
        }
        Iterator<String> all = values.iterator();
        String first = all.next();
        return all.hasNext() ? null : first;
    }

    private static void region(StringBuilder sql, List<Object> parameters, @Nullable String region) {
        if (region == null) {
            return;
        }
        if (region.length() >= 4) {
            sql.append(" and left(e.risk_region, 4) = ?");
            parameters.add(region.substring(0, 4));
        }
        if (region.length() != 4) {
            sql.append(" and e.risk_region like ?");
            parameters.add(region + "%");
        }
    }

    private static void equality(StringBuilder sql, List<Object> parameters, String column, @Nullable String value) {
        if (value != null) {
            sql.append(" and ").append(column).append(" = ?");
            parameters.add(value);
        }
    }

    private static void coverages(StringBuilder sql, List<Object> parameters, List<Coverage> coverages) {
        if (coverages.stream().anyMatch(Coverage.EVERYTHING::equals)) {
            return;
        }
        List<String> alternatives = new ArrayList<>();
        for (Coverage coverage : coverages) {
            List<String> parts = new ArrayList<>();
            if (coverage.regions() != null) {
                parts.add("e.risk_region like any (?)");
                parameters.add(
                        coverage.regions().stream().map(prefix -> prefix + "%").toArray(String[]::new));
            }
            anyOf(parts, parameters, "e.sector", coverage.sectors());
            anyOf(parts, parameters, "e.insurer", coverage.insurers());
            alternatives.add("(" + String.join(" and ", parts) + ")");
        }
        sql.append(" and (").append(String.join(" or ", alternatives)).append(")");
    }

    private static void anyOf(
            List<String> parts, List<Object> parameters, String column, @Nullable Set<String> values) {
        if (values != null) {
            parts.add(column + " = any (?)");
            parameters.add(values.toArray(String[]::new));
        }
    }
}
