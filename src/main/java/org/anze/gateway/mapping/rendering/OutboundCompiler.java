package org.anze.gateway.mapping.rendering;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.RecordDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Makes columns of the rows of a field table, read from right to left. Rows without {@code source} are passed over:
 * nothing of theirs stands in the file, and whoever reads the file back makes them anew. For one use.
 */
final class OutboundCompiler {

    private static final String ITEM = "@item";
    private static final String NUMBER = "@number";
    private static final Map<FieldType, String> USUAL = Map.of(
            FieldType.TEXT, "text",
            FieldType.CODE, "text",
            FieldType.TEXTS, "text",
            FieldType.INTEGER, "integer",
            FieldType.MONEY, "money",
            FieldType.PERCENT, "percent",
            FieldType.INSTANT, "instant",
            FieldType.DATE, "date",
            FieldType.BOOLEAN, "boolean");

    private static final Map<String, FieldType> ENVELOPE = Map.of(
            "@riskRegion", FieldType.CODE,
            "@sector", FieldType.CODE,
            "@op", FieldType.CODE,
            "@insurer", FieldType.TEXT,
            "@version", FieldType.INTEGER,
            "@index", FieldType.INTEGER);

    private final String party;
    private final RecordDefinition definition;
    private final Target target;
    private final CodeReversals codes;
    private final Mistakes mistakes;
    private final Set<String> fields = new TreeSet<>();
    private final Map<String, List<ReversedRow>> columns = new LinkedHashMap<>();
    private final Map<String, ItemsMaker> groups = new HashMap<>();

    OutboundCompiler(String party, RecordDefinition definition, Target target, CodeReversals codes, Mistakes mistakes) {
        this.party = party;
        this.definition = definition;
        this.target = target;
        this.codes = codes;
        this.mistakes = mistakes;
        definition.fields().forEach(field -> fields.add(field.name()));
        fields.addAll(Set.of("version", "op", "riskRegion", "sector", "insurer"));
    }

    /** Compiles; what is wrong is with the mistakes, and then the result must not be used. */
    Rendering compile(List<OutboundRow> rows) {
        rows.stream().filter(row -> !row.source().isEmpty()).forEach(this::add);
        for (OutboundRow row : rows) {
            ItemsMaker group = row.source().isEmpty() ? null : groups.get(row.field());
            if (group != null
                    && (group.isEmpty() || group.hasPaths() && target.format().isTable())) {
                mistakes.add(RenderingProblem.NOT_REVERSIBLE, row.line(), row.field(), row.field() + ".… @item");
            }
        }
        List<Column> made = new ArrayList<>();
        columns.forEach((path, chain) -> made.add(new Column(path, chain.size() == 1 ? chain.get(0) : first(chain))));
        if (made.isEmpty() && mistakes.isEmpty()) {
            mistakes.add(RenderingProblem.FILE_UNREADABLE, 0, "no row has a source");
        }
        if (!target.format().isTable()) {
            try {
                PathTree.of(List.copyOf(columns.keySet()), target.format().isXml());
            } catch (IllegalArgumentException e) {
                mistakes.add(
                        RenderingProblem.OPTION_WRONG,
                        line(String.valueOf(e.getMessage())),
                        String.valueOf(e.getMessage()),
                        target.format().isXml() ? "a/b | a[0]/b | a/@b" : "a/b | a[0]/b");
            }
        }
        return new Rendering(target, made, null);
    }

    private long line(String path) {
        List<ReversedRow> chain = columns.get(path);
        return chain == null ? 0 : chain.get(0).line();
    }

    private static Column.Maker first(List<ReversedRow> chain) {
        List<ReversedRow> rows = List.copyOf(chain);
        return view -> {
            for (ReversedRow row : rows) {
                Object value = row.make(view);
                if (value != null) {
                    return value;
                }
            }
            return null;
        };
    }

    private void add(OutboundRow row) {
        if (row.source().startsWith(ITEM) || row.source().equals(NUMBER)) {
            addToGroup(row);
            return;
        }
        if (row.field().equals("@skip")) {
            return; // Says what is not read; what is written has been read.
        }
        if (!row.expression().isEmpty()) {
            mistakes.add(RenderingProblem.NOT_REVERSIBLE, row.line(), row.field(), "expression");
            return;
        }
        FieldCondition condition = condition(row);
        Column.Maker maker = maker(row);
        if (condition == null || maker == null) {
            return;
        }
        List<ReversedRow> chain = columns.computeIfAbsent(row.source(), path -> new ArrayList<>());
        for (ReversedRow before : chain) {
            if (before.condition().isEmpty()) {
                mistakes.add(RenderingProblem.COLUMN_TWICE, row.line(), row.source(), String.valueOf(before.line()));
                return;
            }
        }
        String unit =
                definition.field(fieldName(row)).map(FieldDefinition::unit).orElse("");
        chain.add(new ReversedRow(row.line(), condition, maker, row.absent().isEmpty() ? null : row.absent(), unit));
    }

    private static String fieldName(OutboundRow row) {
        int bracket = row.field().indexOf('[');
        return bracket < 0 ? row.field() : row.field().substring(0, bracket);
    }

    /** A property of the objects of a list that a row above has given a place. Their numbers come by themselves. */
    private void addToGroup(OutboundRow row) {
        if (row.source().equals(NUMBER)) {
            return;
        }
        FieldSelector selector = selector(row);
        if (selector == null) {
            return;
        }
        ItemsMaker group = groups.get(row.field().substring(0, row.field().indexOf(']') + 1));
        FieldDefinition field = definition.field(selector.field()).orElse(null);
        FieldType type = selector.property() == null || field == null ? null : type(row, selector, field);
        boolean simple = row.condition().isEmpty()
                && row.template().isEmpty()
                && row.expression().isEmpty();
        if (group == null || type == null || selector.property() == null || !simple) {
            mistakes.add(RenderingProblem.NOT_REVERSIBLE, row.line(), row.field(), row.source());
            return;
        }
        Reverse reverse = reverse(row, field, type);
        if (reverse != null) {
            String path = row.source().length() == ITEM.length()
                    ? ItemsMaker.SELF
                    : row.source().substring(ITEM.length() + 1);
            group.add(path, selector.property(), new Converted(type, reverse));
        }
    }

    private @Nullable FieldSelector selector(OutboundRow row) {
        try {
            return FieldSelector.parse(row.field());
        } catch (IllegalArgumentException e) {
            mistakes.add(RenderingProblem.OPTION_WRONG, row.line(), row.field(), String.valueOf(e.getMessage()));
            return null;
        }
    }

    private @Nullable FieldCondition condition(OutboundRow row) {
        try {
            return row.condition().isEmpty()
                    ? FieldCondition.ALWAYS
                    : FieldCondition.parse(row.condition(), row.source(), fields::contains);
        } catch (IllegalArgumentException e) {
            mistakes.add(RenderingProblem.NOT_REVERSIBLE, row.line(), row.condition(), String.valueOf(e.getMessage()));
            return null;
        }
    }

    private Column.@Nullable Maker maker(OutboundRow row) {
        if (!row.template().isEmpty()) {
            try {
                return FieldText.parse(row.template(), fields::contains)::fill;
            } catch (IllegalArgumentException e) {
                mistakes.add(
                        RenderingProblem.NOT_REVERSIBLE, row.line(), row.template(), String.valueOf(e.getMessage()));
                return null;
            }
        }
        switch (row.field()) {
            case "@masked":
                return Rendering.names(RecordView::masked, target.format().isTable());
            case "@withheld":
                return Rendering.names(RecordView::withheld, target.format().isTable());
            case "@text", "@check":
                // A constant; what a check compares on the way in is written on the way out.
                if (row.absent().isEmpty()) {
                    mistakes.add(RenderingProblem.NOT_REVERSIBLE, row.line(), row.field(), "default | template");
                    return null;
                }
                return view -> row.absent();
            case "@each":
                mistakes.add(RenderingProblem.NOT_REVERSIBLE, row.line(), row.field(), row.source());
                return null;
            default:
                return fieldMaker(row);
        }
    }

    private Column.@Nullable Maker fieldMaker(OutboundRow row) {
        FieldSelector selector = selector(row);
        if (selector == null) {
            return null;
        }
        FieldDefinition field = definition.field(selector.field()).orElse(null);
        if (selector.isGroup() && field != null && field.type() == FieldType.OBJECTS) {
            return items(row, selector);
        }
        FieldType type = type(row, selector, field);
        if (type == null) {
            mistakes.add(
                    RenderingProblem.UNKNOWN_FIELD,
                    row.line(),
                    row.field(),
                    definition.type().code());
            return null;
        }
        Reverse reverse = type == FieldType.OBJECTS ? value -> value : reverse(row, field, type);
        if (reverse == null) {
            return null;
        }
        String name = field == null ? row.field().substring(1) : field.name();
        boolean joins = target.format().isTable();
        return new FieldMaker(name, field == null, selector, new Converted(type, reverse), joins);
    }

    private Column.@Nullable Maker items(OutboundRow row, FieldSelector selector) {
        boolean numbered = row.convert().equals("numbered-list");
        if (!numbered && !row.convert().isEmpty()) {
            mistakes.add(RenderingProblem.NOT_REVERSIBLE, row.line(), row.field(), row.convert());
            return null;
        }
        ItemsMaker maker = new ItemsMaker(
                selector.field(), selector, target.format().isTable(), numbered ? new Reverse.NumberedLines() : null);
        groups.put(row.field(), maker);
        return maker;
    }

    /** The type of what the row names; null when there is no such thing. */
    private @Nullable FieldType type(OutboundRow row, FieldSelector selector, @Nullable FieldDefinition field) {
        if (field == null) {
            return ENVELOPE.get(row.field());
        }
        if (selector.selector() == null) {
            return field.type();
        }
        if (field.type() != FieldType.OBJECTS) {
            return null;
        }
        return selector.property() == null
                ? FieldType.INTEGER
                : field.entry(selector.property()).map(FieldDefinition::type).orElse(null);
    }

    private @Nullable Reverse reverse(OutboundRow row, @Nullable FieldDefinition field, FieldType type) {
        String table = row.codes();
        boolean plain = field != null && row.field().equals(field.name());
        String fieldTable = plain ? field.codes() : null;
        String name = row.convert();
        if (name.isEmpty()) {
            boolean hasTable = fieldTable != null && codes.hasTable(fieldTable);
            name = !table.isEmpty() || hasTable ? "code" : USUAL.getOrDefault(type, "text");
        }
        if (table.isEmpty() && name.equals("code") && fieldTable != null) {
            table = fieldTable;
        }
        Set<FieldType> types = Reverse.types(name);
        if (types.isEmpty() || name.equals("region") && !row.unit().isEmpty()) {
            mistakes.add(RenderingProblem.NOT_REVERSIBLE, row.line(), row.field(), name + " " + row.unit());
            return null;
        }
        if (!types.contains(type)) {
            mistakes.add(
                    RenderingProblem.TYPE_DIFFERS,
                    row.line(),
                    row.field(),
                    name,
                    type.name().toLowerCase(Locale.ROOT));
            return null;
        }
        try {
            return name.equals("code") ? coded(row, table) : Reverse.of(name, row.unit());
        } catch (IllegalArgumentException e) {
            mistakes.add(RenderingProblem.OPTION_WRONG, row.line(), row.field(), String.valueOf(e.getMessage()));
            return null;
        }
    }

    private @Nullable Reverse coded(OutboundRow row, String table) {
        if (!row.unit().isEmpty() && !row.unit().equals("name")) {
            throw new IllegalArgumentException("unit: (empty) | name");
        }
        try {
            CodeReversals.Reversal reversal = codes.of(table, row.unit().equals("name"));
            boolean hasDefault = !row.absent().isEmpty();
            return new CodedReverse(party, table, row.source(), reversal, hasDefault ? row.absent() : null);
        } catch (IOException | IllegalArgumentException e) {
            mistakes.add(RenderingProblem.UNKNOWN_TABLE, row.line(), String.valueOf(e.getMessage()));
            return null;
        }
    }
}
