package org.anze.gateway.access;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.anze.gateway.record.RecordType;

/** Lays what a recipient may count under two states of its agreements side by side. */
final class FigureRights {

    /** Nobody has agreements that begin and end so often; beyond it every type that is counted is taken for one that differs. */
    private static final int MOST_MOMENTS = 100;

    private FigureRights() {}

    /**
     * Record types for which it holds for any purpose, now or whenever one of the agreements begins or ends.
     *
     * @param differ of the right here and the right there
     */
    static Set<RecordType> where(
            BiPredicate<StatisticsRight, StatisticsRight> differ,
            String recipient,
            Agreements here,
            Agreements there,
            Instant now) {
        SortedSet<Instant> moments = new TreeSet<>(List.of(now));
        Set<RecordType> types = EnumSet.noneOf(RecordType.class);
        Stream.concat(here.of(recipient).stream(), there.of(recipient).stream()).forEach(agreement -> {
            Stream.of(agreement.from(), agreement.end())
                    .filter(moment -> moment.isAfter(now))
                    .forEach(moments::add);
            agreement.grants().stream()
                    .filter(grant -> grant.kind() != Agreement.Kind.STATUS)
                    .forEach(grant -> types.add(grant.type()));
        });
        if (moments.size() <= MOST_MOMENTS) {
            types.removeIf(type -> Stream.of(Purpose.values()).noneMatch(purpose -> moments.stream()
                    .anyMatch(moment -> differ.test(
                            here.figures(recipient, purpose, type, moment),
                            there.figures(recipient, purpose, type, moment)))));
        }
        return types;
    }
}
