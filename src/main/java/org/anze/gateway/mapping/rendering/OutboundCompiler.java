package org.anze.gateway.mapping.rendering;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.anze.gateway.mapping.table.Complaints;
import org.anze.gateway.mapping.table.FieldPlace;
import org.anze.gateway.mapping.table.FieldRow;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.text.CellText;
import org.jspecify.annotations.Nullable;

/**
 * Makes columns of the rows of a field table, read from right to left. Rows without {@code source} are passed over:
 * nothing of theirs stands in the file, and whoever reads the file back makes them anew. For one use.
 */
final class OutboundCompiler {

    private static final String ITEM = "@item";
    private static final String NUMBER = "@number";

    private final RecordDefinition definition;
    private final Target target;
    private final ReverseChoice reverses;
    private final Complaints complaints;
    private final Set<String> fields = new TreeSet<>();
    private final Map<String, List<ReversedRow>> columns = new LinkedHashMap<>();
    private final Map<String, ItemsMaker> groups = new HashMap<>();

    OutboundCompiler(RecordDefinition definition, Target target, CodeReversals codes, Complaints complaints) {
        this.definition = definition;
        this.target = target;
        this.reverses = new ReverseChoice(definition, codes, complaints);
        this.complaints = complaints;
        definition.fields().forEach(field -> fields.add(field.name()));
        fields.addAll(Set.of("version", "op", "riskRegion", "sector", "insurer"));
    }

    /** Compiles; what is wrong is with the complaints, and then the result must not be used. */
    Rendering compile(List<FieldRow> rows) {
        rows.stream().filter(row -> !row.source().isEmpty()).forEach(this::add);
        for (FieldRow row : rows) {
            ItemsMaker group = row.source().isEmpty() ? null : groups.get(row.field());
            if (group != null
                    && (group.isEmpty() || group.hasPaths() && target.format().isTable())) {
                refuse(row, row.field(), row.field() + ".… @item");
            }
        }
        List<Column> made = new ArrayList<>();
        columns.forEach((path, chain) -> made.add(new Column(path, first(chain))));
        if (made.isEmpty() && complaints.isEmpty()) {
            complaints.add(RenderingProblem.FILE_UNREADABLE, 0, "no row has a source");
        }
        if (target.format().isTable()) {
            columns.forEach(this::refuseFormula);
        } else {
            checkPaths();
        }
        return new Rendering(target, made, null);
    }

    /** A heading is written as it is, because the recipient looks for it; so it must not be one that is run. */
    private void refuseFormula(String heading, List<ReversedRow> chain) {
        if (CellText.beginsFormula(heading)) {
            complaints.add(
                    RenderingProblem.OPTION_WRONG,
                    chain.get(0).line(),
                    heading,
                    "a heading that does not begin like a formula (= + - @)");
        }
    }

    private void checkPaths() {
        try {
            PathTree.of(List.copyOf(columns.keySet()), target.format().isXml());
        } catch (IllegalArgumentException e) {
            String path = String.valueOf(e.getMessage());
            List<ReversedRow> chain = columns.get(path);
            complaints.add(
                    RenderingProblem.OPTION_WRONG,
                    chain == null ? 0 : chain.get(0).line(),
                    path,
                    target.format().isXml() ? "a/b | a[0]/b | a/@b" : "a/b | a[0]/b");
        }
    }

    private static Column.Maker first(List<ReversedRow> chain) {
        List<ReversedRow> rows = List.copyOf(chain);
        return view -> {
            for (ReversedRow row : rows) {
                if (!row.condition().isKnown(view)) {
                    // Nobody can tell whether this row or one below would apply.
                    return null;
                }
                Object value = row.make(view);
                if (value != null) {
                    return value;
                }
            }
            return null;
        };
    }

    private void add(FieldRow row) {
        if (row.source().startsWith(ITEM) || row.source().equals(NUMBER)) {
            addToGroup(row);
            return;
        }
        if (row.field().equals("@skip")) {
            return; // Says what is not read; what is written has been read.
        }
        if (!row.expression().isEmpty()) {
            refuse(row, row.field(), "expression");
            return;
        }
        FieldPlace place = place(row);
        FieldCondition condition = condition(row);
        Column.Maker maker = place == null ? null : maker(row, place);
        if (condition == null || maker == null || place == null) {
            return;
        }
        List<ReversedRow> chain = columns.computeIfAbsent(row.source(), path -> new ArrayList<>());
        for (ReversedRow before : chain) {
            if (before.condition().isEmpty()) {
                complaints.add(RenderingProblem.COLUMN_TWICE, row.line(), row.source(), String.valueOf(before.line()));
                return;
            }
        }
        List<String> made = row.template().isEmpty()
                ? List.of(place.field())
                : FieldText.parse(row.template(), fields::contains).fields();
        chain.add(new ReversedRow(row.line(), condition, maker, row.absent().isEmpty() ? null : row.absent(), made));
    }

    /** A property of the objects of a list that a row above has given a place. Their numbers come by themselves. */
    private void addToGroup(FieldRow row) {
        if (row.source().equals(NUMBER)) {
            return;
        }
        FieldPlace place = place(row);
        if (place == null) {
            return;
        }
        ItemsMaker group = groups.get(row.field().substring(0, row.field().indexOf(']') + 1));
        FieldDefinition field = definition.field(place.field()).orElse(null);
        String property = place.property();
        FieldType type = property == null || field == null ? null : reverses.type(row, place, field);
        boolean simple = row.condition().isEmpty()
                && row.template().isEmpty()
                && row.expression().isEmpty();
        if (group == null || type == null || property == null || !simple) {
            refuse(row, row.field(), row.source());
            return;
        }
        Reverse reverse = reverses.reverse(row, field, type);
        if (reverse != null) {
            String path = row.source().length() == ITEM.length()
                    ? ItemsMaker.SELF
                    : row.source().substring(ITEM.length() + 1);
            group.add(path, property, new Converted(type, reverse));
        }
    }

    private @Nullable FieldPlace place(FieldRow row) {
        try {
            return FieldPlace.parse(row.field());
        } catch (IllegalArgumentException e) {
            complaints.add(RenderingProblem.OPTION_WRONG, row.line(), row.field(), String.valueOf(e.getMessage()));
            return null;
        }
    }

    private @Nullable FieldCondition condition(FieldRow row) {
        try {
            return row.condition().isEmpty()
                    ? FieldCondition.ALWAYS
                    : FieldCondition.parse(row.condition(), row.source(), fields::contains);
        } catch (IllegalArgumentException e) {
            refuse(row, row.condition(), String.valueOf(e.getMessage()));
            return null;
        }
    }

    private Column.@Nullable Maker maker(FieldRow row, FieldPlace place) {
        if (!row.template().isEmpty()) {
            try {
                return FieldText.parse(row.template(), fields::contains)::fill;
            } catch (IllegalArgumentException e) {
                refuse(row, row.template(), String.valueOf(e.getMessage()));
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
                    refuse(row, row.field(), "default | template");
                    return null;
                }
                return view -> row.absent();
            case "@each":
                refuse(row, row.field(), row.source());
                return null;
            default:
                return fieldMaker(row, place);
        }
    }

    private Column.@Nullable Maker fieldMaker(FieldRow row, FieldPlace place) {
        FieldDefinition field = definition.field(place.field()).orElse(null);
        if (place.isItems() && field != null && field.type() == FieldType.OBJECTS) {
            return items(row, place);
        }
        FieldType type = reverses.type(row, place, field);
        if (type == null) {
            complaints.add(
                    RenderingProblem.UNKNOWN_FIELD,
                    row.line(),
                    row.field(),
                    definition.type().code());
            return null;
        }
        Reverse reverse = type == FieldType.OBJECTS ? value -> value : reverses.reverse(row, field, type);
        if (reverse == null) {
            return null;
        }
        String name = field == null ? row.field().substring(1) : field.name();
        boolean joins = target.format().isTable();
        return new FieldMaker(name, field == null, new FieldSelector(place), new Converted(type, reverse), joins);
    }

    private Column.@Nullable Maker items(FieldRow row, FieldPlace place) {
        boolean numbered = row.convert().equals("numbered-list");
        if (!numbered && !row.convert().isEmpty()) {
            refuse(row, row.field(), row.convert());
            return null;
        }
        ItemsMaker maker = new ItemsMaker(
                place.field(),
                new FieldSelector(place),
                target.format().isTable(),
                numbered ? new Reverse.NumberedLines() : null);
        groups.put(row.field(), maker);
        return maker;
    }

    private void refuse(FieldRow row, String what, String reason) {
        complaints.add(RenderingProblem.NOT_REVERSIBLE, row.line(), what, reason);
    }
}
