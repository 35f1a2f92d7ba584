package org.anze.gateway.access.change;

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
import org.anze.gateway.access.change.Preview.Count;
import org.anze.gateway.access.change.Preview.OfType;
import org.anze.gateway.access.change.Preview.OfUnit;
import org.anze.gateway.record.DisclosedRecord.Manner;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/** Lays decisions under old and new agreements over records, and counts where they differ. For one thread. */
final class PreviewTally implements RecentRecords.Visitor {

    private static final int SAMPLES = 5;
    private static final int MOST_MOMENTS = 12;

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

    PreviewTally(String party, Agreements old, Agreements fresh, RecordDefinitions definitions, Instant now) {
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
    private boolean masksOtherwise(Decision.Permit was, Decision.Permit is, RecordDefinition definition, String unit) {
        return was.persons() != is.persons()
                || was.agreement().purpose() != is.agreement().purpose()
                || definition.fieldsOf(unit).stream()
                        .anyMatch(field -> was.masks(unit, field.name()) != is.masks(unit, field.name()));
    }

    private Decision.@Nullable Permit permit(
            Agreements agreements, @Nullable Purpose purpose, RecordType type, Facts facts, Instant at) {
        return agreements.decide(party, purpose, type, facts, at) instanceof Decision.Permit permit ? permit : null;
    }

    /** The types that are to be walked. */
    Set<RecordType> types() {
        return types;
    }

    /** Whether no beginning is left out. */
    boolean looksAtAllMoments() {
        return complete;
    }

    /** The last moment for which the new agreements are asked. */
    Instant lastMoment() {
        return moments.get(moments.size() - 1);
    }

    /** Records seen. */
    long looked() {
        return looked;
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
