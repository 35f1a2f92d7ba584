package org.anze.gateway.intake.returned;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anze.gateway.mapping.MappingProblem;
import org.anze.gateway.mapping.SourceColumns;
import org.anze.gateway.mapping.table.Complaints;
import org.anze.gateway.mapping.table.FieldRow;
import org.anze.gateway.mapping.table.FieldTable;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Learns layouts from the mapping files themselves: what the section {@code source} says, and which columns the field tables
 * lead to fields of class 4 or 5. Whatever it does not understand makes every column personal. Safe for many threads.
 */
public final class OwnLayouts {

    private static final FieldTable FIELD_TABLE =
            new FieldTable(MappingProblem.FILE_UNREADABLE, MappingProblem.OPTION_WRONG);
    private static final Logger LOG = LoggerFactory.getLogger(OwnLayouts.class);
    private static final String CANONICAL = "canonical-";
    private static final int PERSONAL = 4;
    private static final YAMLMapper YAML = YAMLMapper.builder().build();
    private static final String ITEM = "@item";
    private static final Pattern CANONICAL_NAME =
            Pattern.compile("canonical-([A-Za-z]+)(?:-v(\\d{1,3}))?(?:-(csv|xlsx|xml|soap))?(?:-v(\\d{1,3}))?");

    private static final List<String> CANONICAL_ABOVE = List.of(
            "/records/@type", "/records/@version", "/Envelope/Body/records/@type", "/Envelope/Body/records/@version");

    private final Path folder;
    private final RecordDefinitions definitions;

    /** @param folder {@code mappings} */
    public OwnLayouts(Path folder, RecordDefinitions definitions) {
        this.folder = folder;
        this.definitions = definitions;
    }

    /** The layout of a mapping that exists. */
    OwnLayout of(String party, String mapping) {
        if (mapping.startsWith(CANONICAL)) {
            return canonical(mapping);
        }
        Path file = folder.resolve(party).resolve(mapping + ".mapping.yaml");
        try {
            JsonNode root = YAML.readTree(Files.readAllBytes(file));
            return layout(mapping, root.path("source"), new Columns().of(file, mapping, root));
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            LOG.atWarn()
                    .addKeyValue("mapping", party + "/" + mapping)
                    .addKeyValue("error", e.getClass().getName())
                    .log("the columns about people are not known; all are masked in returned files");
            Columns none = new Columns();
            none.all = true;
            return layout(mapping, YAML.createObjectNode(), none);
        }
    }

    private OwnLayout canonical(String mapping) {
        Matcher name = CANONICAL_NAME.matcher(mapping);
        Columns columns = new Columns();
        String suffix = name.matches() && name.group(3) != null ? name.group(3) : "json";
        RecordType type = name.matches() ? RecordType.byCode(name.group(1)).orElse(null) : null;
        if (type == null) {
            columns.all = true;
        } else {
            definitions.versions(type).forEach(definition -> columns.canonical(definition, form(suffix)));
        }
        return new OwnLayout(
                mapping, form(suffix), null, ',', '"', false, columns.personal, columns.all, CANONICAL_ABOVE);
    }

    private static OwnLayout layout(String mapping, JsonNode source, Columns columns) {
        String format = source.path("format").asString("csv").toLowerCase(Locale.ROOT);
        String encoding = source.path("encoding").asString("");
        String delimiter = source.path("delimiter").asString(format.equals("tsv") ? "\t" : ",");
        String quote = source.path("quote").asString("\"");
        return new OwnLayout(
                mapping,
                form(format),
                encoding.isEmpty() ? null : encoding,
                delimiter.length() == 1 ? delimiter.charAt(0) : ',',
                quote.length() == 1 ? quote.charAt(0) : '"',
                format.equals("ndjson"),
                columns.personal,
                columns.all,
                List.copyOf(columns.above));
    }

    private static OwnLayout.Form form(String format) {
        return switch (format) {
            case "xlsx", "xls" -> OwnLayout.Form.XLSX;
            case "xml", "soap" -> OwnLayout.Form.XML;
            case "json", "ndjson" -> OwnLayout.Form.JSON;
            default -> OwnLayout.Form.CSV;
        };
    }

    /** Collects the columns of one mapping. */
    private final class Columns {
        private final Set<String> personal = new HashSet<>();
        private final Set<String> above = new TreeSet<>();
        private boolean all;

        void canonical(RecordDefinition definition, OwnLayout.Form form) {
            for (FieldDefinition field : definition.fields()) {
                // In a table a list stands in one cell, and is as personal as anything in it.
                boolean entries =
                        form.isTable() && field.entries().stream().anyMatch(entry -> entry.sensitivity() >= PERSONAL);
                if (entries || field.sensitivity() >= PERSONAL) {
                    personal.add(OwnLayout.plain(field.name()));
                    personal.add(OwnLayout.plain(field.zh()));
                    personal.add(OwnLayout.plain(field.zh() + "(" + field.name() + ")"));
                }
                for (FieldDefinition entry : field.entries()) {
                    if (entry.sensitivity() >= PERSONAL) {
                        personal.add(OwnLayout.plain(field.name() + "/" + entry.name()));
                    }
                }
            }
        }

        Columns of(Path file, String mapping, JsonNode root) throws IOException {
            JsonNode tables = root.path("tables");
            if (tables.isMissingNode()) {
                table(file.resolveSibling(mapping + ".fields.csv"), root);
            }
            for (JsonNode table : tables) {
                table(file.resolveSibling(table.path("fields").asString("")), table);
            }
            return this;
        }

        private void table(Path file, JsonNode about) throws IOException {
            RecordType type = RecordType.byCode(about.path("recordType").asString(""))
                    .orElseThrow(() -> new IllegalArgumentException("recordType"));
            int version = about.path("schemaVersion").asInt(1);
            RecordDefinition definition = definitions.of(type, Math.max(1, version));
            Complaints complaints = new Complaints(file.getFileName().toString());
            List<FieldRow> rows = FIELD_TABLE.read(file, complaints);
            if (!complaints.isEmpty()) {
                throw new IllegalArgumentException("fields");
            }
            SourceColumns reader = new SourceColumns(definition);
            Set<String> each = new HashSet<>();
            Set<String> relative = new HashSet<>();
            for (FieldRow row : rows) {
                Set<String> used = columns(reader, row);
                used.stream()
                        .filter(column -> column.startsWith("/") || column.startsWith("@"))
                        .forEach(above::add);
                if (row.field().equals("@each") || SourceColumns.isItems(row)) {
                    each.addAll(used);
                }
                if (sensitivity(definition, row.field()) >= PERSONAL) {
                    used.forEach(column -> personal.add(OwnLayout.plain(column)));
                    relative.addAll(used);
                    // A row about the item itself has no column, and then the repeated part is what is personal.
                    relative.add("");
                }
            }
            if (!relative.isEmpty()) {
                parts(each).forEach(part -> {
                    relative.stream()
                            .filter(column -> !column.isEmpty())
                            .forEach(column -> personal.add(OwnLayout.plain(part + "/" + column)));
                    personal.add(OwnLayout.plain(part));
                });
            }
        }

        /** What repeats may be named by its path, or by its path inside another that repeats. */
        private static Set<String> parts(Set<String> each) {
            Set<String> parts = new HashSet<>(each);
            for (String outer : each) {
                each.forEach(inner -> parts.add(outer + "/" + inner));
            }
            parts.remove("");
            return parts;
        }

        private static Set<String> columns(SourceColumns reader, FieldRow row) {
            Set<String> used = new HashSet<>();
            reader.of(row).forEach(column -> used.add(ofItem(column)));
            used.removeIf(column -> column.isEmpty() || column.equals("@number") || column.equals("@rows"));
            return used;
        }

        /** A column of a repeated part by its name in that part; empty for the part itself. */
        private static String ofItem(String column) {
            if (!column.startsWith(ITEM)) {
                return column;
            }
            return column.length() > ITEM.length() + 1 ? column.substring(ITEM.length() + 1) : "";
        }
    }

    private static int sensitivity(RecordDefinition definition, String target) {
        if (target.startsWith("@")) {
            return 0;
        }
        int bracket = target.indexOf('[');
        String name = bracket < 0 ? target : target.substring(0, bracket);
        int dot = target.lastIndexOf('.');
        String property = dot < 0 ? "" : target.substring(dot + 1);
        return definition
                .field(name)
                .map(field -> sensitivity(field, property))
                .orElseThrow(() -> new IllegalArgumentException("field"));
    }

    private static int sensitivity(FieldDefinition field, String property) {
        return field.entries().stream()
                .filter(entry -> entry.name().equals(property))
                .mapToInt(FieldDefinition::sensitivity)
                .findFirst()
                .orElse(field.sensitivity());
    }
}
