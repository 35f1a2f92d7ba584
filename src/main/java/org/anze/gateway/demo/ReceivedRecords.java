package org.anze.gateway.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a recipient holds after all its parcels, read back from the files it kept. Immutable. */
public final class ReceivedRecords {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final RecordDefinitions DEFINITIONS = RecordDefinitions.load();

    private final Map<String, Set<String>> keys = new TreeMap<>();
    private final Map<String, Set<String>> versions = new TreeMap<>();
    private final Map<String, Set<String>> withheld = new TreeMap<>();
    private final Map<String, Set<String>> masked = new TreeMap<>();
    private final Map<String, Map<String, Object>> values = new TreeMap<>();
    private long entries;
    private long parcels;
    private long repeated;
    private long lastIndex = -1;
    private long outOfOrder;

    private ReceivedRecords() {}

    /** Reads every parcel in a folder, in the order of numbers. */
    public static ReceivedRecords read(Path folder) throws IOException {
        return read(folder, submission -> true);
    }

    /** Like {@link #read(Path)}, only the records that these submissions brought, by public id. */
    public static ReceivedRecords read(Path folder, Predicate<String> submissions) throws IOException {
        ReceivedRecords records = new ReceivedRecords();
        if (Files.notExists(folder)) {
            return records;
        }
        List<Path> files;
        try (Stream<Path> children = Files.list(folder)) {
            files = children.filter(file -> file.toString().endsWith(".parcel.json"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            records.add(JSON.readTree(Files.readAllBytes(file)), submissions);
        }
        return records;
    }

    private void add(JsonNode parcel, Predicate<String> submissions) {
        parcels++;
        for (JsonNode entry : parcel.path("evidence").path("entries")) {
            JsonNode header = entry.path("header");
            if (!submissions.test(header.path("submission").asString())) {
                continue;
            }
            entries++;
            long index = header.path("index").asLong();
            if (index <= lastIndex) {
                outOfOrder++;
            }
            lastIndex = Math.max(lastIndex, index);
            String type = header.path("recordType").asString();
            JsonNode key = entry.path("units").path(0).path("value");
            String name = header.path("provider").asString() + " " + key;
            if (!keys.computeIfAbsent(type, any -> new TreeSet<>()).add(name)) {
                repeated++;
            }
            String businessKey = DEFINITIONS
                    .of(RecordType.byCode(type).orElseThrow())
                    .businessKey(field -> key.has(field) ? key.path(field).asString() : null);
            versions.computeIfAbsent(type, any -> new TreeSet<>())
                    .add(businessKey + " v" + key.path("version").asLong());
            Map<String, Object> given = values.computeIfAbsent(type + " " + businessKey, any -> new HashMap<>());
            for (JsonNode unit : entry.path("units")) {
                unit.path("value").properties().forEach(field -> given.put(field.getKey(), plain(field.getValue())));
                if (unit.has("masked")) {
                    masked.computeIfAbsent(type, any -> new TreeSet<>())
                            .add(unit.path("name").asString());
                } else if (!unit.has("value")) {
                    withheld.computeIfAbsent(type, any -> new TreeSet<>())
                            .add(unit.path("name").asString());
                }
            }
        }
    }

    private static Object plain(JsonNode value) {
        return value.isIntegralNumber() ? (Object) value.asLong() : value.isString() ? value.asString() : value;
    }

    /**
     * The fields that were given in the clear, by {@code <type> <business key>}: texts, {@code Long}, or JSON for what is
     * nested.
     */
    public Map<String, Map<String, Object>> values() {
        return values;
    }

    /** Different records of a type, by business key, version and provider. */
    public long count(String type) {
        return keys.getOrDefault(type, Set.of()).size();
    }

    /** Different records of a type whose business key begins so. */
    public long count(String type, String keyPrefix) {
        return keys.getOrDefault(type, Set.of()).stream()
                .filter(name -> name.contains(":\"" + keyPrefix))
                .count();
    }

    /** The records of a type, each as {@code <business key> v<version>}. */
    public Set<String> versions(String type) {
        return versions.getOrDefault(type, Set.of());
    }

    /** Types that were received. */
    public Set<String> types() {
        return keys.keySet();
    }

    /** Units of a type that were withheld at least once. */
    public Set<String> withheld(String type) {
        return withheld.getOrDefault(type, Set.of());
    }

    /** Units of a type that came masked at least once. */
    public Set<String> masked(String type) {
        return masked.getOrDefault(type, Set.of());
    }

    /** Ledger entries in all parcels. */
    public long entries() {
        return entries;
    }

    /** Parcels. */
    public long parcels() {
        return parcels;
    }

    /** Entries that came more than once; 0 unless something was sent again on purpose. */
    public long repeated() {
        return repeated;
    }

    /** Entries that came after one which is behind them in the ledger. */
    public long outOfOrder() {
        return outOfOrder;
    }
}
