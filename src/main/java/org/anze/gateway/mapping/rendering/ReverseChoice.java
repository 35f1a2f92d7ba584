package org.anze.gateway.mapping.rendering;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.mapping.table.Complaints;
import org.anze.gateway.mapping.table.FieldPlace;
import org.anze.gateway.mapping.table.FieldRow;
import org.anze.gateway.mapping.table.UsualConverters;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.RecordDefinition;
import org.jspecify.annotations.Nullable;

/** Chooses the reversed converter of a row of a field table and checks that it suits what the row names. For one table. */
final class ReverseChoice {

    private static final Map<String, FieldType> ENVELOPE = Map.of(
            "@riskRegion", FieldType.CODE,
            "@sector", FieldType.CODE,
            "@op", FieldType.CODE,
            "@insurer", FieldType.TEXT,
            "@version", FieldType.INTEGER,
            "@index", FieldType.INTEGER);

    private final RecordDefinition definition;
    private final CodeReversals codes;
    private final Complaints complaints;

    ReverseChoice(RecordDefinition definition, CodeReversals codes, Complaints complaints) {
        this.definition = definition;
        this.codes = codes;
        this.complaints = complaints;
    }

    /** The type of what a row names; null when there is no such thing. */
    @Nullable
    FieldType type(FieldRow row, FieldPlace place, @Nullable FieldDefinition field) {
        if (field == null) {
            return ENVELOPE.get(row.field());
        }
        if (place.selector() == null) {
            return field.type();
        }
        if (field.type() != FieldType.OBJECTS) {
            return null;
        }
        return place.property() == null
                ? FieldType.INTEGER
                : field.entry(place.property()).map(FieldDefinition::type).orElse(null);
    }

    /** The reversed converter; null after a complaint. */
    @Nullable
    Reverse reverse(FieldRow row, @Nullable FieldDefinition field, FieldType type) {
        String table = row.codes();
        boolean plain = field != null && row.field().equals(field.name());
        String fieldTable = plain ? field.codes() : null;
        String name = row.convert();
        if (name.isEmpty()) {
            boolean hasTable = fieldTable != null && codes.hasTable(fieldTable);
            name = !table.isEmpty() || hasTable ? "code" : UsualConverters.of(type);
        }
        if (table.isEmpty() && name.equals("code") && fieldTable != null) {
            table = fieldTable;
        }
        Set<FieldType> types = Reverse.types(name);
        if (types.isEmpty() || name.equals("region") && !row.unit().isEmpty()) {
            complaints.add(RenderingProblem.NOT_REVERSIBLE, row.line(), row.field(), name + " " + row.unit());
            return null;
        }
        if (!types.contains(type)) {
            String typeName = type.name().toLowerCase(Locale.ROOT);
            complaints.add(RenderingProblem.TYPE_DIFFERS, row.line(), row.field(), name, typeName);
            return null;
        }
        try {
            return name.equals("code") ? coded(row, table) : Reverse.of(name, row.unit());
        } catch (IllegalArgumentException e) {
            complaints.add(RenderingProblem.OPTION_WRONG, row.line(), row.field(), String.valueOf(e.getMessage()));
            return null;
        }
    }

    private @Nullable Reverse coded(FieldRow row, String table) {
        if (!row.unit().isEmpty() && !row.unit().equals("name")) {
            throw new IllegalArgumentException("unit: (empty) | name");
        }
        try {
            CodeReversals.Reversal reversal = codes.of(table, row.unit().equals("name"));
            String other = row.absent().isEmpty() ? null : row.absent();
            return new CodedReverse(codes.party(), table, row.source(), reversal, other);
        } catch (IOException | IllegalArgumentException e) {
            complaints.add(RenderingProblem.UNKNOWN_TABLE, row.line(), String.valueOf(e.getMessage()));
            return null;
        }
    }
}
