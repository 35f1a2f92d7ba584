package org.anze.gateway.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.anze.gateway.mapping.convert.Converter;
import org.anze.gateway.mapping.convert.Converters;
import org.anze.gateway.mapping.table.Complaints;
import org.anze.gateway.mapping.table.FieldRow;
import org.anze.gateway.mapping.table.UsualConverters;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.codes.CodeTable;
import org.anze.gateway.record.codes.CodeTables;
import org.jspecify.annotations.Nullable;

/** Chooses the converter of a row of a field table and checks that it fits what the row fills. For one table and one use. */
final class ConverterChoice {

    private final RecordDefinition definition;
    private final CodeTables tables;
    private final Function<String, @Nullable CodeTable> partyTables;
    private final Complaints complaints;
    private final Set<String> written;
    private final Predicate<String> makes;
    private final boolean unitIsStated;

    /**
     * @param partyTables gives the party's own code table of a name; null when it has none
     * @param written the fields that have a row
     * @param makes whether a row above makes a field
     * @param unitIsStated whether the source gives the unit that stands above the headings
     */
    ConverterChoice(
            RecordDefinition definition,
            CodeTables tables,
            Function<String, @Nullable CodeTable> partyTables,
            Complaints complaints,
            Set<String> written,
            Predicate<String> makes,
            boolean unitIsStated) {
        this.definition = definition;
        this.tables = tables;
        this.partyTables = partyTables;
        this.complaints = complaints;
        this.written = written;
        this.makes = makes;
        this.unitIsStated = unitIsStated;
    }

    /**
     * The converter; null after a complaint.
     *
     * @param type of what the row fills; null when anything but a list will do
     */
    @Nullable
    Converter converter(FieldRow row, @Nullable FieldDefinition field, @Nullable FieldType type, boolean list) {
        String name = row.convert().isEmpty() ? usual(field, type, row.codes()) : row.convert();
        String table = row.codes();
        if (table.isEmpty() && name.equals("code") && field != null && field.codes() != null) {
            table = field.codes();
        }
        List<CodeTable> codes = codes(row, table);
        if (codes == null) {
            return null;
        }
        if (name.equals("money") && row.unit().equals("stated") && !unitIsStated) {
            complaints.add(
                    MappingProblem.OPTION_WRONG, row.line(), row.field(), "unit=stated ← source.statedUnit: true");
            return null;
        }
        if (name.equals("insurer") && isAheadOfEvent()) {
            complaints.add(
                    MappingProblem.ORDER_WRONG,
                    row.line(),
                    definition.eventField().orElse(""));
            return null;
        }
        try {
            Converter converter = Converters.create(name, row.unit(), codes, tables, field != null && field.signed());
            return fits(row, name, converter, type, list) ? converter : null;
        } catch (IllegalArgumentException e) {
            complaints.add(MappingProblem.OPTION_WRONG, row.line(), row.field(), String.valueOf(e.getMessage()));
            return null;
        }
    }

    private @Nullable List<CodeTable> codes(FieldRow row, String names) {
        List<CodeTable> codes = new ArrayList<>();
        for (String name : names.isEmpty() ? new String[0] : names.split(">")) {
            CodeTable next = name.startsWith("party:")
                    ? partyTables.apply(name.substring("party:".length()))
                    : tables.names().contains(name) ? tables.table(name) : null;
            if (next == null) {
                complaints.add(MappingProblem.UNKNOWN_TABLE, row.line(), name);
                return null;
            }
            codes.add(next);
            if (next.isDated() && isAheadOfEvent()) {
                complaints.add(
                        MappingProblem.ORDER_WRONG,
                        row.line(),
                        definition.eventField().orElse(""));
                return null;
            }
        }
        return codes;
    }

    /** Whether the day that codes are looked up for is only made further down. */
    private boolean isAheadOfEvent() {
        String event = definition.eventField().orElse("");
        return written.contains(event) && !makes.test(event);
    }

    private String usual(@Nullable FieldDefinition field, @Nullable FieldType type, String table) {
        if (!table.isEmpty()) {
            return "code";
        }
        if (field == null || type == null || type != field.type()) {
            return type == FieldType.INTEGER ? "integer" : "text";
        }
        boolean hasTable = field.codes() != null && tables.names().contains(field.codes());
        return hasTable ? "code" : UsualConverters.of(type);
    }

    private boolean fits(FieldRow row, String name, Converter converter, @Nullable FieldType type, boolean list) {
        Set<FieldType> fills = converter.fills();
        boolean fits = type == null
                ? !fills.equals(Set.of(FieldType.TEXTS))
                : fills.contains(type)
                        || list
                                && fills.contains(FieldType.TEXTS)
                                && (type == FieldType.TEXT || type == FieldType.CODE);
        if (!fits) {
            String wanted =
                    type == null ? "text, number or boolean" : type.name().toLowerCase(Locale.ROOT);
            complaints.add(MappingProblem.TYPE_DIFFERS, row.line(), row.field(), name, wanted);
        }
        return fits;
    }
}
