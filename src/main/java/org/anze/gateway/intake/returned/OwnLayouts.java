package org.anze.gateway.intake.returned;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anze.gateway.mapping.Mapping;
import org.anze.gateway.mapping.SourceColumns;
import org.anze.gateway.mapping.WrittenMapping;
import org.anze.gateway.mapping.source.SourceSettings;
import org.anze.gateway.mapping.table.FieldRow;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;

/**
 * Learns layouts from what people wrote of the mappings in force: what the section {@code source} says, and which columns the
 * field tables lead to fields of class 4 or 5. Whatever it does not understand makes every column personal. Safe for many
 * threads.
 */
public final class OwnLayouts {

    private static final int PERSONAL = 4;
    private static final String ITEM = "@item";
    private static final Pattern CANONICAL_NAME =
            Pattern.compile("canonical-([A-Za-z]+)(?:-v(\\d{1,3}))?(?:-(csv|xlsx|xml|soap))?(?:-v(\\d{1,3}))?");

    private static final List<String> CANONICAL_ABOVE = List.of(
            "/records/@type", "/records/@version", "/Envelope/Body/records/@type", "/Envelope/Body/records/@version");

    private final RecordDefinitions definitions;

    /** With the definitions of the gateway's own mappings. */
    public OwnLayouts(RecordDefinitions definitions) {
        this.definitions = definitions;
    }

    /** The layout of a mapping. */
    OwnLayout of(Mapping mapping) {
        return mapping.written().map(written -> layout(mapping, written)).orElseGet(() -> canonical(mapping.name()));
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
                mapping,
                form(suffix),
                null,
                ',',
                '"',
                false,
                columns.personal,
                columns.ordinary,
                columns.all,
                CANONICAL_ABOVE);
    }

    private static OwnLayout layout(Mapping mapping, WrittenMapping written) {
        SourceSettings source = written.source();
        Columns columns = new Columns();
        try {
            written.tables().forEach(columns::table);
        } catch (IllegalArgumentException e) {
            columns.all = true; // Its compiler understood a row that this class does not.
        }
        columns.ordinary.removeAll(columns.personal);
        String delimiter = source.delimiter() == null ? "," : source.delimiter();
        String quote = source.quote() == null ? "\"" : source.quote();
        return new OwnLayout(
                mapping.name(),
                form(source.format().name().toLowerCase(Locale.ROOT)),
                source.encoding(),
                delimiter.length() == 1 ? delimiter.charAt(0) : ',',
                quote.length() == 1 ? quote.charAt(0) : '"',
                source.format() == SourceSettings.Format.NDJSON,
                columns.personal,
                columns.ordinary,
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
    private static final class Columns {
        private final Set<String> personal = new HashSet<>();
        private final Set<String> ordinary = new HashSet<>();
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

        void table(WrittenMapping.Table table) {
            RecordDefinition definition = table.definition();
            SourceColumns reader = new SourceColumns(definition);
            Set<String> each = new HashSet<>();
            Set<String> relative = new HashSet<>();
            for (FieldRow row : table.rows()) {
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
                } else if (!row.field().startsWith("@") && row.source().indexOf('/') < 0) {
                    ordinary.add(OwnLayout.plain(row.source()));
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
