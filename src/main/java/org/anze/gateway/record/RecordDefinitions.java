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

    private final Map<RecordType, RecordDefinition> current = new EnumMap<>(RecordType.class);

    private RecordDefinitions() {}

    /** Reads every definition; a broken one is a bug of ours and stops the start. */
    public static RecordDefinitions load() {
        RecordDefinitions definitions = new RecordDefinitions();
        YAMLMapper yaml = YAMLMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        for (RecordType type : RecordType.values()) {
            String resource = "/schemas/" + type.code() + "-1.yaml";
            try (InputStream in = RecordDefinitions.class.getResourceAsStream(resource)) {
                if (in == null) {
                    throw new IllegalStateException("missing on the class path: " + resource);
                }
                definitions.current.put(type, yaml.readValue(in, File.class).toDefinition(type));
            } catch (IOException e) {
                throw new UncheckedIOException(resource, e);
            }
        }
        return definitions;
    }

    /** The newest version of a type. */
    public RecordDefinition of(RecordType type) {
        RecordDefinition definition = current.get(type);
        if (definition == null) {
            throw new IllegalArgumentException("no definition of " + type);
        }
        return definition;
    }

    /** The given version of a type; the ledger keeps records of every version that ever was in force. */
    public RecordDefinition of(RecordType type, int version) {
        RecordDefinition definition = of(type);
        if (definition.version() != version) {
            throw new IllegalArgumentException("no version " + version + " of " + type);
        }
        return definition;
    }

    record File(int version, @Nullable String event, List<String> units, List<Field> fields) {
        RecordDefinition toDefinition(RecordType type) {
            List<FieldDefinition> list = new ArrayList<>();
            for (Field field : fields) {
                list.add(new FieldDefinition(
                        field.name,
                        field.zh,
                        FieldType.valueOf(field.type.toUpperCase(Locale.ROOT)),
                        Presence.valueOf(field.presence.toUpperCase(Locale.ROOT)),
                        field.sens,
                        field.unit,
                        field.codes,
                        field.max == null ? 0 : field.max,
                        field.source));
            }
            return new RecordDefinition(type, version, list, units, event);
        }
    }

    record Field(
            String name,
            String zh,
            String type,
            String presence,
            int sens,
            String unit,
            @Nullable String codes,
            @Nullable Integer max,
            @Nullable String source) {}
}
