package org.anze.gateway.access.change;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.anze.gateway.access.Agreement;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.access.Decision;
import org.anze.gateway.access.Facts;
import org.anze.gateway.access.Purpose;
import org.anze.gateway.record.DisclosedRecord.Manner;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/**
 * What a change of agreements does to the records of the last month: to those that are sent, and to those that may be asked
 * for. Rights to count and to ask yes or no are not in it. Records are named by their keys only.
 *
 * @param from records received since are counted
 * @param complete whether all of them were looked at, at all beginnings; otherwise {@code from} is how far back the count came
 * @param before the moment for which the old agreements were asked
 * @param after the last moment for which the new ones were asked: at each of their beginnings
 * @param looked records of the types concerned, each once, in its newest version
 * @param countsOrAsks whether rights to count or to ask yes or no change, which no record shows
 * @param types only those where something changes
 */
public record Preview(
        AgreementChange change,
        Instant from,
        boolean complete,
        Instant before,
        Instant after,
        long looked,
        boolean countsOrAsks,
        List<OfType> types) {

    private static final Duration MONTH = Duration.ofDays(31);
    private static final long MOST_LOOKED_AT = 1_000_000;
    private static final int SAMPLES = 5;
    private static final int MOST_MOMENTS = 12;

    /** Copies the list. */
    public Preview {
        types = List.copyOf(types);
    }

    /** Whether nobody gains and nobody loses anything of what came lately, as far as records show it. */
    public boolean isEmpty() {
        return types.isEmpty() && !countsOrAsks;
    }

    private static boolean countsOrAsks(Agreements old, Agreements fresh, String party) {
        return !figures(old, party).equals(figures(fresh, party));
    }

    private static List<Object> figures(Agreements agreements, String party) {
        List<Object> figures = new ArrayList<>();
        for (Agreement agreement : agreements.of(party)) {
            agreement.grants().stream()
                    .filter(grant -> grant.kind() != Agreement.Kind.RECORDS)
                    .forEach(grant ->
                            figures.add(List.of(agreement.coverage(), agreement.purpose(), agreement.from(), grant)));
        }
        return figures;
    }

    /**
     * One record type.
     *
     * @param gained records that were not given at all and would be
     * @param lost records that were given and would not be any more
     * @param units what happens to single units, of these and of the other records
     */
    public record OfType(RecordType type, Count gained, Count lost, List<OfUnit> units) {
        /** Copies the list. */
        public OfType {
            units = List.copyOf(units);
        }
    }

    /**
     * A unit that is given in another way than before.
     *
     * @param fields Chinese names of the fields in it
     * @param otherwise whether it was masked before and is masked after, but not alike: other fields or other persons
     */
    public record OfUnit(
            String unit, List<String> fields, Manner before, Manner after, boolean otherwise, Count records) {
        /** Copies the list. */
        public OfUnit {
            fields = List.copyOf(fields);
        }

        /** Whether the party sees more than before; what is only masked otherwise counts as a gain. */
        public boolean gains() {
            return otherwise || rank(after) > rank(before);
        }
    }

    /**
     * A number of records.
     *
     * @param keys business keys of the first five
     */
    public record Count(long records, List<String> keys) {
        /** Copies the list. */
        public Count {
            keys = List.copyOf(keys);
        }
    }

    private static int rank(Manner manner) {
        return switch (manner) {
            case WITHHELD -> 0;
            case MASKED -> 1;
            case GIVEN -> 2;
        };
    }

    static Preview of(
            AgreementChange change,
            Agreements old,
            Agreements fresh,
            RecordDefinitions definitions,
            RecentRecords recent,
            Instant now) {
        Tally tally = new Tally(change.party(), old, fresh, definitions, now);
        Instant from = now.minus(MONTH);
        Instant reached = recent.walk(from, tally.types, MOST_LOOKED_AT, tally);
        return new Preview(
                change,
                reached,
                !reached.isAfter(from) && tally.complete,
                now,
                tally.moments.get(tally.moments.size() - 1),
                tally.looked,
                countsOrAsks(old, fresh, change.party()),
                tally.result());
    }

    /** Counts. For one thread. */
    private static final class Tally implements RecentRecords.Visitor {
        private final String party;
        private final Agreements old;
        private final Agreements fresh;
        private final RecordDefinitions definitions;
        private final Instant now;
        private final List<Instant> moments;
        private final boolean complete;
        /** Null is the feed: what is pushed and what may be asked for is looked at apart. */
        private final List<@Nullable Purpose> asked = new ArrayList<>();

        private final Set<RecordType> types = EnumSet.noneOf(RecordType.class);
        private final Map<RecordType, OneType> counted = new EnumMap<>(RecordType.class);
        private long looked;

        Tally(String party, Agreements old, Agreements fresh, RecordDefinitions definitions, Instant now) {
            this.party = party;
            this.old = old;
            this.fresh = fresh;
            this.definitions = definitions;
            this.now = now;
            // Each beginning for itself: at the last of them an agreement that ends before would show nothing.
            SortedSet<Instant> begins = new TreeSet<>(List.of(now));
            fresh.of(party).stream()
                    .map(Agreement::from)
                    .filter(begin -> begin.isAfter(now))
                    .forEach(begins::add);
            this.moments = begins.stream().limit(MOST_MOMENTS).toList();
            this.complete = begins.size() <= MOST_MOMENTS;
            asked.add(null);
            Stream.concat(old.of(party).stream(), fresh.of(party).stream()).forEach(agreement -> {
                if (!asked.contains(agreement.purpose())) {
                    asked.add(agreement.purpose());
                }
                agreement.grants().forEach(grant -> types.add(grant.type()));
            });
        }

        @Override
        public void visit(RecordType type, String businessKey, Facts facts) {
            looked++;
            boolean gained = false;
            boolean lost = false;
            Set<Transition> transitions = new TreeSet<>();
            for (Purpose purpose : asked) {
                Decision.Permit was = permit(old, purpose, type, facts, now);
                List<Decision.Permit> will = new ArrayList<>();
                for (Instant moment : moments) {
                    Decision.Permit is = permit(fresh, purpose, type, facts, moment);
                    if (is != null) {
                        will.add(is);
                    }
                }
                gained |= was == null && !will.isEmpty();
                lost |= was != null && will.isEmpty();
                if (was != null || !will.isEmpty()) {
                    compare(definitions.of(type), was, will, transitions);
                }
            }
            if (transitions.isEmpty() && !gained && !lost) {
                return;
            }
            OneType one = counted.computeIfAbsent(type, first -> new OneType());
            if (gained) {
                one.gained.add(businessKey);
            }
            if (lost) {
                one.lost.add(businessKey);
            }
            transitions.forEach(transition ->
                    one.units.computeIfAbsent(transition, first -> new Keys()).add(businessKey));
        }

        /** Of several moments the one counts at which most is shown. */
        private void compare(
                RecordDefinition definition,
                Decision.@Nullable Permit was,
                List<Decision.Permit> will,
                Set<Transition> transitions) {
            for (String unit : definition.units()) {
                Manner shown = was == null ? Manner.WITHHELD : was.manner(unit);
                Manner shows = will.stream()
                        .map(is -> is.manner(unit))
                        .max(Comparator.comparingInt(Preview::rank))
                        .orElse(Manner.WITHHELD);
                boolean otherwise = was != null
                        && shown == Manner.MASKED
                        && shows == Manner.MASKED
                        && will.stream()
                                .anyMatch(is ->
                                        is.manner(unit) == Manner.MASKED && masksOtherwise(was, is, definition, unit));
                if (shown != shows || otherwise) {
                    transitions.add(new Transition(unit, shown, shows, otherwise));
                }
            }
        }

        /** Whether a masked unit may look another way. */
        private boolean masksOtherwise(
                Decision.Permit was, Decision.Permit is, RecordDefinition definition, String unit) {
            return was.persons() != is.persons()
                    || was.agreement().purpose() != is.agreement().purpose()
                    || definition.fieldsOf(unit).stream()
                            .anyMatch(field -> was.masks(unit, field.name()) != is.masks(unit, field.name()));
        }

        private Decision.@Nullable Permit permit(
                Agreements agreements, @Nullable Purpose purpose, RecordType type, Facts facts, Instant at) {
            return agreements.decide(party, purpose, type, facts, at) instanceof Decision.Permit permit ? permit : null;
        }

        List<OfType> result() {
            List<OfType> result = new ArrayList<>();
            counted.forEach((type, one) -> {
                if (!one.units.isEmpty() || one.gained.records + one.lost.records > 0) {
                    result.add(new OfType(type, one.gained.count(), one.lost.count(), one.units(definitions.of(type))));
                }
            });
            return result;
        }
    }

    private record Transition(String unit, Manner before, Manner after, boolean otherwise)
            implements Comparable<Transition> {
        @Override
        public int compareTo(Transition other) {
            return toString().compareTo(other.toString());
        }
    }

    private static final class OneType {
        private final Keys gained = new Keys();
        private final Keys lost = new Keys();
        private final Map<Transition, Keys> units = new TreeMap<>();

        List<OfUnit> units(RecordDefinition definition) {
            List<OfUnit> result = new ArrayList<>();
            for (String unit : definition.units()) {
                units.forEach((transition, keys) -> {
                    if (transition.unit.equals(unit)) {
                        result.add(new OfUnit(
                                unit,
                                definition.fieldsOf(unit).stream()
                                        .map(FieldDefinition::zh)
                                        .toList(),
                                transition.before,
                                transition.after,
                                transition.otherwise,
                                keys.count()));
                    }
                });
            }
            return result;
        }
    }

    private static final class Keys {
        private final List<String> first = new ArrayList<>();
        private long records;

        void add(String key) {
            records++;
            if (first.size() < SAMPLES) {
                first.add(key);
            }
        }

        Count count() {
            return new Count(records, first);
        }
    }
}
