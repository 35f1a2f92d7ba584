package org.anze.gateway.archive;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a verified bundle proves.
 *
 * @param ledger name of the ledger
 * @param month in China
 * @param from index of the first entry
 * @param to index after the last entry
 * @param submissions how many submissions, with their receipts
 * @param chunks how many chunks of raw bytes lie in it; what is in them is closed
 * @param note the signed checkpoint at its end; null of a ledger without entries
 * @param stampedAt the time of the newest stamp that covers the month's end; null when no stamp does
 * @param witnesses names of witnesses that cosigned a checkpoint of the month or the one that covers its end
 * @param keepUntil the first day on which nobody has to keep it any more
 * @param digest H of the manifest, by which people name the bundle
 */
public record BundleReport(
        String ledger,
        YearMonth month,
        long from,
        long to,
        long submissions,
        long chunks,
        @Nullable String note,
        @Nullable Instant stampedAt,
        List<String> witnesses,
        LocalDate keepUntil,
        byte[] digest) {

    /** Number of entries. */
    public long entries() {
        return to - from;
    }

    /** The digest as people compare it: lower-case hexadecimal. */
    public String digestText() {
        return HexFormat.of().formatHex(digest);
    }
}
