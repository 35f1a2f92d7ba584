package org.anze.gateway.feed;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.anze.gateway.access.Decision;
import org.anze.gateway.access.Facts;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.SealedRecord;
import org.jspecify.annotations.Nullable;

/** What corrections leave behind that take a record out of a recipient's sight (ARCHITECTURE.md 3.7). Safe for many threads. */
final class Corrections {

    private final LedgerReader ledger;
    private final LedgerFacts facts;
    private final ParcelRows parcels;

    Corrections(LedgerReader ledger, LedgerFacts facts, ParcelRows parcels) {
        this.ledger = ledger;
        this.facts = facts;
        this.parcels = parcels;
    }

    /**
     * What one correction leaves behind.
     *
     * @param earlier entries of its key that may be given, or of which that cannot be said
     * @param given the newest of those that the recipient has or may have; null when it has none
     * @param archived the entry whose month must be restored before it can be said whether the recipient may be told to forget
     *     what it has; null when there is none
     */
    record Superseded(
            Set<Long> earlier,
            @Nullable SealedRecord given,
            @Nullable Long archived) {}

    /**
     * By the positions of the corrections; nothing of one whose earlier versions the recipient could not see either. Asks the ledger
     * once for all of them.
     */
    Map<Long, Superseded> of(String recipient, List<Long> corrections, BiFunction<RecordType, Facts, Decision> decide) {
        Map<Long, Set<Long>> earlier = new HashMap<>();
        Map<Long, Long> undecidable = new HashMap<>();
        for (LedgerReader.Earlier version : ledger.earlier(corrections)) {
            LedgerFacts.Entry about = facts.about(version.scope(), version.index());
            boolean isPermitted = decide.apply(version.type(), about) instanceof Decision.Permit;
            Long missing = isPermitted ? null : about.wantedArchived();
            if (missing != null) {
                undecidable.put(version.index(), missing);
            }
            if (isPermitted || missing != null) {
                earlier.computeIfAbsent(version.entry(), entry -> new HashSet<>(2))
                        .add(version.index());
            }
        }
        Map<Long, Long> newest = parcels.newestGiven(recipient, earlier);
        Map<Long, SealedRecord> given = new HashMap<>();
        if (!newest.isEmpty()) {
            ledger.read(List.copyOf(newest.values())).forEach(record -> given.put(record.index(), record));
        }
        Map<Long, Superseded> superseded = new HashMap<>();
        earlier.forEach((correction, entries) -> {
            // What it never had does not matter, whether it may be seen or not.
            Long had = newest.get(correction);
            superseded.put(correction, new Superseded(entries, given.get(had), undecidable.get(had)));
        });
        return superseded;
    }
}
