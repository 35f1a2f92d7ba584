package org.anze.gateway.query;

import java.time.LocalDate;
import java.util.StringJoiner;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/**
 * Which records are asked for. What is null does not limit.
 *
 * @param region prefix of the place of risk, 2, 4 or 6 digits
 * @param sector code of table SEC
 * @param insurer party id
 * @param from first day in China of acceptance into the ledger
 * @param to last such day, inclusive
 */
public record RecordFilter(
        RecordType type,
        @Nullable String region,
        @Nullable String sector,
        @Nullable String insurer,
        @Nullable LocalDate from,
        @Nullable LocalDate to) {

    /** The same text for the same filter, for the audit log and page tokens. */
    String text() {
        StringJoiner text = new StringJoiner(" ", type.code() + " ", "").setEmptyValue(type.code());
        add(text, "region", region);
        add(text, "sector", sector);
        add(text, "insurer", insurer);
        add(text, "from", from);
        add(text, "to", to);
        return text.toString();
    }

    private static void add(StringJoiner text, String name, @Nullable Object value) {
        if (value != null) {
            text.add(name + "=" + value);
        }
    }
}
