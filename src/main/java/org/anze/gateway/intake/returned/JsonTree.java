package org.anze.gateway.intake.returned;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anze.gateway.mapping.source.Leaves;
import org.jspecify.annotations.Nullable;

/**
 * Objects and arrays built again from paths. A path does not tell every key: one with a slash reads like two. So what was
 * built is compared with the paths it was built from. For one record.
 */
final class JsonTree {

    private static final Pattern ELEMENT = Pattern.compile("(.*)\\[(\\d{1,5})\\]");
    private static final int MOST_EMPTY = 10_000;

    private final Map<String, Object> root = new LinkedHashMap<>();
    private boolean broken;
    private int empty;

    /** A value with the kind it had. */
    record Value(@Nullable String text, Leaves.Kind kind) {}

    /** Values and objects by their place; objects with nothing in them have no path, but keep their place. */
    static final class Array {
        private final TreeMap<Integer, Object> members = new TreeMap<>();

        private int next() {
            return members.isEmpty() ? 0 : members.lastKey() + 1;
        }

        List<Object> members() {
            List<Object> all = new ArrayList<>();
            members.forEach((place, member) -> {
                while (all.size() < place) {
                    all.add(Map.of());
                }
                all.add(member);
            });
            return all;
        }
    }

    Map<String, Object> root() {
        return root;
    }

    /**
     * Puts the next value in.
     *
     * @param said what is said beside it; null for nothing
     */
    void put(String path, Value value, @Nullable String said) {
        Map<String, Object> parent = root;
        String[] parts = path.split("/", -1);
        for (int i = 0; i < parts.length - 1; i++) {
            parent = below(parent, parts[i]);
            if (parent == null) {
                broken = true;
                return;
            }
        }
        String name = parts[parts.length - 1];
        Object before = parent.get(name);
        if (before == null) {
            parent.put(name, value);
        } else if (before instanceof Value) {
            Array array = new Array();
            array.members.put(0, before);
            array.members.put(1, value);
            parent.put(name, array);
        } else if (before instanceof Array array) {
            array.members.put(array.next(), value);
        } else {
            broken = true;
        }
        if (said != null) {
            parent.put(Marks.PROBLEM + name, said);
        }
    }

    private @Nullable Map<String, Object> below(Map<String, Object> parent, String part) {
        Matcher element = ELEMENT.matcher(part);
        if (!element.matches()) {
            return object(parent.computeIfAbsent(part, any -> new LinkedHashMap<String, Object>()));
        }
        String name = element.group(1);
        int place = Integer.parseInt(element.group(2));
        Object before = parent.computeIfAbsent(name, any -> new Array());
        if (before instanceof Value && place > 0) {
            Array array = new Array();
            array.members.put(0, before);
            parent.put(name, array);
            before = array;
        }
        if (!(before instanceof Array array)) {
            return null;
        }
        empty += Math.max(0, place - array.next());
        broken |= empty > MOST_EMPTY;
        return object(array.members.computeIfAbsent(place, any -> new LinkedHashMap<String, Object>()));
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Map<String, Object> object(Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : null;
    }

    /** Whether reading it again gives the same paths in the same order. */
    boolean isSame(Leaves leaves) {
        List<String> paths = new ArrayList<>();
        if (!broken) {
            addPaths("", root, paths);
        }
        boolean same = !broken && paths.size() == leaves.size();
        for (int i = 0; same && i < paths.size(); i++) {
            same = paths.get(i).equals(leaves.path(i));
        }
        return same;
    }

    private static void addPaths(String path, Object value, List<String> paths) {
        if (value instanceof Value) {
            paths.add(path);
        } else if (value instanceof Array array) {
            array.members.forEach((place, member) ->
                    addPaths(member instanceof Value ? path : path + "[" + place + "]", member, paths));
        } else if (value instanceof Map<?, ?> map) {
            map.forEach(
                    (name, member) -> addPaths(path.isEmpty() ? name.toString() : path + "/" + name, member, paths));
        }
    }
}
