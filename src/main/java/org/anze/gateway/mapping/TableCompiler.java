package org.anze.gateway.mapping;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.anze.gateway.mapping.table.Complaints;
import org.anze.gateway.mapping.table.FieldPlace;
import org.anze.gateway.mapping.table.FieldRow;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.Presence;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.codes.CodeTable;
import org.anze.gateway.record.codes.CodeTables;
import org.jspecify.annotations.Nullable;

/** Makes steps of the rows of one field table and checks them against the record's definition. For one use. */
final class TableCompiler {

    private static final String EACH = "@each";
    private static final String SKIP = "@skip";

    private static final Map<String, Step.Envelope.Part> ENVELOPE = Map.of(
            "@riskRegion", Step.Envelope.Part.RISK_REGION,
            "@sector", Step.Envelope.Part.SECTOR,
            "@version", Step.Envelope.Part.VERSION,
            "@op", Step.Envelope.Part.OPERATION,
            "@insurer", Step.Envelope.Part.INSURER,
            "@check", Step.Envelope.Part.CHECK);

    private final RecordDefinition definition;
    private final CodeTables tables;
    private final Complaints complaints;
    private final List<FieldRow> rows;
    private final RowCompiler rowCompiler;
    private final ListCompiler lists;
    private final ColumnUses uses;

    private final List<Step> steps = new ArrayList<>();
    private final List<Step.Skip> skipsBefore = new ArrayList<>();
    private final Map<String, Column> columns = new HashMap<>();
    private final Map<String, FieldRow> unconditional = new HashMap<>();
    private final List<String> whenColumns = new ArrayList<>();
    private final boolean hasEach;
    private @Nullable Items each;

    /**
     * @param partyTables gives the party's own code table of a name; null when it has none
     * @param uses what the mapping takes the columns for
     * @param unitIsStated whether the source gives the unit that stands above the headings
     */
    TableCompiler(
            RecordDefinition definition,
            CodeTables tables,
            Function<String, @Nullable CodeTable> partyTables,
            Complaints complaints,
            List<FieldRow> rows,
            ColumnUses uses,
            boolean unitIsStated) {
        this.definition = definition;
        this.tables = tables;
        this.complaints = complaints;
        this.rows = rows;
        this.hasEach = rows.stream().anyMatch(row -> row.field().equals(EACH));
        this.rowCompiler = new RowCompiler(definition, tables, partyTables, complaints, rows, uses, unitIsStated);
        this.lists = new ListCompiler(definition, rowCompiler, complaints, hasEach);
        this.uses = uses;
    }

    /** Compiles; what is wrong is in the complaints, and then the result must not be used. */
    TableNormaliser compile(@Nullable Condition when) {
        rows.forEach(this::add);
        List<FieldDefinition> required = definition.fields().stream()
                .filter(field -> field.presence() == Presence.REQUIRED)
                .toList();
        for (FieldDefinition field : required) {
            if (!rowCompiler.makes(field.name())) {
                complaints.addMissing(MappingProblem.REQUIRED_FIELD_WITHOUT_ROW, field.name());
            }
        }
        return new TableNormaliser(new TableNormaliser.Parts(
                definition, when, skipsBefore, each, steps, lists.groupCount(), lists.lists(), columns, required));
    }

    /** A condition on the source record alone. */
    @Nullable
    Condition when(long line, String text, Complaints aboutFile) {
        RowCompiler nothingMade = new RowCompiler(definition, tables, name -> null, aboutFile, rows, uses, false);
        Condition condition = nothingMade.condition(line, text, false);
        if (condition != null) {
            condition.columns().forEach(column -> nothingMade.need(line, column, false));
            whenColumns.addAll(nothingMade.neededColumns());
        }
        return condition == null ? null : loose(condition);
    }

    private Condition loose(Condition condition) {
        return new LooseCondition(condition, uses.isPersonal(condition.columns()));
    }

    /** The columns that a source must have. */
    Collection<String> neededColumns() {
        List<String> needed = new ArrayList<>(rowCompiler.neededColumns());
        needed.addAll(whenColumns);
        return needed;
    }

    private void add(FieldRow row) {
        if (row.field().equals(EACH)) {
            addEach(row);
            return;
        }
        if (row.field().equals(SKIP)) {
            addSkip(row);
            return;
        }
        FieldPlace place;
        try {
            place = FieldPlace.parse(row.field());
        } catch (IllegalArgumentException e) {
            complaints.add(MappingProblem.EXPRESSION_WRONG, row.line(), row.field(), String.valueOf(e.getMessage()));
            return;
        }
        FieldDefinition field = definition.field(place.field()).orElse(null);
        if (!isKnown(place, field, row)) {
            complaints.add(
                    MappingProblem.UNKNOWN_FIELD,
                    row.line(),
                    row.field(),
                    definition.type().code());
            return;
        }
        refuseTwice(row);
        if (place.selector() != null) {
            ListCompiler.Compiled compiled = lists.compile(row, place, field);
            if (compiled != null) {
                steps.add(compiled.step());
                isMade(field, compiled.row());
            }
        } else {
            addValue(row, place, field);
        }
    }

    private static boolean isKnown(FieldPlace place, @Nullable FieldDefinition field, FieldRow row) {
        if (place.isEnvelope()) {
            return ENVELOPE.containsKey(row.field());
        }
        if (field == null || (field.type() == FieldType.OBJECTS) != (place.selector() != null)) {
            return false;
        }
        if (place.selector() == null || field.entries().isEmpty()) {
            return true;
        }
        return (place.property() == null || field.entry(place.property()).isPresent())
                && place.selector().keySet().stream()
                        .allMatch(name -> field.entry(name).isPresent());
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

    private void addEach(FieldRow row) {
        if (each != null) {
            complaints.add(MappingProblem.FIELD_TWICE, row.line(), EACH, "…");
            return;
        }
        Row compiled = rowCompiler.compile(row, null, FieldType.TEXTS, true, false);
        if (compiled != null) {
            each = new Items(compiled.shownLike(Row.HIDDEN), Items.splits(row));
        }
    }

    private void addSkip(FieldRow row) {
        if (row.condition().isEmpty()) {
            complaints.add(MappingProblem.CONDITION_MISSING, row.line(), SKIP);
            return;
        }
        // Above @each it is about the whole source record, below about each item.
        boolean before = hasEach && each == null;
        Condition condition = rowCompiler.condition(row.line(), row.condition(), hasEach && !before);
        if (condition == null) {
            return;
        }
        condition.columns().forEach(column -> rowCompiler.need(row.line(), column, hasEach && !before));
        Step.Skip skip = new Step.Skip(loose(condition), row.absent().isEmpty() ? null : row.absent());
        if (before) {
            skipsBefore.add(skip);
        } else {
            steps.add(skip);
        }
    }

    private void addValue(FieldRow row, FieldPlace place, @Nullable FieldDefinition field) {
        boolean check = place.field().equals("@check");
        FieldType type = field != null
                ? field.type()
                : check ? null : place.field().equals("@version") ? FieldType.INTEGER : FieldType.CODE;
        Row compiled = rowCompiler.compile(row, field, type, false, hasEach);
        if (compiled == null) {
            return;
        }
        if (field == null) {
            boolean hidden = uses.isPersonal(row, compiled);
            steps.add(
                    new Step.Envelope(hidden ? compiled.shownLike(Row.HIDDEN) : compiled, ENVELOPE.get(place.field())));
            return;
        }
        int position = definition.position(place.field());
        steps.add(
                field.type() == FieldType.TEXTS
                        ? new Step.FillList(compiled, position)
                        : new Step.Fill(
                                compiled,
                                position,
                                definition.position(place.field() + "LegacyCode"),
                                definition.position(place.field() + "Confidence")));
        isMade(field, compiled);
    }

    private void isMade(FieldDefinition field, Row row) {
        rowCompiler.isMade(field);
        if (row.place() != null) {
            columns.putIfAbsent(field.name(), Column.parse(row.place()));
        }
    }
}
