package org.anze.gateway.ledger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.anze.gateway.ledger.SearchTerms.Place;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.validation.Contents;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.Lookup;
import org.anze.gateway.validation.Reference;
import org.anze.gateway.validation.References;
import org.anze.gateway.validation.Wanted;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Looks up what a batch wants to know, in a few queries: the heads under the keys, the heads with the values, and the entries
 * themselves as far as they are no longer in memory. Of an entry only those units are opened that a rule asks for.
 *
 * <p>A plan is kept and must be right for any size of ledger, also when it was made in an empty one. So the arrays of what is asked
 * for stand in sub-queries: where the planner sees how long they are, PostgreSQL takes a plan for that length for better than the
 * kept one and plans every statement anew. And tables stand in sub-queries of their own, behind an {@code offset} or a {@code limit}:
 * nothing but an index look-up for each value is possible then. What the writer asks for every commit is written in the same way.
 *
 * <p>Bounded for each value, see {@link #mostRelated}. When there are more, they are the newest ones, and the same ones whatever
 * else the batch asks for; {@link References#related} says that its answer may be cut. Where all answers together would not fit
 * into memory, each is read when it is asked for and forgotten again.
 *
 * <p>Safe for several threads.
 */
public final class LedgerReferences implements Contents {

    /** Related entries for one policy number or credit code; enough to add up what belongs to it. */
    static final int MOST_RELATED = 2_000;
    /** Related entries for any other value, which can be as common as the name of a town. */
    private static final int MOST_WITH_TERM = 200;
    /** Entries that are held of all answers together; each takes some 2,500 bytes, and half a dozen threads ask. */
    public static final int MOST_HELD = 10_000;

    private static final long[] NONE = {};
    /** Values in one query; planning it costs as much as some ten of them. */
    private static final int SLICE = 500;

    static final String HEADS = "select h.record_type, h.business_key, h.entry"
            + " from unnest((select ?::text[]), (select ?::smallint[])) as q (business_key, record_type)"
            + " cross join lateral (select h.record_type, h.business_key, h.entry from record_head h"
            + " where h.business_key = q.business_key and h.record_type = q.record_type offset 0) h";

    static final String BY_POLICY = byColumn("policy_no");
    static final String BY_USCC = byColumn("uscc");
    static final String BY_TERM = "select q.number, array(select e.idx from record_term t"
            + " join ledger_entry e on e.idx = t.entry where t.term = q.term and "
            + isHead()
            + " order by t.entry desc limit ?) from unnest((select ?::int[]), (select ?::bytea[])) as q (number, term)";

    private final JdbcClient jdbc;
    private final LedgerReader reader;
    private final RecordDefinitions definitions;
    private final SearchTerms terms;
    private final int mostHeld;

    /** Over the ledger's database. */
    public LedgerReferences(JdbcClient jdbc, LedgerReader reader, RecordDefinitions definitions) {
        this(jdbc, reader, definitions, MOST_HELD);
    }

    /** As above, with another bound than {@link #MOST_HELD}. */
    public LedgerReferences(JdbcClient jdbc, LedgerReader reader, RecordDefinitions definitions, int mostHeld) {
        this.mostHeld = mostHeld;
        this.jdbc = jdbc;
        this.reader = reader;
        this.definitions = definitions;
        this.terms = reader.searchTerms();
    }

    private static String byColumn(String column) {
        return "select q.number, array(select e.idx from ledger_entry e where e." + column + " = q.value"
                + " and e.record_type = q.record_type and " + isHead() + " order by e.idx desc limit ?)"
                + " from unnest((select ?::int[]), (select ?::smallint[]), (select ?::text[]))"
                + " as q (number, record_type, value)";
    }

    private static String isHead() {
        return "(select h.entry = e.idx and h.operation <> 'VOID' from record_head h"
                + " where h.business_key = e.business_key and h.record_type = e.record_type and h.provider = e.provider)";
    }

    /** Entries that an answer has at most. */
    public static int mostRelated(Lookup lookup) {
        return SearchTerms.place(lookup.type(), lookup.field()) == Place.TERM ? MOST_WITH_TERM : MOST_RELATED;
    }

    @Override
    public State state(KnownRecord record) {
        return record.values() instanceof OpenedValues values ? values.state() : State.READABLE;
    }

    /** Of a record of an answer. */
    @Override
    public Instant receivedAt(KnownRecord record) {
        return ((OpenedValues) record.values()).received();
    }

    /** What the ledger has of these, each answer in its order; asks the database nothing when there are none. */
    public LedgerAnswers lookUp(Wanted wanted) {
        // The size first: what is appended after the look and before the commit is then noticed by the writer.
        long position = reader.size();
        Map<Reference, List<Long>> heads = heads(wanted.references());
        Map<Lookup, long[]> related = related(List.copyOf(wanted.lookups()));
        Set<Long> entries = new HashSet<>();
        for (long[] each : related.values()) {
            if (entries.size() <= mostHeld) {
                entries.addAll(boxed(each));
            }
        }
        boolean tooMany = entries.size() > mostHeld;
        if (tooMany) {
            entries.clear();
        }
        heads.values().forEach(entries::addAll);
        Map<Long, KnownRecord> known = known(entries);
        Map<Reference, List<KnownRecord>> under = new HashMap<>();
        heads.forEach((reference, each) -> under.put(reference, resolve(each, known)));
        return new LedgerAnswers(
                position,
                under,
                tooMany ? oneByOne(related) : held(related, known),
                lookup -> related.getOrDefault(lookup, NONE).length,
                tooMany);
    }

    private static Function<Lookup, List<KnownRecord>> held(Map<Lookup, long[]> found, Map<Long, KnownRecord> known) {
        Map<Lookup, List<KnownRecord>> held = new HashMap<>();
        found.forEach((lookup, each) -> held.put(lookup, resolve(boxed(each), known)));
        return lookup -> held.getOrDefault(lookup, List.of());
    }

    /** Reads an answer when it is asked for; what is held is left to a cache that does not lose everything to a long round. */
    private Function<Lookup, List<KnownRecord>> oneByOne(Map<Lookup, long[]> found) {
        Cache<Lookup, List<KnownRecord>> held = Caffeine.newBuilder()
                .maximumWeight(mostHeld)
                .weigher((Lookup lookup, List<KnownRecord> known) -> known.size())
                // A pool of others would come to it too late.
                .executor(Runnable::run)
                .build();
        return lookup -> held.get(lookup, asked -> {
            List<Long> entries = boxed(found.getOrDefault(asked, NONE));
            return resolve(entries, known(entries));
        });
    }

    private static List<Long> boxed(long[] entries) {
        return Arrays.stream(entries).boxed().toList();
    }

    private static List<KnownRecord> resolve(List<Long> entries, Map<Long, KnownRecord> known) {
        return entries.stream().sorted().map(known::get).toList();
    }

    private Map<Reference, List<Long>> heads(Collection<Reference> wanted) {
        List<String> keys = new ArrayList<>(wanted.size());
        List<Short> types = new ArrayList<>(wanted.size());
        for (Reference reference : wanted) {
            if (isText(reference.businessKey())) {
                keys.add(reference.businessKey());
                types.add(TypeNumber.of(reference.type()));
            }
        }
        Map<Reference, List<Long>> heads = new HashMap<>();
        if (!keys.isEmpty()) {
            jdbc.sql(HEADS)
                    .params(keys.toArray(String[]::new), types.toArray(Short[]::new))
                    .query(row -> {
                        heads.computeIfAbsent(
                                        new Reference(TypeNumber.type(row.getShort(1)), row.getString(2)),
                                        key -> new ArrayList<>(1))
                                .add(row.getLong(3));
                    });
        }
        return heads;
    }

    private Map<Lookup, long[]> related(List<Lookup> wanted) {
        Map<Lookup, long[]> related = new HashMap<>();
        for (int from = 0; from < wanted.size(); from += SLICE) {
            related(wanted.subList(from, Math.min(wanted.size(), from + SLICE)), related);
        }
        return related;
    }

    private void related(List<Lookup> wanted, Map<Lookup, long[]> related) {
        Columns policies = new Columns();
        Columns units = new Columns();
        List<Integer> numbers = new ArrayList<>();
        List<byte[]> hashes = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            Lookup lookup = wanted.get(i);
            Place place = SearchTerms.place(lookup.type(), lookup.field());
            if (place == Place.TERM) {
                numbers.add(i);
                hashes.add(terms.of(lookup));
            } else if (isText(lookup.value())) {
                (place == Place.POLICY_NO ? policies : units).add(i, lookup);
            }
        }
        // Only what is asked for: planning a part costs more than looking up a few values.
        List<String> parts = new ArrayList<>(3);
        List<Object> values = new ArrayList<>();
        policies.addTo(BY_POLICY, parts, values);
        units.addTo(BY_USCC, parts, values);
        if (!numbers.isEmpty()) {
            parts.add(BY_TERM);
            values.addAll(List.of(MOST_WITH_TERM, numbers.toArray(Integer[]::new), hashes.toArray(byte[][]::new)));
        }
        if (parts.isEmpty()) {
            return;
        }
        jdbc.sql(String.join(" union all ", parts)).params(values).query(row -> {
            Long[] entries = (Long[]) row.getArray(2).getArray();
            if (entries.length > 0) {
                related.put(
                        wanted.get(row.getInt(1)),
                        Arrays.stream(entries).mapToLong(Long::longValue).toArray());
            }
        });
    }

    /** What is asked for was not checked yet; the database takes no NUL and has nothing with one. */
    private static boolean isText(String value) {
        return value.indexOf('\0') < 0;
    }

    /** Lookups by one column, as the columns of a table. */
    private static final class Columns {
        private final List<Integer> numbers = new ArrayList<>();
        private final List<Short> types = new ArrayList<>();
        private final List<String> values = new ArrayList<>();

        void add(int number, Lookup lookup) {
            numbers.add(number);
            types.add(TypeNumber.of(lookup.type()));
            values.add(lookup.value());
        }

        void addTo(String part, List<String> statement, List<Object> parameters) {
            if (!numbers.isEmpty()) {
                statement.add(part);
                parameters.add(MOST_RELATED);
                parameters.add(numbers.toArray(Integer[]::new));
                parameters.add(types.toArray(Short[]::new));
                parameters.add(values.toArray(String[]::new));
            }
        }
    }

    private Map<Long, KnownRecord> known(Collection<Long> entries) {
        Map<Long, KnownRecord> known = new HashMap<>();
        if (!entries.isEmpty()) {
            for (LedgerReader.Content entry : reader.contents(entries)) {
                known.put(entry.index(), known(entry));
            }
        }
        return known;
    }

    private KnownRecord known(LedgerReader.Content entry) {
        return new KnownRecord(
                entry.type(),
                entry.businessKey(),
                entry.provider(),
                entry.version(),
                entry.operation(),
                entry.scope(),
                new OpenedValues(entry, definitions.of(entry.type(), entry.schemaVersion())));
    }
}
