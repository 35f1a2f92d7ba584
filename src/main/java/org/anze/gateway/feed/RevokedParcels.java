package org.anze.gateway.feed;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.feed.ParcelRows.OpenParcel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops parcels of one recipient that were made under an agreement that is no longer in force. What may still be given goes
 * into a later parcel. Safe for several threads.
 */
final class RevokedParcels {

    private static final Logger LOG = LoggerFactory.getLogger(RevokedParcels.class);
    private static final String NOT_SENT_AGAIN = "授权已变更，未再次发送 / not sent again: its agreement has changed";

    private final String recipient;
    private final FeedRows rows;
    private final Selection selection;
    private final ParcelMaker maker;
    private final Clock clock;

    RevokedParcels(String recipient, FeedRows rows, Selection selection, ParcelMaker maker, Clock clock) {
        this.recipient = recipient;
        this.rows = rows;
        this.selection = selection;
        this.maker = maker;
        this.clock = clock;
    }

    /** What the agreements in force make of a parcel that is about to leave. */
    enum Fate {
        UNCHANGED,
        /** It is empty now, under its number. */
        EMPTIED,
        /** It had been settled before and is not sent again. */
        CLOSED
    }

    /** Replaces a parcel when one of its agreements is no longer in force; does nothing to it otherwise. */
    Fate fate(OpenParcel parcel, Agreements now) {
        Instant instant = clock.instant();
        boolean inForce = parcel.agreements().stream()
                .allMatch(agreement -> now.inForce(recipient, agreement.id(), agreement.version(), instant));
        if (parcel.emptied() || inForce) {
            return Fate.UNCHANGED;
        }
        if (parcel.wasSettled()) {
            rows.parcels().close(recipient, parcel.number(), NOT_SENT_AGAIN, instant);
            return Fate.CLOSED;
        }
        List<Long> entries = rows.parcels().entriesOf(recipient, parcel.number());
        List<Long> withdrawn = rows.parcels().withdrawalsOf(recipient, parcel.number());
        Parcel replaced = rows.parcels().parcel(recipient, parcel.number()).orElseThrow();
        boolean done = rows.replace(
                maker.makeEmpty(replaced, ParcelMaker.AGREEMENT_ENDED),
                ParcelMaker.AGREEMENT_ENDED,
                selection.stillPermitted(recipient, now, entries, instant),
                withdrawn,
                instant);
        if (done) {
            LOG.atInfo()
                    .addKeyValue("recipient", recipient)
                    .addKeyValue("parcel", parcel.number())
                    .log("a parcel was emptied: its agreement is no longer in force");
        }
        return Fate.EMPTIED;
    }
}
