package org.anze.gateway.mapping;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.mapping.table.Complaints;
import org.anze.gateway.mapping.table.FieldPlace;
import org.anze.gateway.mapping.table.FieldRow;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.RecordDefinition;
import org.jspecify.annotations.Nullable;

/** Compiles the rows of a field table that fill lists of objects. For one table and one use. */
final class ListCompiler {

    private final RecordDefinition definition;
    private final RowCompiler rowCompiler;
    private final Complaints complaints;
    private final boolean hasEach;

    private final Map<String, ObjectList.Group> groups = new LinkedHashMap<>();
    private final Map<Integer, List<ObjectList.Group>> groupsOfField = new LinkedHashMap<>();
    private final Map<String, Boolean> groupTakes = new HashMap<>();
    private final Map<Integer, Set<Column>> rowColumns = new HashMap<>();

    /** {@code hasEach}: whether the table makes several records of each source record. */
    ListCompiler(RecordDefinition definition, RowCompiler rowCompiler, Complaints complaints, boolean hasEach) {
        this.definition = definition;
        this.rowCompiler = rowCompiler;
        this.complaints = complaints;
        this.hasEach = hasEach;
    }

    /** What a row has been compiled to. */
    record Compiled(Row row, Step step) {}

    /** The compiled row; null after a complaint. {@code field} is the list, {@code place} names something in it. */
    @Nullable
    Compiled compile(FieldRow row, FieldPlace place, FieldDefinition field) {
        boolean inItems = hasEach || place.each() && !place.isItems();
        FieldDefinition entry =
                place.property() == null ? null : field.entry(place.property()).orElse(null);
        FieldType type = place.isItems()
                ? FieldType.TEXTS
                : place.isCount() ? FieldType.INTEGER : entry == null ? null : entry.type();
        FieldDefinition about = entry == null ? field : entry;
        Row compiled = rowCompiler.compile(row, about, type, place.each(), inItems);
        if (compiled == null) {
            return null;
        }
        // What is gone through becomes all of an object's properties.
        Row named = (place.isItems() ? compiled.shownLike(field.mostSensitive()) : compiled).about(field);
        Step step = step(row, place, named);
        return step == null ? null : new Compiled(named, step);
    }

    private @Nullable Step step(FieldRow row, FieldPlace place, Row named) {
        int group = group(place).number();
        boolean takes = groupTakes.merge(place.group(), named.takesFromSource(), Boolean::logicalOr);
        if (place.isItems()) {
            Items items = new Items(named, Items.splits(row));
            if (items.areRows()) {
                rowColumns.put(group, new LinkedHashSet<>());
            }
            return new Step.EachObject(items, group);
        }
        if (place.isCount()) {
            return new Step.Count(named, group, place.selector());
        }
        if (!place.each()) {
            return new Step.Property(named, group, place.property());
        }
        if (!takes) {
            // Constants alone do not say how many objects there are.
            complaints.add(MappingProblem.NOTHING_TO_TAKE, row.line(), row.field());
            return null;
        }
        if (rowColumns.containsKey(group)) {
            rowColumns.get(group).addAll(named.columns());
        }
        return new Step.EachProperty(named, group, place.property());
    }

    private ObjectList.Group group(FieldPlace place) {
        return groups.computeIfAbsent(place.group(), key -> {
            ObjectList.Group group = new ObjectList.Group(groups.size(), place.selector(), null);
            groupsOfField
                    .computeIfAbsent(definition.position(place.field()), position -> new ArrayList<>())
                    .add(group);
            return group;
        });
    }

    /** How many groups of objects the rows so far fill. */
    int groupCount() {
        return groups.size();
    }

    /** The lists that the rows so far fill. */
    List<ObjectList> lists() {
        List<ObjectList> lists = new ArrayList<>();
        groupsOfField.forEach((position, members) -> lists.add(new ObjectList(
                definition.fields().get(position),
                position,
                members.stream().map(this::finished).toList())));
        return lists;
    }

    private ObjectList.Group finished(ObjectList.Group group) {
        Set<Column> taken = rowColumns.get(group.number());
        return new ObjectList.Group(group.number(), group.selector(), taken == null ? null : Set.copyOf(taken));
    }
}
