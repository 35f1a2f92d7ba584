package org.anze.gateway.console;

import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.anze.gateway.access.Agreement;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.access.Decision;
import org.anze.gateway.access.Discloser;
import org.anze.gateway.access.Facts;
import org.anze.gateway.record.DisclosedRecord;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.SealedRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a party would be given of a record if it were sent this moment: asked of the same {@link Agreements} and {@link
 * Discloser} that the feed asks. Safe for many threads.
 */
final class PartyView {

    private final Supplier<Agreements> agreements;
    private final Discloser discloser;
    private final CanonicalView canonical;
    private final Clock clock;

    PartyView(Supplier<Agreements> agreements, Discloser discloser, CanonicalView canonical, Clock clock) {
        this.agreements = agreements;
        this.discloser = discloser;
        this.canonical = canonical;
        this.clock = clock;
    }

    /**
     * The decision and the view.
     *
     * @param reason why not; null when it is permitted
     * @param agreement the one that decided; null when there is none to name
     * @param units empty when it is denied
     */
    record Seen(
            String party,
            Decision.@Nullable Reason reason,
            @Nullable Agreement agreement,
            List<CanonicalView.Unit> units) {

        public boolean permitted() {
            return reason == null;
        }
    }

    /** @param values whether the values are wanted, or only how each unit is given */
    Seen of(RecordLife.Defined defined, String party, boolean values) {
        SealedRecord record = defined.record();
        Decision decision = agreements
                .get()
                .decide(party, null, record.type(), Facts.of(record, defined.definition()), clock.instant());
        if (decision instanceof Decision.Permit permit) {
            return new Seen(
                    party,
                    null,
                    permit.agreement(),
                    units(discloser.disclose(record, defined.definition(), permit), defined.definition(), values));
        }
        Decision.Deny deny = (Decision.Deny) decision;
        return new Seen(party, deny.reason(), deny.agreement(), List.of());
    }

    private List<CanonicalView.Unit> units(DisclosedRecord disclosed, RecordDefinition definition, boolean values) {
        return values ? canonical.of(disclosed, definition) : canonical.closed(disclosed, definition);
    }
}
