package org.anze.gateway.mapping.source;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what stands where the records of an XML document were expected, so that one that names them otherwise is not taken
 * for one without records. What repeats may be records, and so may what is named alike, holds a column of theirs or holds
 * what repeats; any other element that stands once says something about the whole, and so does all that the mapping reads by an
 * absolute path. For one reading.
 */
final class OtherElements {

    private static final int MOST = 5;
    private static final int LONGEST_SHOWN = 60;

    private final String[] path;
    /** Where columns begin in a record; when none are known, anything in an element may be one. */
    private final Set<String> columns = new HashSet<>();
    /** Absolute paths, each with a slash at its end. */
    private final List<String> around = new ArrayList<>();
    /** Those that may be records by another name. */
    private final Set<String> found = new LinkedHashSet<>();
    /** Those that were met in the parent that is open; as many as the reader allows names. */
    private final Set<String> met = new HashSet<>();
    /** The paths below the element met last; each has one object. */
    private final Set<PathNames.Node> held = new HashSet<>();

    private Location first = Location.WHOLE;
    private Location lastPlace = Location.WHOLE;
    private @Nullable String last;
    private int reached;

    /**
     * @param path the names down to the records
     * @param read columns and absolute paths that are read
     */
    OtherElements(String[] path, Collection<String> read) {
        this.path = path;
        for (String column : read) {
            if (column.startsWith("/")) {
                around.add(column + "/");
            } else {
                columns.add(plain(column.split("[/\\[]", 2)[0]));
            }
        }
    }

    /** Takes note that the path leads so many elements down: what stands beside it further up is not what is looked for. */
    void reach(int depth) {
        if (depth > reached) {
            reached = depth;
            found.clear();
        }
        if (depth == reached) {
            met.clear();
        }
        last = null;
    }

    /** Takes note of an element that is not on the path, but whose parent is; {@code where} is its absolute path. */
    void meet(int depth, String where, String name, Location place) {
        last = null;
        held.clear();
        String inside = where + "/";
        if (depth != reached + 1 || around.stream().anyMatch(read -> read.startsWith(inside))) {
            return;
        }
        last = name;
        lastPlace = place;
        if (!met.add(name) || isNamedAlike(name)) {
            mayBeRecord();
        }
    }

    /** Takes note of an element that the element met last has in it, at any depth; {@code path} leads to it. */
    void holdsElement(String name, PathNames.Node path) {
        if (last != null && !held.add(path)) {
            mayBeRecord();
        }
        holds(name);
    }

    /** Takes note of an attribute of the element met last, or of one in it. */
    void holdsAttribute(String name) {
        holds("@" + name);
    }

    private void holds(String name) {
        if (last != null && (columns.isEmpty() || columns.contains(plain(name)) || isNamedAlike(name))) {
            mayBeRecord();
        }
    }

    private void mayBeRecord() {
        if (last != null && found.size() < MOST) {
            first = found.isEmpty() ? lastPlace : first;
            found.add(last);
        }
        last = null;
    }

    private boolean isNamedAlike(String name) {
        for (int i = reached; i < path.length; i++) {
            if (path[i].equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT);
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
