package org.anze.gateway.cli.fsck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.feed.ParcelPlace;
import org.anze.gateway.keys.DataKeys;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SealTrust;
import org.anze.gateway.seal.entry.UnitCatalogue;
import org.anze.gateway.seal.parcel.ParcelSeries;
import org.anze.gateway.seal.parcel.ParcelVerifier;
import org.anze.gateway.seal.parcel.Verdict;
import org.jspecify.annotations.Nullable;

/** Every parcel that was prepared: verified as its recipient does, and numbered without gaps. For one thread. */
final class ParcelCheck {

    /** Each may have megabytes. */
    private static final int PORTION = 8;

    private final Snapshot snapshot;
    private final @Nullable DataKeys keys;
    private final ParcelVerifier verifier;
    private final Findings findings;
    private final Map<String, Long> next = new HashMap<>();
    /** The one before, while it is of the same recipient. */
    private Verdict.@Nullable Verified before;

    private long unopened;

    /** @param keys opens parcels; null only counts those that are closed */
    ParcelCheck(
            Snapshot snapshot, UnitCatalogue catalogue, SealTrust trust, @Nullable DataKeys keys, Findings findings) {
        this.snapshot = snapshot;
        this.keys = keys;
        this.verifier = new ParcelVerifier(catalogue, trust);
        this.findings = findings;
    }

    /** @return how many parcels there are */
    long run() throws SQLException {
        long[] count = {0};
        // Nobody who cannot open them needs to read them.
        String document = keys == null ? "null::bytea" : "document";
        String parcels = "select recipient, number, " + document + ", entries from parcel order by recipient, number";
        snapshot.each(PORTION, parcels, row -> {
            count[0]++;
            parcel(row);
        });
        snapshot.each("select recipient, next_number from feed_cursor", row -> {
            if (row.getLong(2) != next.getOrDefault(row.getString(1), 1L)) {
                findings.add(Damage.PARCEL_NUMBER, row.getString(1) + " → " + row.getLong(2));
            }
        });
        return count[0];
    }

    /** How many were closed under a data key that is not at hand, or destroyed, and therefore only counted. */
    long unopened() {
        return unopened;
    }

    private void parcel(ResultSet row) throws SQLException {
        String recipient = row.getString(1);
        long number = row.getLong(2);
        String place = recipient + " " + number;
        Long wanted = next.put(recipient, number + 1);
        if (number != (wanted == null ? 1 : wanted)) {
            findings.add(Damage.PARCEL_NUMBER, place);
        }
        byte[] document;
        try {
            byte[] closed = row.getBytes(3);
            if (keys == null || !keys.opens(closed)) {
                unopened++;
                return;
            }
            document = keys.open(closed, ParcelPlace.document(recipient, number));
        } catch (TryAgainLater away) {
            unopened++;
            return;
        } catch (IllegalStateException damaged) {
            findings.add(Damage.PARCEL_REFUSED, place + " closed for another place, or damaged");
            return;
        }
        Verdict verdict = verifier.verify(document, name -> rendition(recipient, number, name));
        if (verdict instanceof Verdict.Failed failed) {
            findings.add(Damage.PARCEL_REFUSED, place + " " + failed.flaw());
        } else if (verdict instanceof Verdict.Verified verified) {
            Long[] entries = (Long[]) row.getArray(4).getArray();
            boolean same = verified.head().recipient().equals(recipient)
                    && verified.head().number() == number
                    && (verified.statement() != null || bounds(entries, verified.entries()));
            if (!same) {
                findings.add(Damage.PARCEL_DIFFERS, place);
            }
            follows(recipient, verified, place);
        }
    }

    /** What its recipient holds against the one before: a ledger that shrank or forked in between. */
    private void follows(String recipient, Verdict.Verified parcel, String place) {
        Verdict.Verified earlier = before;
        before = parcel;
        boolean isNext = earlier != null
                && earlier.head().recipient().equals(recipient)
                && earlier.head().number() + 1 == parcel.head().number();
        if (isNext) {
            try {
                ParcelSeries.check(List.of(earlier, parcel));
            } catch (FlawException flaw) {
                findings.add(Damage.PARCEL_REFUSED, place + " " + flaw.flaw());
            }
        }
    }

    private static boolean bounds(Long[] entries, Verdict.Entries proved) {
        long[] sorted =
                Arrays.stream(entries).mapToLong(Long::longValue).sorted().toArray();
        return sorted.length == proved.count()
                && (sorted.length == 0
                        || sorted[0] == proved.firstIndex() && sorted[sorted.length - 1] == proved.lastIndex());
    }

    private byte @Nullable [] rendition(String recipient, long number, String name) {
        try (Snapshot.Cursor found = snapshot.cursor(
                "select content from parcel_rendition where recipient = ? and number = ? and name = ?",
                recipient,
                number,
                name)) {
            // One that is closed under a destroyed key, or damaged, is missing for the verifier, which says so.
            return found.rows().next() && keys != null
                    ? keys.open(found.rows().getBytes(1), ParcelPlace.rendition(recipient, number, name))
                    : null;
        } catch (SenderMustCorrect | IllegalStateException unreadable) {
            return null;
        } catch (SQLException unreadable) {
            throw new UncheckedIOException(new IOException(unreadable));
        }
    }
}
