package org.anze.gateway.archive;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Archive and retention ({@code anze.archive.*}). Sources: docs/operations/archive.md.
 *
 * @param folder where bundles are written
 * @param years how long records are kept after the end of the month in which the ledger took them; at least 5
 * @param contractYears the same for what belongs to an insurance contract; at least {@code years}
 * @param yearsByType exceptions, by the code of a record type such as {@code hazard}; at least 5 each
 * @param liveMonths so many months after its own a month's units stay in the live tables, whoever wants them out
 */
@ConfigurationProperties(prefix = "anze.archive", ignoreUnknownFields = false)
public record ArchiveSettings(
        @DefaultValue("data/archive") Path folder,
        @DefaultValue("5") int years,
        @DefaultValue("10") int contractYears,
        @Nullable Map<String, Integer> yearsByType,
        @DefaultValue("24") int liveMonths) {

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
    public ArchiveSettings {
        yearsByType = yearsByType == null ? Map.of() : Map.copyOf(yearsByType);
        requireYears("years", years);
        requireYears("contract-years", contractYears);
        yearsByType.forEach((code, wanted) -> {
            if (RecordType.byCode(code).isEmpty()) {
                throw new IllegalArgumentException("anze.archive.years-by-type: no record type " + code);
            }
            requireYears("years-by-type." + code, wanted);
        });
        if (liveMonths < 1 || contractYears < years) {
            throw new IllegalArgumentException("anze.archive: live-months from 1, contract-years from years");
        }
    }

    private static void requireYears(String key, int years) {
        if (years < FEWEST_YEARS || years > MOST_YEARS) {
            throw new IllegalArgumentException(
                    "anze.archive." + key + ": " + FEWEST_YEARS + " to " + MOST_YEARS + " years, not " + years);
        }
    }

    /** How many years records of a type are kept. */
    public int yearsOf(RecordType type) {
        Integer exception = yearsByType.get(type.code());
        return exception != null ? exception : OF_CONTRACTS.contains(type) ? contractYears : years;
    }
}
