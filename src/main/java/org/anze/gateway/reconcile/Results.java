package org.anze.gateway.reconcile;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.anze.gateway.ledger.TypeNumber;
import org.anze.gateway.reconcile.OwnSide.Difference;
import org.anze.gateway.reconcile.OwnSide.Kind;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The comparisons as they are kept, each for the party that asked. Safe for several threads. */
final class Results {

    private static final String COLUMNS = "id, party, direction, record_type, day, method, compared_at, our_count,"
            + " their_count, our_digest, their_digest, missing_here, missing_there, differing, verdict";

    /** Comparisons of a party whose differing records are kept, the newest; of older ones their numbers stay. */
    static final int LISTS_KEPT = 20;

    private final JdbcClient jdbc;
    private final ReconcileSettings settings;

    Results(JdbcClient jdbc, ReconcileSettings settings) {
        this.jdbc = jdbc;
        this.settings = settings;
    }

    /** What was compared. */
    enum Method {
        COUNT,
        DIGEST,
        LIST
    }

    /** What came of it. */
    enum Verdict {
        EQUAL,
        COUNTS_DIFFER,
        DIGESTS_DIFFER,
        RECORDS_DIFFER
    }

    /** One comparison. {@code id} is 0 before it is stored. */
    record Result(
            long id,
            String party,
            Direction direction,
            RecordType type,
            LocalDate day,
            Method method,
            Instant comparedAt,
            long ourCount,
            long theirCount,
            byte @Nullable [] ourDigest,
            byte @Nullable [] theirDigest,
            long missingHere,
            long missingThere,
            long differing,
            Verdict verdict) {

        Subject subject() {
            return new Subject(party, direction, type, day);
        }

        Result numbered(long number) {
            return new Result(
                    number,
                    party,
                    direction,
                    type,
                    day,
                    method,
                    comparedAt,
                    ourCount,
                    theirCount,
                    ourDigest,
                    theirDigest,
                    missingHere,
                    missingThere,
                    differing,
                    verdict);
        }
    }

    /** Stores a comparison and forgets the party's oldest, and its oldest differences, beyond the limits; returns its number. */
    long add(Result result, List<Difference> differences) {
        long id = jdbc.sql(
                        "insert into reconciliation (party, direction, record_type, day, method, compared_at, our_count,"
                                + " their_count, our_digest, their_digest, missing_here, missing_there, differing, verdict)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id")
                .param(result.party)
                .param(result.direction.name())
                .param(TypeNumber.of(result.type))
                .param(result.day)
                .param(result.method.name())
                .param(result.comparedAt.atOffset(ZoneOffset.UTC))
                .param(result.ourCount)
                .param(result.theirCount)
                .param(result.ourDigest)
                .param(result.theirDigest)
                .param(result.missingHere)
                .param(result.missingThere)
                .param(result.differing)
                .param(result.verdict.name())
                .query(Long.class)
                .single();
        if (!differences.isEmpty()) {
            jdbc.sql("insert into reconciliation_difference (reconciliation, number, kind, business_key, provider,"
                            + " version, entry) select ?, t.* from unnest(?::bigint[], ?::text[], ?::text[], ?::text[],"
                            + " ?::bigint[], ?::bigint[]) as t (number, kind, business_key, provider, version, entry)")
                    .params(
                            id,
                            LongStream.rangeClosed(1, differences.size())
                                    .boxed()
                                    .toArray(Long[]::new),
                            differences.stream().map(one -> one.kind().name()).toArray(String[]::new),
                            differences.stream().map(Difference::businessKey).toArray(String[]::new),
                            differences.stream().map(Difference::provider).toArray(String[]::new),
                            differences.stream().map(Difference::version).toArray(Long[]::new),
                            differences.stream().map(Difference::entry).toArray(Long[]::new))
                    .update();
            jdbc.sql("delete from reconciliation_difference d using reconciliation r where d.reconciliation = r.id"
                            + " and r.party = ? and r.id <= coalesce((select n.id from reconciliation n where n.party = ?"
                            + " and exists (select 1 from reconciliation_difference e where e.reconciliation = n.id)"
                            + " order by n.id desc offset ? limit 1), 0)")
                    .params(result.party, result.party, LISTS_KEPT)
                    .update();
        }
        jdbc.sql("delete from reconciliation where party = ? and id <= coalesce((select id from reconciliation"
                        + " where party = ? order by id desc offset ? limit 1), 0)")
                .params(result.party, result.party, settings.resultsKept())
                .update();
        return id;
    }

    /** A comparison of this party; empty when there is none or it is another's. */
    Optional<Result> find(String party, long id) {
        return jdbc.sql("select " + COLUMNS + " from reconciliation where party = ? and id = ?")
                .params(party, id)
                .query((row, number) -> result(row))
                .optional();
    }

    /** The newest comparison of each direction and type of a day. */
    List<Result> ofDay(Day day) {
        return jdbc.sql("select distinct on (direction, record_type) " + COLUMNS + " from reconciliation"
                        + " where party = ? and day = ? order by direction, record_type, id desc")
                .params(day.party(), day.date())
                .query((row, number) -> result(row))
                .list();
    }

    /** A stored difference and its number. */
    record Numbered(long number, Difference difference) {}

    List<Numbered> differences(long id, long after, int limit) {
        return jdbc.sql("select number, kind, business_key, provider, version, entry from reconciliation_difference"
                        + " where reconciliation = ? and number > ? order by number limit ?")
                .params(id, after, limit)
                .query((row, number) -> {
                    long entry = row.getLong(6);
                    return new Numbered(
                            row.getLong(1),
                            new Difference(
                                    Kind.valueOf(row.getString(2)),
                                    row.getString(3),
                                    row.getString(4),
                                    row.getLong(5),
                                    row.wasNull() ? null : entry));
                })
                .list();
    }

    private static Result result(ResultSet row) throws SQLException {
        return new Result(
                row.getLong(1),
                row.getString(2),
                Direction.valueOf(row.getString(3)),
                TypeNumber.type(row.getShort(4)),
                row.getObject(5, LocalDate.class),
                Method.valueOf(row.getString(6)),
                row.getObject(7, OffsetDateTime.class).toInstant(),
                row.getLong(8),
                row.getLong(9),
                row.getBytes(10),
                row.getBytes(11),
                row.getLong(12),
                row.getLong(13),
                row.getLong(14),
                Verdict.valueOf(row.getString(15)));
    }
}
