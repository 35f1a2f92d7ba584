package org.anze.gateway.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.anze.gateway.mapping.convert.ConversionProblem;
import org.anze.gateway.mapping.convert.Texts;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.RawRecord;
import org.anze.gateway.record.RecordDefinition;
import org.jspecify.annotations.Nullable;

/** Translates by one compiled field table. Immutable and safe for many threads. */
final class TableNormaliser {

    private final RecordDefinition definition;
    private final @Nullable Condition when;
    private final List<Step.Skip> skipsBefore;
    private final @Nullable Items each;
    private final Step[] steps;
    private final int lists;
    private final List<ObjectList> objectLists;
    private final Map<String, Column> columns;
    private final Required[] required;

    /**
     * A field that is a list of objects.
     *
     * @param position of the field
     * @param groups what can be in the list, in its order
     */
    record ObjectList(int position, List<Group> groups) {}

    /**
     * Objects of a list that are made alike.
     *
     * @param number among all groups of the table
     * @param selector what they all have
     * @param rowColumns where they are made of the rows of a group: what is taken of each row; otherwise null
     */
    record Group(
            int number, Map<String, String> selector, @Nullable Set<Column> rowColumns) {

        /** Whether nothing is lost when there is no object for the item. */
        boolean mayPass(Item item) {
            return rowColumns == null ? !item.saysSomething() : !item.hasAnyOf(rowColumns);
        }
    }

    /** A field that must have a value, and the column it comes from if it comes from one. */
    private record Required(
            FieldDefinition field, int position, @Nullable Column column) {}

    /**
     * What a table compiles to.
     *
     * @param when null when the table applies to every source record
     * @param skipsBefore looked at once for a source record, before it is taken apart
     * @param each null when one source record gives one canonical record
     * @param columns canonical field → the source column its value comes from
     * @param required the required fields
     */
    record Parts(
            RecordDefinition definition,
            @Nullable Condition when,
            List<Step.Skip> skipsBefore,
            @Nullable Items each,
            List<Step> steps,
            int lists,
            List<ObjectList> objectLists,
            Map<String, Column> columns,
            List<FieldDefinition> required) {}

    TableNormaliser(Parts parts) {
        this.definition = parts.definition;
        this.when = parts.when;
        this.skipsBefore = List.copyOf(parts.skipsBefore);
        this.each = parts.each;
        this.steps = parts.steps.toArray(new Step[0]);
        this.lists = parts.lists;
        this.objectLists = List.copyOf(parts.objectLists);
        this.columns = Map.copyOf(parts.columns);
        this.required = parts.required.stream()
                .map(field -> new Required(field, definition.position(field.name()), columns.get(field.name())))
                .toArray(Required[]::new);
    }

    RecordDefinition definition() {
        return definition;
    }

    /** Whether every source record gives exactly one canonical record. */
    boolean isOneToOne() {
        return when == null && each == null;
    }

    /** The only record of a table that is {@linkplain #isOneToOne one to one}. */
    Normalised one(RawRecord raw, MappingContext context) {
        return make(new TableWork(raw, context, definition, lists, null));
    }

    /** Adds what the table makes of a source record, which can be nothing. */
    void add(RawRecord raw, MappingContext context, List<Normalised> results) {
        TableWork whole = new TableWork(raw, context, definition, lists, null);
        if (when != null && !when.holds(whole)) {
            if (whole.isRejected()) {
                results.add(whole.finish(raw::locate));
            }
            return;
        }
        if (each == null) {
            results.add(make(whole));
            return;
        }
        for (Step.Skip skip : skipsBefore) {
            skip.run(whole);
            if (whole.isSkipped()) {
                results.add(skipped(whole));
                return;
            }
        }
        List<Item> items = each.of(whole, Items.MOST_RECORDS);
        if (whole.isRejected()) {
            results.add(whole.finish(raw::locate));
            return;
        }
        for (Item item : items) {
            TableWork work = new TableWork(raw, context, definition, lists, item);
            if (item.number() == 1) {
                work.adopt(whole.findings());
            }
            results.add(make(work));
        }
    }

    private Normalised make(TableWork work) {
        for (Step step : steps) {
            step.run(work);
            if (work.isSkipped()) {
                return skipped(work);
            }
        }
        for (ObjectList list : objectLists) {
            work.set(list.position, assemble(list, work));
        }
        for (Required field : required) {
            if (work.value(field.position) == null) {
                requireValue(field, work);
            }
        }
        return work.finish(new Locator(work.raw(), work.item(), columns));
    }

    private static Normalised skipped(TableWork work) {
        Item item = work.item();
        Location place = item == null ? work.raw().location() : item.locate("", work.raw());
        String reason = work.skippedBecause();
        return Normalised.skipped(
                work.raw(),
                Finding.of(ConversionProblem.SKIPPED, null, null, place, reason == null ? "@skip" : reason));
    }

    /** Says that a required value is missing, unless it is missing because of what was refused already. */
    private static void requireValue(Required required, TableWork work) {
        FieldDefinition field = required.field;
        if (work.hasRejectedField(field.name())) {
            return;
        }
        Column column = required.column;
        String text = column == null ? null : column.text(work);
        boolean given = column == null || text != null && !Texts.isNone(Texts.trim(text));
        if (!work.isRejected() || !given) {
            String written = column == null ? null : column.written();
            work.turnTo(field, field.name(), written);
            String shown = column == null || column.name().isEmpty() ? field.zh() : column.shown();
            work.report(ConversionProblem.REQUIRED_VALUE_EMPTY, null, shown);
        }
    }

    private @Nullable Object assemble(ObjectList list, TableWork work) {
        List<Map<String, Object>> objects = new ArrayList<>();
        for (Group group : list.groups) {
            TableWork.ListObjects made = work.objectsIfAny(group.number);
            if (made != null) {
                refuseLostItems(group, made, definition.fields().get(list.position), work);
                for (Map<String, Object> object : made.objects()) {
                    if (!object.isEmpty()) {
                        group.selector.forEach(object::putIfAbsent);
                        for (int i = 0; i < Math.max(1, made.copies()); i++) {
                            objects.add(object);
                        }
                    }
                }
            }
        }
        return objects.isEmpty() ? null : objects;
    }

    /** An item without an object would drop out unsaid, unless a finding about it says why there is none. */
    private static void refuseLostItems(
            Group group, TableWork.ListObjects made, FieldDefinition field, TableWork work) {
        List<Item> items = made.items();
        if (items == null) {
            return;
        }
        List<Map<String, Object>> objects = made.objects();
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            boolean isMade = i < objects.size() && !objects.get(i).isEmpty();
            if (!isMade && !made.isTold(i) && !group.mayPass(item)) {
                work.enter(item);
                work.turnTo(mostSensitive(field), field.name(), Column.ITEM);
                work.report(
                        ConversionProblem.NOTHING_OF_ITEM,
                        null,
                        field.zh(),
                        item.number(),
                        item.text() == null ? "…" : work.shown(item.text()));
                work.enter(null);
            }
        }
    }

    /** The field or what its objects have: nobody knows which of it an item was meant to be. */
    private static FieldDefinition mostSensitive(FieldDefinition field) {
        FieldDefinition most = field;
        for (FieldDefinition entry : field.entries()) {
            most = entry.sensitivity() > most.sensitivity() ? entry : most;
        }
        return most;
    }

    /** Tells where a canonical field stands in the source. */
    private record Locator(
            RawRecord raw, @Nullable Item item, Map<String, Column> columns) implements Function<String, Location> {
        @Override
        public Location apply(String field) {
            Column column = columns.get(field);
            return column == null ? raw.location() : column.locate(raw, item);
        }
    }
}
