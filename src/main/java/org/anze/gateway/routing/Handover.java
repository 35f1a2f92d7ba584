package org.anze.gateway.routing;

import java.io.IOException;
import org.anze.gateway.feed.Courier;
import org.anze.gateway.feed.Parcel;
import org.anze.gateway.feed.Settlement;
import org.anze.gateway.party.Party;

/** A parcel and whom it is for, as it goes through a delivery route. */
public record Handover(Party recipient, Parcel parcel) {

    /** The last step of a delivery route: hands over to the courier of the channel. */
    public record Step(Courier courier) {

        /**
         * The step.
         *
         * @throws IOException when the recipient cannot be reached or its answer is none
         */
        public Settlement deliver(Handover handover) throws IOException {
            return courier.deliver(handover.recipient(), handover.parcel());
        }
    }
}
