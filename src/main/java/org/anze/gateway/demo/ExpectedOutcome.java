package org.anze.gateway.demo;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway must make of a generated file.
 *
 * @param records records in the file
 * @param accepted of them, with or without warnings
 * @param rejectedBy rule of DOMAIN.md D, or problem code where no rule covers it → records refused because of it
 * @param acceptedByScope place of risk and sector ({@code 140212/03}) → accepted records
 */
public record ExpectedOutcome(
        long records, long accepted, Map<String, Long> rejectedBy, Map<String, Long> acceptedByScope) {

    /** Makes the maps immutable. */
    public ExpectedOutcome {
        rejectedBy = Map.copyOf(rejectedBy);
        acceptedByScope = Map.copyOf(acceptedByScope);
    }

    /** Records refused. */
    public long rejected() {
        return records - accepted;
    }

    /** Accepted records whose place of risk begins so and, unless it is null, whose sector is this one. */
    public long acceptedIn(String regionPrefix, @Nullable String sector) {
        return acceptedByScope.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(regionPrefix))
                .filter(entry -> sector == null || entry.getKey().endsWith("/" + sector))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Counts while a file is written. */
    static final class Tally {
        private final Map<String, Long> rejectedBy = new TreeMap<>();
        private final Map<String, Long> acceptedByScope = new TreeMap<>();
        private long accepted;
        private long records;

        void accept(DemoUnit unit) {
            records++;
            accepted++;
            acceptedByScope.merge(unit.region() + "/" + unit.sector(), 1L, Long::sum);
        }

        void reject(String reason) {
            records++;
            rejectedBy.merge(reason, 1L, Long::sum);
        }

        ExpectedOutcome outcome() {
            return new ExpectedOutcome(records, accepted, rejectedBy, acceptedByScope);
        }
    }
}
