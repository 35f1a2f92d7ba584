package org.anze.gateway.reconcile;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of reconciliation.
 *
 * @param fanOut into how many ranges a range is divided
 * @param listed most records of a range that are listed instead of divided
 * @param largestList most records in a list that is compared; longer ones go by the tree
 * @param mostTotals most lines in a file of control totals
 * @param mostDifferences most differing records that are kept of one comparison; all are counted
 * @param resultsKept newest comparisons of a party that are kept
 * @param pageSize differing records in a page
 * @param longestStatement longest time one answer may take in the database, and any statement of it; whole seconds
 * @param simultaneous requests of one party at a time; more are answered 429
 * @param together requests of all parties and people at a time; more are answered 503. Each holds a database connection
 * @param settling how long after its end a day stays open, for what was on its way in
 */
@ConfigurationProperties(prefix = "anze.reconciliation", ignoreUnknownFields = false)
public record ReconcileSettings(
        @DefaultValue("64") int fanOut,
        @DefaultValue("256") int listed,
        @DefaultValue("20000") int largestList,
        @DefaultValue("200") int mostTotals,
        @DefaultValue("20000") int mostDifferences,
        @DefaultValue("1000") int resultsKept,
        @DefaultValue("200") int pageSize,
        @DefaultValue("60s") Duration longestStatement,
        @DefaultValue("2") int simultaneous,
        @DefaultValue("4") int together,
        @DefaultValue("6h") Duration settling) {

    /** Checks what would never work. */
    public ReconcileSettings {
        if (fanOut < 2
                || listed < 1
                || largestList < 1
                || mostTotals < 1
                || mostDifferences < 1
                || resultsKept < mostTotals
                || pageSize < 1
                || pageSize > 1000
                || simultaneous < 1
                || together < 1
                || settling.isNegative()
                || longestStatement.toSeconds() < 1) {
            throw new IllegalArgumentException("anze.reconciliation: fan-out at least 2, results-kept at least"
                    + " most-totals, page-size 1 to 1000, settling not negative, the others at least 1");
        }
    }
}
