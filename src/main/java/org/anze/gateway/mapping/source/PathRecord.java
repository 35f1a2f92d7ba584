package org.anze.gateway.mapping.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;

/** One record of an XML or JSON source: texts under paths. */
final class PathRecord implements RawRecord, Leaves {

    private final long ordinal;
    private final Location location;
    private final String base;
    private final Map<String, String> header;
    private final String[] paths;
    private final @Nullable String[] texts;
    private final Kind[] kinds;
    private final long[] places;
    private final Map<String, Integer> first;

    private PathRecord(Builder builder, long ordinal) {
        this.ordinal = ordinal;
        this.location = builder.location;
        this.base = builder.base;
        this.header = builder.header;
        this.paths = builder.paths.toArray(new String[0]);
        this.texts = builder.texts.toArray(new String[0]);
        this.kinds = builder.kinds.toArray(new Kind[0]);
        this.places = Arrays.copyOf(builder.places, paths.length);
        this.first = new HashMap<>(paths.length * 2);
        for (int i = paths.length - 1; i >= 0; i--) {
            first.put(paths[i], i);
        }
    }

    @Override
    public long ordinal() {
        return ordinal;
    }

    @Override
    public Location location() {
        return location;
    }

    @Override
    public @Nullable String value(String column) {
        Integer index = first.get(column);
        return index == null ? header.get(column) : texts[index];
    }

    @Override
    public List<String> values(String column) {
        Integer index = first.get(column);
        if (index == null) {
            String above = header.get(column);
            return above == null ? List.of() : List.of(above);
        }
        List<String> values = new ArrayList<>();
        for (int i = index; i < paths.length; i++) {
            String text = texts[i];
            if (text != null && paths[i].equals(column)) {
                values.add(text);
            }
        }
        return values;
    }

    @Override
    public List<String> columns() {
        return List.copyOf(new LinkedHashSet<>(Arrays.asList(paths)));
    }

    @Override
    public Location locate(String column) {
        Integer index = first.get(column);
        String name = column.startsWith("/")
                ? column
                : base + "/" + column.replace("[", "/").replace("]", "");
        if (index == null) {
            return new Location(location.line(), location.column(), name);
        }
        return new Location(places[index] >>> 24, (int) (places[index] & 0xFFFFFF), name);
    }

    @Override
    public int size() {
        return paths.length;
    }

    @Override
    public String path(int index) {
        return paths[index];
    }

    @Override
    public @Nullable String text(int index) {
        return texts[index];
    }

    @Override
    public Kind kind(int index) {
        return kinds[index];
    }

    /** Collects the values of one record within the limits; for one thread. */
    static final class Builder {
        private final SourceSettings.Limits limits;
        private final Map<String, String> header;
        private final List<String> paths = new ArrayList<>();
        private final List<@Nullable String> texts = new ArrayList<>();
        private final List<Kind> kinds = new ArrayList<>();
        private long[] places = new long[16];
        private int characters;
        private Location location = Location.WHOLE;
        private String base = "";

        Builder(SourceSettings.Limits limits, Map<String, String> header) {
            this.limits = limits;
            this.header = header;
        }

        /** Begins another record; {@code base} is put before its paths in messages. */
        void begin(Location start, String base) {
            this.location = start;
            this.base = base;
            paths.clear();
            texts.clear();
            kinds.clear();
            characters = 0;
        }

        void add(String path, @Nullable String text, Kind kind, long line, int column) {
            characters += text == null ? 0 : text.length();
            if (paths.size() >= limits.columns()) {
                throw tooLarge(line, column, limits.columns() + " values");
            }
            if (characters > limits.recordCharacters()) {
                throw tooLarge(line, column, limits.recordCharacters() + " characters");
            }
            if (places.length == paths.size()) {
                places = Arrays.copyOf(places, 2 * places.length);
            }
            // Line and column share a long: files of legacy systems are one line of many megabytes or many short ones.
            places[paths.size()] = line << 24 | Math.min(column, 0xFFFFFF);
            paths.add(path);
            texts.add(text);
            kinds.add(kind);
        }

        private static SenderMustCorrect tooLarge(long line, int column, String limit) {
            return new SenderMustCorrect(
                    SourceProblem.TOO_DEEP_OR_LARGE, new Location(line, column, null), line, column, limit);
        }

        PathRecord build(long ordinal) {
            return new PathRecord(this, ordinal);
        }
    }
}
