package org.anze.gateway.feed.rendition;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.record.DisclosedRecord;
import org.anze.gateway.record.DisclosedRecord.Manner;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.RecordDefinition;

/**
 * The columns of one record type in one parcel: ledger index, version, operation and scope, then every field of a unit
 * that at least one record shows, in the order of the definition.
 */
final class CsvColumns {

    /** A column: where its value stands and how it is written. */
    record Column(String heading, int unit, String field, FieldType type) {}

    private static final String MASKED = "（脱敏）";
    private static final String PARTLY_MASKED = "（部分脱敏）";

    private CsvColumns() {}

    /** The columns for these records, none of which is a withdrawal. */
    static List<Column> of(RecordDefinition definition, List<DisclosedRecord> records) {
        List<Column> columns = new ArrayList<>();
        int key = definition.units().indexOf(RecordDefinition.KEY_UNIT);
        int scope = definition.units().indexOf(RecordDefinition.SCOPE_UNIT);
        columns.add(new Column("版本", key, "version", FieldType.INTEGER));
        columns.add(new Column("操作", key, "op", FieldType.TEXT));
        columns.add(new Column("风险所在地", scope, "riskRegion", FieldType.TEXT));
        columns.add(new Column("行业领域", scope, "sector", FieldType.TEXT));
        columns.add(new Column("保险机构代号", scope, "insurer", FieldType.TEXT));
        Map<String, String> marks = marks(definition, records);
        Set<String> headings = new HashSet<>();
        columns.forEach(column -> headings.add(column.heading()));
        for (FieldDefinition field : definition.fields()) {
            String mark = marks.get(field.unit());
            if (mark != null) {
                // A masked amount is a band in words, which names its own unit of money.
                String yuan = field.type() == FieldType.MONEY && !mark.equals(MASKED) ? "（元）" : "";
                String heading = field.zh() + yuan + mark;
                String unique = headings.add(heading) ? heading : heading + "（" + field.name() + "）";
                int unit = definition.units().indexOf(field.unit());
                columns.add(new Column(unique, unit, field.name(), field.type()));
            }
        }
        return columns;
    }

    /** Unit → what its headings say; units that no record shows are missing. */
    private static Map<String, String> marks(RecordDefinition definition, List<DisclosedRecord> records) {
        Map<String, String> marks = new LinkedHashMap<>();
        for (int i = 0; i < definition.units().size(); i++) {
            boolean given = false;
            boolean masked = false;
            for (DisclosedRecord record : records) {
                Manner manner = record.units().get(i).manner();
                given |= manner == Manner.GIVEN;
                masked |= manner == Manner.MASKED;
            }
            if (given || masked) {
                marks.put(definition.units().get(i), masked ? given ? PARTLY_MASKED : MASKED : "");
            }
        }
        return marks;
    }
}
