package org.anze.gateway.feed;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.access.Decision;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.SealedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Whether records that a recipient was given before, or refused, may go to it in a later parcel. Tasks tell people beforehand what
 * the feed will do, so both ask here. Safe for many threads.
 */
public final class GivenAgain {

    private final LedgerReader ledger;
    private final LedgerFacts facts;
    private final FeedRows rows;

    GivenAgain(LedgerReader ledger, RecordDefinitions definitions, FeedRows rows) {
        this.ledger = ledger;
        this.facts = new LedgerFacts(ledger, definitions);
        this.rows = rows;
    }

    /**
     * What is decided of one record.
     *
     * @param itself about this version
     * @param newest about the newest version that the feed has passed: what that one has overtaken is given, or withdrawn, as it
     *     may be seen or not
     * @param undecidable the entry without whose archived content one of them may be wrong; null when both are sound
     */
    public record Reconsidered(
            SealedRecord record,
            Decision itself,
            Decision newest,
            @Nullable Long undecidable) {

        /** Why it may not be given; null when it may. */
        public Decision.@Nullable Deny denial() {
            if (itself instanceof Decision.Deny deny) {
                return deny;
            }
            return newest instanceof Decision.Deny deny ? deny : null;
        }
    }

    /** Of each of these entries that is in the ledger, as of this moment. */
    public List<Reconsidered> of(String recipient, Agreements agreements, List<Long> entries, Instant now) {
        long cursor = rows.cursor(recipient).map(FeedRows.Cursor::nextEntry).orElse(0L);
        return of(recipient, agreements, entries, cursor, now);
    }

    /** @param cursor the first entry that the feed has not passed */
    List<Reconsidered> of(String recipient, Agreements agreements, List<Long> entries, long cursor, Instant now) {
        List<Reconsidered> all = new ArrayList<>(entries.size());
        if (entries.isEmpty()) {
            return all;
        }
        Map<Long, Scope> newest = ledger.newestScopes(entries, cursor);
        for (SealedRecord record : ledger.read(entries)) {
            LedgerFacts.Entry own = facts.about(record);
            Decision itself = agreements.decide(recipient, null, record.type(), own, now);
            Scope scope = newest.get(record.index());
            if (itself instanceof Decision.Deny || scope == null) {
                Long missing = itself instanceof Decision.Deny ? own.wantedArchived() : null;
                all.add(new Reconsidered(record, itself, itself, missing));
                continue;
            }
            LedgerFacts.Entry later = facts.ofNewest(scope, record, cursor);
            Decision current = agreements.decide(recipient, null, record.type(), later, now);
            Long missing = current instanceof Decision.Deny ? later.wantedArchived() : null;
            all.add(new Reconsidered(record, itself, current, missing));
        }
        return all;
    }
}
