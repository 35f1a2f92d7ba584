package org.anze.gateway.seal.parcel;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.anze.gateway.seal.Checkpoint;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;

/** What must hold between the parcels that one recipient got from one ledger. */
public final class ParcelSeries {

    private ParcelSeries() {}

    /**
     * Checks that the numbers have neither gap nor double, that the ledger never shrank from one to the next, and that
     * it was not forked. Where the series begins is not checked: older parcels may have been archived.
     *
     * @param parcels verified parcels of one recipient and one ledger, in any order
     * @throws FlawException naming the parcel numbers that do not fit
     */
    public static void check(List<Verdict.Verified> parcels) throws FlawException {
        List<Verdict.Verified> sorted = parcels.stream()
                .sorted(Comparator.comparingLong(parcel -> parcel.head().number()))
                .toList();
        for (int i = 1; i < sorted.size(); i++) {
            check(sorted.get(i - 1), sorted.get(i));
        }
    }

    private static void check(Verdict.Verified earlier, Verdict.Verified later) throws FlawException {
        long number = earlier.head().number();
        long next = later.head().number();
        String where = number + " → " + next;
        if (number == next) {
            throw new FlawException(Flaw.NUMBER_TWICE, where);
        }
        if (number + 1 != next) {
            throw new FlawException(Flaw.NUMBER_GAP, where);
        }
        Checkpoint before = earlier.checkpoint();
        Checkpoint after = later.checkpoint();
        if (after.size() < before.size()) {
            throw new FlawException(Flaw.CHECKPOINT_SHRANK, where);
        }
        if (after.size() == before.size() && !Arrays.equals(after.root(), before.root())) {
            throw new FlawException(Flaw.CHECKPOINT_FORKED, where);
        }
    }
}
