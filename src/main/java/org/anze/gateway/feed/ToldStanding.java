package org.anze.gateway.feed;

import java.util.function.Supplier;
import org.anze.gateway.nodes.Lease;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Tells the other nodes how a feed stands, and what they told. Telling is for the feed's thread. */
final class ToldStanding {

    /** Why a feed stands still here while another node serves it. */
    static final String ELSEWHERE = "由另一网关节点服务 / another node serves it";

    private static final Logger LOG = LoggerFactory.getLogger(ToldStanding.class);

    private final String recipient;
    private final FeedRows rows;
    private final Lease lease;
    /** What the other nodes were told. */
    private @Nullable Standing told;
    /** Why they could not be, so that it is logged once. */
    private @Nullable String untold;

    ToldStanding(String recipient, FeedRows rows, Lease lease) {
        this.recipient = recipient;
        this.rows = rows;
        this.lease = lease;
    }

    /** How it stands here, or what the node that serves it told. For all threads. */
    Standing asFarAsKnown(Standing here) {
        return isServedHere(here) ? here : rows.standing(recipient).orElse(Standing.NOT_KNOWN);
    }

    private boolean isServedHere(Standing here) {
        return lease.isHeld() && !ELSEWHERE.equals(here.stopped());
    }

    /** Tells when something changed. Nothing is done by it, so whatever goes wrong: the next step tells. */
    void tryTell(Supplier<Standing> here) {
        try {
            tell(here.get());
        } catch (DataAccessException e) {
            LOG.atDebug()
                    .addKeyValue("recipient", recipient)
                    .addKeyValue("error", e.toString())
                    .log("how a feed stands could not be told");
        } catch (RuntimeException | Error e) {
            // As with a step: the thread must not end while the lease stays held.
            if (!e.toString().equals(untold)) {
                LOG.atWarn().setCause(e).addKeyValue("recipient", recipient).log("how a feed stands could not be told");
            }
            untold = e.toString();
        }
    }

    private void tell(Standing here) {
        long token = lease.token();
        if (token == Lease.NONE || !isServedHere(here)) {
            told = null;
        } else if (!here.equals(told)) {
            rows.tell(recipient, token, here);
            told = here;
            untold = null;
        }
    }
}
