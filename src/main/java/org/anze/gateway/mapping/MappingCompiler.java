package org.anze.gateway.mapping;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.anze.gateway.mapping.convert.Converter;
import org.anze.gateway.mapping.convert.Converters;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.Presence;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.codes.CodeTable;
import org.anze.gateway.record.codes.CodeTables;
import org.jspecify.annotations.Nullable;

/** Makes steps of the rows of one field table and checks them against the record's definition. For one use. */
final class MappingCompiler {

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

    private static final Map<String, Step.Envelope.Part> ENVELOPE = Map.of(
            "@riskRegion", Step.Envelope.Part.RISK_REGION,
            "@sector", Step.Envelope.Part.SECTOR,
            "@version", Step.Envelope.Part.VERSION,
            "@op", Step.Envelope.Part.OPERATION,
            "@check", Step.Envelope.Part.CHECK);

    private final RecordDefinition definition;
    private final CodeTables tables;
    private final Function<String, @Nullable CodeTable> partyTables;
    private final Complaints complaints;

    private final List<Step> steps = new ArrayList<>();
    private final Map<String, Integer> groups = new LinkedHashMap<>();
    private final Map<String, String> columns = new HashMap<>();
    private final Set<String> neededColumns = new LinkedHashSet<>();
    private final Map<String, FieldRow> unconditional = new HashMap<>();
    private final Set<String> made = new HashSet<>();
    private final Set<String> written = new HashSet<>();

    /** {@code partyTables} gives the party's own code table of a name; null when it has none. */
    MappingCompiler(
            RecordDefinition definition,
            CodeTables tables,
            Function<String, @Nullable CodeTable> partyTables,
            Complaints complaints) {
        this.definition = definition;
        this.tables = tables;
        this.partyTables = partyTables;
        this.complaints = complaints;
    }

    /** Compiles; what is wrong is in the complaints, and then the result must not be used. */
    TableNormaliser compile(List<FieldRow> rows) {
        rows.forEach(row -> written.add(row.field()));
        rows.forEach(this::add);
        List<FieldDefinition> required = definition.fields().stream()
                .filter(field -> field.presence() == Presence.REQUIRED)
                .toList();
        for (FieldDefinition field : required) {
            if (!made.contains(field.name())) {
                complaints.add(MappingProblem.REQUIRED_FIELD_WITHOUT_ROW, 0, field.name());
            }
        }
        return new TableNormaliser(definition, steps, groups.size(), objectLists(), columns, required);
    }

    /** The columns that a source must have. */
    Collection<String> neededColumns() {
        return neededColumns;
    }

    private void add(FieldRow row) {
        Target target;
        try {
            target = Target.parse(row.field());
        } catch (IllegalArgumentException e) {
            complaints.add(MappingProblem.EXPRESSION_WRONG, row.line(), row.field(), e.getMessage());
            return;
        }
        FieldDefinition field = definition.field(target.field()).orElse(null);
        boolean known = target.isEnvelope() ? ENVELOPE.containsKey(row.field()) : field != null;
        boolean list = field != null && field.type() == FieldType.OBJECTS;
        if (!known || list != (target.selector() != null)) {
            complaints.add(
                    MappingProblem.UNKNOWN_FIELD,
                    row.line(),
                    row.field(),
                    definition.type().code());
            return;
        }
        refuseTwice(row);
        Converter converter = converter(row, target, field);
        Row compiled = converter == null ? null : compile(row, target, field, converter);
        if (compiled != null) {
            steps.add(step(compiled, target, field));
            made.add(target.field());
            if (compiled.place() != null) {
                columns.putIfAbsent(target.field(), compiled.place());
            }
        }
    }

    private void refuseTwice(FieldRow row) {
        if (row.field().equals("@check")) {
            return;
        }
        FieldRow before = unconditional.get(row.field());
        if (before != null) {
            complaints.add(MappingProblem.FIELD_TWICE, row.line(), row.field(), String.valueOf(before.line()));
        } else if (row.condition().isEmpty()) {
            unconditional.put(row.field(), row);
        }
    }

    private @Nullable Converter converter(FieldRow row, Target target, @Nullable FieldDefinition field) {
        List<CodeTable> codes = new ArrayList<>();
        String name = row.convert();
        String table = row.codes();
        if (name.isEmpty()) {
            name = usual(target, field, table);
        }
        if (table.isEmpty() && name.equals("code") && field != null && field.codes() != null) {
            table = field.codes();
        }
        for (String part : table.isEmpty() ? new String[0] : table.split(">")) {
            CodeTable next = part.startsWith("party:")
                    ? partyTables.apply(part.substring("party:".length()))
                    : tables.names().contains(part) ? tables.table(part) : null;
            if (next == null) {
                complaints.add(MappingProblem.UNKNOWN_TABLE, row.line(), part);
                return null;
            }
            codes.add(next);
            String event = definition.eventField().orElse("");
            if (next.isDated() && written.contains(event) && !made.contains(event)) {
                complaints.add(MappingProblem.ORDER_WRONG, row.line(), event);
                return null;
            }
        }
        try {
            Converter converter = Converters.create(name, row.unit(), codes, tables);
            return fits(row, name, converter, target, field) ? converter : null;
        } catch (IllegalArgumentException e) {
            complaints.add(MappingProblem.OPTION_WRONG, row.line(), row.field(), String.valueOf(e.getMessage()));
            return null;
        }
    }

    private String usual(Target target, @Nullable FieldDefinition field, String table) {
        if (!table.isEmpty()) {
            return "code";
        }
        if (target.isCount() || target.field().equals("@version")) {
            return "integer";
        }
        if (field == null || target.selector() != null) {
            return "text";
        }
        boolean hasTable = field.codes() != null && tables.names().contains(field.codes());
        return hasTable ? "code" : USUAL.getOrDefault(field.type(), "text");
    }

    private boolean fits(
            FieldRow row, String name, Converter converter, Target target, @Nullable FieldDefinition field) {
        Set<FieldType> fills = converter.fills();
        boolean fits;
        String type;
        if (target.isCount() || target.field().equals("@version")) {
            fits = fills.contains(FieldType.INTEGER);
            type = "integer";
        } else if (target.selector() != null || target.field().equals("@check")) {
            fits = !fills.equals(Set.of(FieldType.TEXTS));
            type = "text, number or boolean";
        } else {
            FieldType wanted = field == null ? FieldType.CODE : field.type();
            fits = fills.contains(wanted);
            type = wanted.name().toLowerCase(Locale.ROOT);
        }
        if (!fits) {
            complaints.add(MappingProblem.TYPE_DIFFERS, row.line(), row.field(), name, type);
        }
        return fits;
    }

    private @Nullable Row compile(FieldRow row, Target target, @Nullable FieldDefinition field, Converter converter) {
        String column = row.source().isEmpty() ? null : row.source();
        Template template = null;
        Condition condition = null;
        String expression = row.template();
        try {
            if (!expression.isEmpty()) {
                template = Template.parse(expression, this::madeAbove);
                neededColumns.addAll(template.columns());
            }
            expression = row.condition();
            if (!expression.isEmpty()) {
                condition = Condition.parse(expression, this::madeAbove);
                neededColumns.addAll(condition.columns());
            }
        } catch (IllegalArgumentException e) {
            boolean order = String.valueOf(e.getMessage()).startsWith("{#");
            complaints.add(
                    order ? MappingProblem.ORDER_WRONG : MappingProblem.EXPRESSION_WRONG,
                    row.line(),
                    order ? e.getMessage() : expression,
                    String.valueOf(e.getMessage()));
            return null;
        }
        if (column == null && template == null && row.absent().isEmpty() && !converter.needsNoSource()) {
            complaints.add(MappingProblem.NOTHING_TO_TAKE, row.line(), row.field());
            return null;
        }
        if (column != null) {
            neededColumns.add(column);
        }
        String absent = row.absent().isEmpty() ? null : row.absent();
        return new Row(
                target.isEnvelope() ? null : target.field(), field, column, template, absent, condition, converter);
    }

    private int madeAbove(String field) {
        return made.contains(field) ? definition.position(field) : -1;
    }

    private Step step(Row row, Target target, @Nullable FieldDefinition field) {
        if (target.isEnvelope()) {
            return new Step.Envelope(row, ENVELOPE.get(target.field()));
        }
        if (target.selector() != null) {
            int group = groups.computeIfAbsent(target.group(), key -> groups.size());
            return target.property() == null
                    ? new Step.Count(row, group, target.selector())
                    : new Step.Property(row, group, target.selector(), target.property());
        }
        int position = definition.position(target.field());
        if (field != null && field.type() == FieldType.TEXTS) {
            return new Step.FillList(row, position);
        }
        return new Step.Fill(
                row,
                position,
                definition.position(target.field() + "LegacyCode"),
                definition.position(target.field() + "Confidence"));
    }

    private List<TableNormaliser.ObjectList> objectLists() {
        Map<Integer, List<Integer>> byField = new LinkedHashMap<>();
        groups.forEach((group, number) -> {
            int position = definition.position(group.substring(0, group.indexOf('{')));
            byField.computeIfAbsent(position, key -> new ArrayList<>()).add(number);
        });
        List<TableNormaliser.ObjectList> lists = new ArrayList<>();
        byField.forEach((position, numbers) -> lists.add(new TableNormaliser.ObjectList(
                position, numbers.stream().mapToInt(Integer::intValue).toArray())));
        return lists;
    }
}
