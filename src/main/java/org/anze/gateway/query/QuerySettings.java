package org.anze.gateway.query;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of the query side.
 *
 * @param pageSize records in a page when the query names no limit
 * @param largestPage most records a query may ask for at once
 * @param mostScanned most records of the right scope that one page looks at when row conditions leave few of them
 * @param longestStatement longest time one answer may take in the database, and any statement of it; whole seconds
 * @param tokenValidity how long a page token may be used
 * @param simultaneous queries of one party at a time; more are answered 429
 * @param together queries of all parties at a time; each holds a database connection that everything else has to share
 * @param patience how long as many again wait for a place among those; beyond it, and beyond them, queries are answered 503
 * @param mostCells most cells of statistics that are kept in memory, all record types together
 */
@ConfigurationProperties(prefix = "anze.query", ignoreUnknownFields = false)
public record QuerySettings(
        @DefaultValue("100") int pageSize,
        @DefaultValue("500") int largestPage,
        @DefaultValue("5000") int mostScanned,
        @DefaultValue("5s") Duration longestStatement,
        @DefaultValue("15m") Duration tokenValidity,
        @DefaultValue("4") int simultaneous,
        @DefaultValue("6") int together,
        @DefaultValue("1s") Duration patience,
        @DefaultValue("500000") int mostCells) {

    /** Who waits holds a worker thread of the HTTPS door. */
    private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(10);

    /** Checks what would never work. */
    public QuerySettings {
        if (pageSize < 1 || largestPage < pageSize || mostScanned < largestPage || simultaneous < 1 || mostCells < 1) {
            throw new IllegalArgumentException(
                    "anze.query: 1 <= page-size <= largest-page <= most-scanned, simultaneous >= 1, most-cells >= 1");
        }
        if (together < 1 || patience.isNegative() || patience.compareTo(LONGEST_PATIENCE) > 0) {
            throw new IllegalArgumentException("anze.query: together >= 1, 0 <= patience <= " + LONGEST_PATIENCE);
        }
        // For the database no time at all is no limit.
        if (longestStatement.toSeconds() < 1 || tokenValidity.toSeconds() < 1) {
            throw new IllegalArgumentException(
                    "anze.query: longest-statement and token-validity must be one second at least");
        }
    }
}
