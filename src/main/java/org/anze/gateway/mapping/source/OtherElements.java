package org.anze.gateway.mapping.source;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what stands where the records of an XML document were expected, so that one that names them otherwise is not taken
 * for one without records. An element that only has a text, once, says something about the whole and is no record. For one
 * reading.
 */
final class OtherElements {

    private static final int MOST = 5;
    private static final int LONGEST_SHOWN = 60;

    private final String[] path;
    /** Those that may be records by another name. */
    private final Set<String> found = new LinkedHashSet<>();
    /** Those that were met once, with a text or nothing. */
    private final Set<String> texts = new LinkedHashSet<>();

    private Location first = Location.WHOLE;
    private Location lastPlace = Location.WHOLE;
    private @Nullable String last;
    private int reached;

    /** @param path the names down to the records */
    OtherElements(String[] path) {
        this.path = path;
    }

    /** Takes note that the path leads so many elements down: what stands beside it further up is not what is looked for. */
    void reach(int depth) {
        if (depth > reached) {
            reached = depth;
            found.clear();
            texts.clear();
        }
        last = null;
    }

    /** Takes note of an element that is not on the path, but whose parent is. */
    void meet(int depth, String name, boolean attributes, Location place) {
        last = null;
        if (depth != reached + 1) {
            return;
        }
        last = name;
        lastPlace = place;
        if (attributes || texts.contains(name)) {
            isFilled();
        } else if (texts.size() < MOST) {
            texts.add(name);
        }
    }

    /** Takes note that the element met last has others in it. */
    void isFilled() {
        if (last != null && found.size() < MOST) {
            first = found.isEmpty() ? lastPlace : first;
            found.add(last);
        }
        last = null;
    }

    /** Refuses a document without a record that has them by another name. */
    void refuse() {
        if (!found.isEmpty()) {
            String names = found.stream().map(OtherElements::shown).collect(Collectors.joining(", "));
            throw new SenderMustCorrect(
                    SourceProblem.RECORDS_NAMED_OTHERWISE, first, path[reached], names, first.line(), first.column());
        }
    }

    private static String shown(String name) {
        return name.length() > LONGEST_SHOWN ? name.substring(0, LONGEST_SHOWN) : name;
    }
}
