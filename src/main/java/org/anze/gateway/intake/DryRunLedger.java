package org.anze.gateway.intake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.anze.gateway.intake.batch.CheckedBatch;
import org.anze.gateway.ledger.Append.RejectedRecord;
import org.anze.gateway.ledger.RecordSealer;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.validation.Reference;
import org.anze.gateway.validation.References;
import org.anze.gateway.validation.Wanted;
import org.jspecify.annotations.Nullable;

/**
 * Tells which records of a checked submission the ledger would take for repetitions and which it would refuse for a version
 * conflict (V-S09), as far as it is now; writes nothing. What the ledger does not know costs one query a batch. For one dry
 * run, for one thread.
 */
final class DryRunLedger {

    /** Records that are compared with what the ledger has: each costs a query. */
    private static final int MOST_COMPARED = 5_000;
    /** Records of the submission itself that later ones of it are compared with. */
    private static final int MOST_REMEMBERED = 20_000;

    private final String party;
    private final Function<Wanted, References> lookUp;
    private final Said ledger;
    private final Map<Version, byte[]> remembered = new HashMap<>();
    private int compared;
    private boolean complete = true;

    /** A version of a business key of the sender. */
    private record Version(RecordType type, String businessKey, long version) {}

    /** What the ledger has as said under one version of a business key by one provider, see {@link RecordSealer#said}. */
    @FunctionalInterface
    interface Said {
        Optional<byte[]> of(RecordType type, String provider, String businessKey, long version);
    }

    /**
     * A batch as the ledger would take it.
     *
     * @param accepted without repetitions and conflicts
     * @param rejected with the conflicts
     * @param duplicates how many repeat what the ledger has already
     */
    record Compared(
            CheckedBatch batch, List<CheckedBatch.Accepted> accepted, List<RejectedRecord> rejected, int duplicates) {}

    /** @param party who sends the submission */
    DryRunLedger(String party, Function<Wanted, References> lookUp, Said ledger) {
        this.party = party;
        this.lookUp = lookUp;
        this.ledger = ledger;
    }

    /** The next batch. */
    Compared compare(CheckedBatch batch) {
        if (batch.accepted().isEmpty()) {
            return new Compared(batch, batch.accepted(), batch.rejected(), 0);
        }
        Set<Reference> keys = new LinkedHashSet<>();
        batch.accepted().forEach(each -> keys.add(reference(each.record().record())));
        References known = lookUp.apply(new Wanted(keys, Set.of()));
        List<CheckedBatch.Accepted> accepted = new ArrayList<>(batch.accepted().size());
        List<RejectedRecord> rejected = new ArrayList<>(batch.rejected());
        int duplicates = 0;
        for (CheckedBatch.Accepted each : batch.accepted()) {
            byte[] said = RecordSealer.said(each.record());
            byte[] earlier = earlier(each.record().record(), known);
            if (earlier == null) {
                accepted.add(each);
                remember(each.record().record(), said);
            } else if (Arrays.equals(earlier, said)) {
                duplicates++;
            } else {
                rejected.add(RejectedRecord.versionConflict(each.record().record(), each.part()));
            }
        }
        return new Compared(batch, accepted, rejected, duplicates);
    }

    /** Whether all were compared that had to be. */
    boolean isComplete() {
        return complete;
    }

    /** What was said under the same version before, in this submission or in the ledger; null when nothing was. */
    private byte @Nullable [] earlier(CanonicalRecord record, References known) {
        byte[] here = remembered.get(version(record));
        if (here != null) {
            return here;
        }
        boolean mayBe = known.under(record.type(), record.businessKey()).stream()
                .anyMatch(head -> head.provider().equals(party) && head.version() >= record.version());
        if (!mayBe) {
            return null;
        }
        if (compared == MOST_COMPARED) {
            complete = false;
            return null;
        }
        compared++;
        return ledger.of(record.type(), party, record.businessKey(), record.version())
                .orElse(null);
    }

    private void remember(CanonicalRecord record, byte[] said) {
        if (remembered.size() < MOST_REMEMBERED) {
            remembered.put(version(record), said);
        } else {
            complete = false;
        }
    }

    private static Reference reference(CanonicalRecord record) {
        return new Reference(record.type(), record.businessKey());
    }

    private static Version version(CanonicalRecord record) {
        return new Version(record.type(), record.businessKey(), record.version());
    }
}
