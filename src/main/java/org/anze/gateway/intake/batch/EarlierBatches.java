package org.anze.gateway.intake.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.Lookup;
import org.anze.gateway.validation.Reference;
import org.jspecify.annotations.Nullable;

/**
 * The accepted records of the last batches of one submission, which may not be in the ledger yet when the next one is
 * checked. As many batches as can be on their way are kept; what came before them is in the ledger. A batch whose
 * predecessor is not appended is not appended either, so what is built on it falls with it.
 *
 * <p>For one thread at a time, the one that cuts the submission.
 */
public final class EarlierBatches {

    private final int most;
    private final Deque<Accepted> batches = new ArrayDeque<>();

    /** Keeps this many batches. */
    public EarlierBatches(int most) {
        this.most = most;
    }

    /** For a batch that stands alone. */
    public static EarlierBatches none() {
        return new EarlierBatches(0);
    }

    /** The accepted records of one batch, findable as in the ledger. */
    static final class Accepted {
        private final Map<Reference, KnownRecord> heads = new HashMap<>();
        private final Map<Lookup, List<KnownRecord>> terms = new HashMap<>();

        void add(KnownRecord record, List<Lookup> lookups) {
            heads.merge(
                    new Reference(record.type(), record.businessKey()),
                    record,
                    (known, later) -> later.version() > known.version() ? later : known);
            for (Lookup lookup : lookups) {
                terms.computeIfAbsent(lookup, key -> new ArrayList<>(2)).add(record);
            }
        }

        @Nullable
        KnownRecord head(Reference reference) {
            return heads.get(reference);
        }

        List<KnownRecord> with(Lookup lookup) {
            return terms.getOrDefault(lookup, List.of());
        }

        boolean isEmpty() {
            return heads.isEmpty();
        }
    }

    void add(Accepted batch) {
        if (most > 0) {
            if (batches.size() == most) {
                batches.removeFirst();
            }
            batches.addLast(batch);
        }
    }

    /** Oldest first. */
    List<Accepted> accepted() {
        return List.copyOf(batches);
    }
}
