package org.anze.gateway.feed;

import java.io.IOException;
import org.anze.gateway.party.Party;

/**
 * Channel Adapter for one way out. Called again with the same parcel until it settles, so handing over twice must do no
 * harm. Safe for several threads; one recipient is served by one thread at a time.
 */
public interface Courier {

    /** The way it serves. */
    Party.Channel channel();

    /**
     * Hands a parcel over and waits, within the recipient's timeout, for what comes back.
     *
     * @throws IOException when the recipient cannot be reached or its answer is none: the parcel is sent again later
     */
    Settlement deliver(Party recipient, Parcel parcel) throws IOException;
}
