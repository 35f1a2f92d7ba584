package org.anze.gateway.feed;

import java.io.IOException;
import org.anze.gateway.party.Party;

/** The way out of a parcel as the route files say; leads to the {@link Courier} of the recipient's channel. */
@FunctionalInterface
public interface CourierLine {

    /** @throws IOException when the recipient cannot be reached or its answer is none: the parcel is sent again later */
    Settlement deliver(Party recipient, Parcel parcel) throws IOException;
}
