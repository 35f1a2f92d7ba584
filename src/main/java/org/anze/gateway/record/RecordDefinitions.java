package org.anze.gateway.record;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The record definitions of this build, read from {@code schemas/<type>-<version>.yaml} on the class path. */
public final class RecordDefinitions {

    private final Map<RecordType, List<RecordDefinition>> versions = new EnumMap<>(RecordType.class);

    private RecordDefinitions() {}

    /** Reads every definition; a broken one is a bug of ours and stops the start. */
    public static RecordDefinitions load() {
        RecordDefinitions definitions = new RecordDefinitions();
        YAMLMapper yaml = YAMLMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        for (RecordType type : RecordType.values()) {
            List<RecordDefinition> versions = new ArrayList<>();
            RecordDefinition next = read(yaml, type, 1);
            while (next != null) {
                if (!versions.isEmpty()) {
                    refuseBreaches(versions.get(versions.size() - 1), next);
                }
                versions.add(next);
                next = read(yaml, type, versions.size() + 1);
            }
            if (versions.isEmpty()) {
                throw new IllegalStateException("missing on the class path: /schemas/" + type.code() + "-1.yaml");
            }
            definitions.versions.put(type, List.copyOf(versions));
        }
        return definitions;
    }

    private static void refuseBreaches(RecordDefinition older, RecordDefinition newer) {
        List<String> breaches = CompatibleChange.breaches(older, newer);
        if (!breaches.isEmpty()) {
            throw new IllegalStateException(
                    newer.type().code() + "-" + newer.version() + ": " + String.join("; ", breaches));
        }
    }

    private static @Nullable RecordDefinition read(YAMLMapper yaml, RecordType type, int version) {
        String resource = "/schemas/" + type.code() + "-" + version + ".yaml";
        try (InputStream in = RecordDefinitions.class.getResourceAsStream(resource)) {
            if (in == null) {
                return null;
            }
            File file = yaml.readValue(in, File.class);
            if (file.version != version) {
                throw new IllegalStateException(resource + " says version " + file.version);
            }
            return file.toDefinition(type);
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    /** The newest version of a type. */
    public RecordDefinition of(RecordType type) {
        List<RecordDefinition> all = versions(type);
        return all.get(all.size() - 1);
    }

    /** The given version of a type; the ledger keeps records of every version that ever was in force. */
    public RecordDefinition of(RecordType type, int version) {
        List<RecordDefinition> all = versions(type);
        if (version < 1 || version > all.size()) {
            throw new IllegalArgumentException("no version " + version + " of " + type);
        }
        return all.get(version - 1);
    }

    /** Every version of a type, from 1. */
    public List<RecordDefinition> versions(RecordType type) {
        List<RecordDefinition> all = versions.get(type);
        if (all == null) {
            throw new IllegalArgumentException("no definition of " + type);
        }
        return all;
    }

    record File(int version, List<String> key, @Nullable String event, List<String> units, List<Field> fields) {
        RecordDefinition toDefinition(RecordType type) {
            return new RecordDefinition(
                    type, version, key, fields.stream().map(Field::toDefinition).toList(), units, event);
        }
    }

    record Field(
            String name,
            String zh,
            String type,
            String presence,
            @Nullable Integer sens,
            @Nullable String unit,
            @Nullable String codes,
            @Nullable Integer max,
            @Nullable String source,
            @Nullable Boolean signed,
            @Nullable List<Field> entries) {

        FieldDefinition toDefinition() {
            if (unit == null || sens == null) {
                throw new IllegalStateException("field " + name + " needs sens and unit");
            }
            return toDefinition(unit, sens);
        }

        /** What an entry does not say itself is that of its list. */
        private FieldDefinition toDefinition(String listUnit, int listSensitivity) {
            int own = sens == null ? listSensitivity : sens;
            return new FieldDefinition(
                    name,
                    zh,
                    FieldType.valueOf(type.toUpperCase(Locale.ROOT)),
                    Presence.valueOf(presence.toUpperCase(Locale.ROOT)),
                    own,
                    listUnit,
                    codes,
                    max == null ? 0 : max,
                    source,
                    signed != null && signed,
                    entries == null
                            ? List.of()
                            : entries.stream()
                                    .map(entry -> entry.toDefinition(listUnit, own))
                                    .toList());
        }
    }
}
