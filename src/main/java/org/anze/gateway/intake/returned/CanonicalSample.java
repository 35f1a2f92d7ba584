package org.anze.gateway.intake.returned;

import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.text.CanonicalText;
import org.jspecify.annotations.Nullable;

/**
 * A record as the gateway understands it, for its sender to compare with what was meant. Values of class 4 and 5 are masked.
 *
 * @param line where it stands in the source; 0 when there are no lines
 * @param riskRegion null when it is taken from elsewhere, or missing
 */
public record CanonicalSample(
        String recordType,
        int schemaVersion,
        String businessKey,
        long version,
        String operation,
        @Nullable String riskRegion,
        @Nullable String sector,
        long line,
        List<Value> values) {

    private static final int PERSONAL = 4;
    private static final int LONGEST = 200;

    /**
     * One field.
     *
     * @param text in the text form of canonical values
     * @param from the column or path it was taken from; null when it was not taken from one
     */
    public record Value(
            String field, String zh, String text, @Nullable String from) {}

    /** Of one record. */
    public static CanonicalSample of(CanonicalRecord record) {
        List<Value> values = new ArrayList<>();
        for (FieldDefinition field : record.definition().fields()) {
            Object value = record.value(field.name());
            if (value != null) {
                values.add(new Value(
                        field.name(),
                        field.zh(),
                        shown(field, CanonicalText.write(field.type(), value)),
                        record.locate(field.name()).name()));
            }
        }
        return new CanonicalSample(
                record.type().code(),
                record.definition().version(),
                isKeyPersonal(record) ? "***" : record.businessKey(),
                record.version(),
                record.operation().name(),
                record.scope().riskRegion(),
                record.scope().sector(),
                record.raw().location().line(),
                List.copyOf(values));
    }

    private static boolean isKeyPersonal(CanonicalRecord record) {
        return record.definition().key().stream().anyMatch(name -> record.definition()
                .field(name)
                .filter(field -> field.sensitivity() >= PERSONAL)
                .isPresent());
    }

    private static String shown(FieldDefinition field, String text) {
        boolean personal = field.sensitivity() >= PERSONAL
                || field.entries().stream().anyMatch(entry -> entry.sensitivity() >= PERSONAL);
        String shown = PersonalCells.mask(text, personal);
        return shown.length() > LONGEST ? shown.substring(0, LONGEST) + "…" : shown;
    }
}
