package org.anze.gateway.oversight;

import java.util.List;
import java.util.stream.Stream;

/**
 * What came of a page of records.
 *
 * @param escalations versions to write; the steps of a matter in the order of the ladder
 * @param reopened how many of them take up again what was settled
 * @param unjudged each key once
 */
record Judged(List<Escalation> escalations, int reopened, List<Unjudged> unjudged) {

    static final Judged NOTHING = new Judged(List.of(), 0, List.of());

    Judged plus(Judged more) {
        return new Judged(
                together(escalations, more.escalations), reopened + more.reopened, together(unjudged, more.unjudged));
    }

    private static <T> List<T> together(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    int resolved() {
        return (int) escalations.stream().filter(Escalation::isResolved).count();
    }

    int told() {
        return escalations.size() - resolved() - reopened;
    }
}
