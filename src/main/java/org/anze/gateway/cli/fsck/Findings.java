package org.anze.gateway.cli.fsck;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was found: all of it counted, the first few of each kind with their place. For one thread. */
final class Findings {

    static final int MOST_PLACES = 20;

    private final Map<Damage, Long> counts = new EnumMap<>(Damage.class);
    private final Map<Damage, List<String>> places = new EnumMap<>(Damage.class);

    void add(Damage damage, String place) {
        counts.merge(damage, 1L, Long::sum);
        List<String> known = places.computeIfAbsent(damage, any -> new ArrayList<>());
        if (known.size() < MOST_PLACES) {
            known.add(place);
        }
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    Map<Damage, Long> counts() {
        return counts;
    }

    /** At most {@link #MOST_PLACES}. */
    List<String> places(Damage damage) {
        return places.getOrDefault(damage, List.of());
    }
}
