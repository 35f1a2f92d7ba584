package org.anze.gateway.archive;

import java.util.Map;
import java.util.Set;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/**
 * How long the records of a bundle are kept; the bundle says so itself. Sources: docs/operations/archive.md.
 *
 * @param years how long records are kept after the end of the month in which the ledger took them; at least 5
 * @param contractYears the same for what belongs to an insurance contract; at least {@code years}
 * @param yearsByType exceptions, by the code of a record type such as {@code hazard}; at least 5 each
 */
public record Retention(
        int years, int contractYears, @Nullable Map<String, Integer> yearsByType) {

    /** No law or contract of this field asks for less. */
    static final int FEWEST_YEARS = 5;

    private static final int MOST_YEARS = 100;

    /** What proves an insurance contract and what was paid under it. */
    private static final Set<RecordType> OF_CONTRACTS = Set.of(
            RecordType.POLICY,
            RecordType.ENDORSEMENT,
            RecordType.ROSTER,
            RecordType.FEE_LEDGER,
            RecordType.ACCIDENT_REPORT,
            RecordType.CLAIM);

    /** @throws IllegalArgumentException for less than five years, or for a type that does not exist */
    public Retention {
        yearsByType = yearsByType == null ? Map.of() : Map.copyOf(yearsByType);
        requireYears("years", years);
        requireYears("contract-years", contractYears);
        yearsByType.forEach((code, wanted) -> {
            if (RecordType.byCode(code).isEmpty()) {
                throw new IllegalArgumentException("years-of: no record type " + code);
            }
            requireYears("years-of " + code, wanted);
        });
        if (contractYears < years) {
            throw new IllegalArgumentException("contract-years from years");
        }
    }

    private static void requireYears(String key, int years) {
        if (years < FEWEST_YEARS || years > MOST_YEARS) {
            throw new IllegalArgumentException(
                    key + ": " + FEWEST_YEARS + " to " + MOST_YEARS + " years, not " + years);
        }
    }

    /** How many years records of a type are kept. */
    public int yearsOf(RecordType type) {
        Integer exception = yearsByType.get(type.code());
        return exception != null ? exception : OF_CONTRACTS.contains(type) ? contractYears : years;
    }
}
