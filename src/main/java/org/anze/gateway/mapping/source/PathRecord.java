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
final class PathRecord implements RawRecord, Leaves, Repeated {

    /** What a value takes beside its text; paths are shared. */
    private static final long LEAF = 16;
    /** What a record takes that has nothing in it. */
    private static final long RECORD = 128;
    /** What a value above the records takes beside its text, with its path. */
    private static final long HEADER = 64;

    private final Origin origin;
    private final long ordinal;
    private final Location location;
    private final String base;
    private final Map<String, String> header;
    /** What stands above is kept once for all that share it: it weighs with the first of them. */
    private final long headerWeight;

    private final String[] paths;
    private final @Nullable String[] texts;
    private final Kind[] kinds;
    private final long[] places;
    private final Span[] spans;
    private @Nullable Map<String, Integer> first;

    private PathRecord(Builder builder, long ordinal) {
        this.origin = builder.origin;
        this.ordinal = ordinal;
        this.location = builder.location;
        this.base = builder.base;
        this.header = builder.header;
        this.headerWeight = builder.headerWeight;
        this.paths = builder.paths.toArray(new String[0]);
        this.texts = builder.texts.toArray(new String[0]);
        this.kinds = builder.kinds.toArray(new Kind[0]);
        this.places = Arrays.copyOf(builder.places, paths.length);
        this.spans = builder.spans.toArray(new Span[0]);
    }

    private PathRecord(PathRecord whole, Span span) {
        this.origin = whole.origin;
        this.ordinal = whole.ordinal;
        this.base = whole.base + "/" + pointer(span.path);
        this.header = whole.header;
        this.headerWeight = 0;
        this.paths = new String[span.to - span.from];
        for (int i = 0; i < paths.length; i++) {
            paths[i] = relative(whole.paths[span.from + i], span.path);
        }
        this.texts = Arrays.copyOfRange(whole.texts, span.from, span.to);
        this.kinds = Arrays.copyOfRange(whole.kinds, span.from, span.to);
        this.places = Arrays.copyOfRange(whole.places, span.from, span.to);
        this.location = origin.at(span.place >>> 24, (int) (span.place & 0xFFFFFF), base);
        List<Span> inner = new ArrayList<>();
        for (Span each : whole.spans) {
            if (each != span && each.from >= span.from && each.to <= span.to && each.path.startsWith(span.path + "/")) {
                inner.add(new Span(
                        relative(each.path, span.path), each.from - span.from, each.to - span.from, each.place));
            }
        }
        this.spans = inner.toArray(new Span[0]);
    }

    /** An element or object with something in it: its path and the values that belong to it. */
    private record Span(String path, int from, int to, long place) {}

    private static String relative(String path, String prefix) {
        return path.length() == prefix.length() ? OWN_TEXT : path.substring(prefix.length() + 1);
    }

    @Override
    public long weight() {
        long weight = RECORD + headerWeight + LEAF * texts.length;
        for (String text : texts) {
            weight += text == null ? 0 : text.length();
        }
        return weight;
    }

    private Map<String, Integer> first() {
        Map<String, Integer> known = first;
        if (known == null) {
            known = new HashMap<>(paths.length * 2);
            for (int i = paths.length - 1; i >= 0; i--) {
                known.put(paths[i], i);
            }
            first = known;
        }
        return known;
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
        Integer index = first().get(column);
        return index == null ? above(column) : texts[index];
    }

    private @Nullable String above(String column) {
        return column.equals("@entry") ? origin.entry() : header.get(column);
    }

    @Override
    public List<String> values(String column) {
        Integer index = first().get(column);
        if (index == null) {
            String above = above(column);
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
    public List<RawRecord> items(String path) {
        List<RawRecord> items = new ArrayList<>();
        for (Span span : spans) {
            if (isOccurrence(span.path, path)) {
                items.add(new PathRecord(this, span));
            }
        }
        return items;
    }

    /** {@code o} and {@code o[3]} are occurrences of {@code o}. */
    private static boolean isOccurrence(String path, String of) {
        return path.startsWith(of)
                && (path.length() == of.length()
                        || path.charAt(of.length()) == '[' && path.indexOf(']', of.length()) == path.length() - 1);
    }

    @Override
    public List<String> columns() {
        return List.copyOf(new LinkedHashSet<>(Arrays.asList(paths)));
    }

    @Override
    public Location locate(String column) {
        Integer index = first().get(column);
        String name = column.startsWith("/") ? column : base + "/" + pointer(column);
        if (index == null) {
            return origin.at(location.line(), location.column(), name);
        }
        return origin.at(places[index] >>> 24, (int) (places[index] & 0xFFFFFF), name);
    }

    private static String pointer(String path) {
        return path.indexOf('[') < 0 ? path : path.replace("[", "/").replace("]", "");
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
        private final Origin origin;
        private final List<String> paths = new ArrayList<>();
        private final List<@Nullable String> texts = new ArrayList<>();
        private final List<Kind> kinds = new ArrayList<>();
        private final List<Span> spans = new ArrayList<>();
        private long[] places = new long[16];
        private long characters;
        private Location location = Location.WHOLE;
        private String base = "";
        private Map<String, String> header = Map.of();
        private long headerWeight;

        Builder(SourceSettings.Limits limits, Origin origin) {
            this.limits = limits;
            this.origin = origin;
        }

        /** Begins another record; {@code base} is put before its paths in messages, {@code header} is what stands above it. */
        void begin(long line, int column, String base, Map<String, String> header) {
            this.location = origin.at(line, column, null);
            this.base = base;
            this.headerWeight = header == this.header ? 0 : weight(header);
            this.header = header;
            paths.clear();
            texts.clear();
            kinds.clear();
            spans.clear();
            characters = 0;
        }

        private static long weight(Map<String, String> header) {
            long weight = 0;
            for (String value : header.values()) {
                weight += HEADER + value.length();
            }
            return weight;
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
            places[paths.size()] = place(line, column);
            paths.add(path);
            texts.add(text);
            kinds.add(kind);
        }

        /** Number of values so far: where a part begins. */
        int position() {
            return paths.size();
        }

        /** Remembers that everything since {@code from} belongs to one element or object. */
        void part(String path, int from, long line, int column) {
            if (from == paths.size()) {
                return;
            }
            if (spans.size() >= 2 * limits.columns()) {
                throw tooLarge(line, column, limits.columns() + " elements");
            }
            spans.add(new Span(path, from, paths.size(), place(line, column)));
        }

        /** Line and column share a long: files of legacy systems are one line of many megabytes or many short ones. */
        private static long place(long line, int column) {
            return line << 24 | Math.min(Math.max(column, 0), 0xFFFFFF);
        }

        private static SenderMustCorrect tooLarge(long line, int column, String limit) {
            return new SenderMustCorrect(
                    SourceProblem.TOO_DEEP_OR_LARGE, new Location(line, column, null), line, column, limit);
        }

        PathRecord build(long ordinal) {
            return new PathRecord(this, origin.ordinal() + ordinal);
        }
    }
}
