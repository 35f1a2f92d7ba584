package org.anze.gateway.feed;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.feed.ParcelRows.OpenParcel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops parcels of one recipient that were made under an agreement that is no longer in force, or whose data key was
 * destroyed. What may still be given goes into a later parcel, so neither holds up those behind it. Safe for several threads.
 */
final class StoppedParcels {

    private static final Logger LOG = LoggerFactory.getLogger(StoppedParcels.class);

    private final String recipient;
    private final FeedRows rows;
    private final Selection selection;
    private final ParcelMaker maker;
    private final Clock clock;

    StoppedParcels(String recipient, FeedRows rows, Selection selection, ParcelMaker maker, Clock clock) {
        this.recipient = recipient;
        this.rows = rows;
        this.selection = selection;
        this.maker = maker;
        this.clock = clock;
    }

    /** What becomes of a parcel that is about to leave. */
    enum Fate {
        UNCHANGED,
        /** It is empty now, under its number. */
        EMPTIED,
        /** It had been settled before and is not sent again. */
        CLOSED
    }

    /** Why a parcel does not leave. */
    private enum Stop {
        AGREEMENT_ENDED("授权已变更，未再次发送 / not sent again: its agreement has changed"),
        CONTENT_DESTROYED("数据密钥已销毁，未再次发送 / not sent again: its data key was destroyed");

        private final String notSentAgain;

        Stop(String notSentAgain) {
            this.notSentAgain = notSentAgain;
        }
    }

    /** Replaces a parcel that may not or cannot leave; does nothing to any other. */
    Fate fate(OpenParcel parcel, Agreements now) {
        Instant instant = clock.instant();
        Stop stop = stop(parcel, now, instant);
        if (stop == null) {
            return Fate.UNCHANGED;
        }
        if (parcel.wasSettled()) {
            rows.parcels().close(recipient, parcel.number(), stop.notSentAgain, instant);
            return Fate.CLOSED;
        }
        List<Long> entries = rows.parcels().entriesOf(recipient, parcel.number());
        List<Long> withdrawn = rows.parcels().withdrawalsOf(recipient, parcel.number());
        boolean done = rows.replace(
                parcel,
                maker.makeEmpty(recipient, parcel.number(), parcel.checkpointSize(), stop.name()),
                stop.name(),
                selection.stillPermitted(recipient, now, entries, instant),
                withdrawn,
                instant);
        if (done) {
            LOG.atInfo()
                    .addKeyValue("recipient", recipient)
                    .addKeyValue("parcel", parcel.number())
                    .addKeyValue("statement", stop.name())
                    .log("a parcel was emptied");
        }
        return Fate.EMPTIED;
    }

    private @Nullable Stop stop(OpenParcel parcel, Agreements now, Instant instant) {
        if (!parcel.readable()) {
            return Stop.CONTENT_DESTROYED;
        }
        boolean inForce = parcel.agreements().stream()
                .allMatch(agreement -> now.inForce(recipient, agreement.id(), agreement.version(), instant));
        return inForce ? null : Stop.AGREEMENT_ENDED;
    }
}
