package org.anze.gateway.mapping;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.anze.gateway.mapping.convert.ConversionProblem;
import org.anze.gateway.mapping.convert.Texts;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
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

    /** Most canonical records of one source record. */
    int mostResults() {
        return each == null ? 1 : Items.MOST_RECORDS;
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
        if (!objectLists.isEmpty()) {
            assemble(work);
        }
        for (Required field : required) {
            if (work.value(field.position) == null) {
                requireValue(field, work);
            }
        }
        return work.finish(new Locator(work.raw(), work.item(), columns));
    }

    private void assemble(TableWork work) {
        objectLists.forEach(list -> list.assemble(work));
        // Items made with a required value that is missing lack it too, and the one finding about it is enough.
        for (Required each : required) {
            boolean missing = work.value(each.position) == null && each.field.type() != FieldType.OBJECTS;
            if (missing && !work.hasRejectedField(each.field.name())) {
                return;
            }
        }
        objectLists.forEach(list -> list.refuseLostItems(work));
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

    /** Tells where a canonical field stands in the source. */
    private record Locator(RawRecord raw, @Nullable Item item, Map<String, Column> columns)
            implements Function<String, Location> {
        @Override
        public Location apply(String field) {
            Column column = columns.get(field);
            return column == null ? raw.location() : column.locate(raw, item);
        }
    }
}
