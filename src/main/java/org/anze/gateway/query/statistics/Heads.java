package org.anze.gateway.query.statistics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.anze.gateway.ledger.TypeNumber;
import org.anze.gateway.record.RecordType;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What counts once, though several parties send it: a record of one type under one business key of one insurer, and an enterprise
 * or agency under its credit code whoever names it. Those stand once more for each insurer, as it says itself, for whoever may
 * count single insurers only. Safe for several threads.
 */
final class Heads {

    private static final Set<RecordType> BY_CREDIT_CODE =
            Collections.unmodifiableSet(EnumSet.of(RecordType.ENTERPRISE, RecordType.AGENCY));

    /** Lateral, because as a plain join it would be planned over whole tables. */
    private static final String NEWEST =
            "select w.business_key, w.record_type, n.provider, n.entry, e.insurer, e.operation"
                    + " from unnest((select ?::text[]), (select ?::int2[])) as w (business_key, record_type)"
                    + " cross join lateral (select distinct on (k.provider) k.provider, k.entry from record_key k"
                    + " where k.business_key = w.business_key and k.record_type = w.record_type and k.entry < ?"
                    + " order by k.provider, k.version desc) n"
                    + " cross join lateral (select l.insurer, l.operation from ledger_entry l where l.idx = n.entry limit 1) e";

    private final JdbcClient jdbc;

    Heads(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What records are sent under. */
    record Key(RecordType type, String businessKey) {}

    /**
     * What counts once.
     *
     * @param insurer empty for what no insurer numbers
     * @param apart as in {@link CellKey}
     */
    private record Counted(Key key, String insurer, boolean apart) {}

    private record Head(Key key, String provider, long entry, String insurer) {

        List<Counted> counted() {
            return countsByCreditCode(key.type())
                    ? List.of(new Counted(key, "", false), new Counted(key, insurer, true))
                    : List.of(new Counted(key, insurer, false));
        }

        boolean isInsurersOwn() {
            return !countsByCreditCode(key.type()) && provider.equals(insurer);
        }
    }

    /**
     * The entry that stands for what counts once.
     *
     * @param insurers those it is of; more than one only for an enterprise or agency
     * @param apart as in {@link CellKey}
     */
    record Standing(long entry, Set<String> insurers, boolean apart) {}

    /** Whether records of this type are of units that several insurers may name under one key. */
    static boolean countsByCreditCode(RecordType type) {
        return BY_CREDIT_CODE.contains(type);
    }

    /**
     * The entries that counted for these keys when the ledger had so many entries. Of what several parties sent the insurer's own
     * word stands, or else the newest; what is withdrawn does not.
     */
    Set<Standing> at(Collection<Key> keys, long position) {
        Map<Counted, List<Head>> counted = new HashMap<>();
        jdbc.sql(NEWEST)
                .params(
                        keys.stream().map(Key::businessKey).toArray(String[]::new),
                        keys.stream().map(key -> TypeNumber.of(key.type())).toArray(Short[]::new),
                        position)
                .query(row -> {
                    Head head = new Head(
                            new Key(TypeNumber.type(row.getShort(2)), row.getString(1)),
                            row.getString(3),
                            row.getLong(4),
                            row.getString(5));
                    if (!"VOID".equals(row.getString(6))) {
                        head.counted().forEach(once -> counted.computeIfAbsent(once, first -> new ArrayList<>())
                                .add(head));
                    }
                });
        Set<Standing> standing = new HashSet<>();
        counted.forEach((once, heads) -> standing.add(standing(heads, once.apart())));
        return standing;
    }

    private static Standing standing(List<Head> heads, boolean apart) {
        Head first = heads.stream()
                .max(Comparator.comparing(Head::isInsurersOwn).thenComparingLong(Head::entry))
                .orElseThrow();
        Set<String> insurers = new TreeSet<>();
        heads.forEach(head -> insurers.add(head.insurer()));
        return new Standing(first.entry(), insurers, apart);
    }
}
