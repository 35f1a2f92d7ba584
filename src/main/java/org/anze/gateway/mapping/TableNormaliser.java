package org.anze.gateway.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.anze.gateway.mapping.convert.ConversionProblem;
import org.anze.gateway.mapping.convert.Texts;
import org.anze.gateway.mapping.source.Misshapen;
import org.anze.gateway.mapping.source.SourceProblem;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.RawRecord;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.Scope;
import org.jspecify.annotations.Nullable;

/** Translates by a compiled field table. */
final class TableNormaliser implements Normaliser {

    private final RecordDefinition definition;
    private final Step[] steps;
    private final int groups;
    private final List<ObjectList> lists;
    private final Map<String, String> columns;
    private final FieldDefinition[] fields;
    private final FieldDefinition[] required;

    /**
     * @param position position of a field that is a list of objects
     * @param groups the objects it can have, in their order
     */
    record ObjectList(int position, int[] groups) {}

    /**
     * @param columns canonical field → the source column its value comes from
     * @param required the required fields
     */
    TableNormaliser(
            RecordDefinition definition,
            List<Step> steps,
            int groups,
            List<ObjectList> lists,
            Map<String, String> columns,
            List<FieldDefinition> required) {
        this.definition = definition;
        this.steps = steps.toArray(new Step[0]);
        this.groups = groups;
        this.lists = List.copyOf(lists);
        this.columns = Map.copyOf(columns);
        this.fields = definition.fields().toArray(new FieldDefinition[0]);
        this.required = required.toArray(new FieldDefinition[0]);
    }

    @Override
    public List<Normalised> normalise(RawRecord raw, MappingContext context) {
        Misshapen.Shape shape = raw instanceof Misshapen row ? row.shape() : null;
        if (shape != null) {
            Finding finding = Finding.of(
                    SourceProblem.COLUMN_COUNT, null, null, raw.location(), shape.columns(), shape.promised());
            return List.of(new Normalised(raw, null, List.of(finding)));
        }
        Work work = new Work(raw, context, definition, groups);
        for (Step step : steps) {
            step.run(work);
        }
        for (ObjectList list : lists) {
            work.set(list.position, assemble(list, work));
        }
        for (FieldDefinition field : required) {
            requireValue(field, work);
        }
        return List.of(new Normalised(raw, work.isRejected() ? null : build(work, context), work.findings()));
    }

    /** Says that a required value is missing, unless it is missing because of what was refused already. */
    private void requireValue(FieldDefinition field, Work work) {
        if (work.value(definition.position(field.name())) != null) {
            return;
        }
        String column = columns.get(field.name());
        String text = column == null ? null : work.raw().value(column);
        boolean given = column == null || text != null && !Texts.isNone(Texts.trim(text));
        if (!work.isRejected() || !given) {
            work.turnTo(field, field.name(), column);
            work.report(ConversionProblem.REQUIRED_VALUE_EMPTY, null, column == null ? field.zh() : column);
        }
    }

    private static @Nullable Object assemble(ObjectList list, Work work) {
        List<Map<String, Object>> objects = new ArrayList<>();
        for (int group : list.groups) {
            Map<String, Object> object = work.object(group);
            if (object != null) {
                int copies = Math.max(1, work.copies(group));
                for (int i = 0; i < copies; i++) {
                    objects.add(object);
                }
            }
        }
        return objects.isEmpty() ? null : objects;
    }

    private CanonicalRecord build(Work work, MappingContext context) {
        RawRecord raw = work.raw();
        Scope scope = new Scope(work.riskRegion, work.sector, context.insurer());
        CanonicalRecord.Builder record = CanonicalRecord.of(definition, scope, raw, new Locator(raw, columns))
                .version(work.version)
                .operation(work.operation);
        for (int i = 0; i < fields.length; i++) {
            Object value = work.value(i);
            if (value != null) {
                record.set(fields[i].name(), value);
            }
        }
        return record.build();
    }

    /** Tells where a canonical field stands in the source. */
    private record Locator(RawRecord raw, Map<String, String> columns) implements Function<String, Location> {
        @Override
        public Location apply(String field) {
            String column = columns.get(field);
            return column == null ? raw.location() : raw.locate(column);
        }
    }
}
