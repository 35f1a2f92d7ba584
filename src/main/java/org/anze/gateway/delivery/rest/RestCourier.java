package org.anze.gateway.delivery.rest;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.anze.gateway.fault.FaultPoints;
import org.anze.gateway.fault.Step;
import org.anze.gateway.feed.Courier;
import org.anze.gateway.feed.Parcel;
import org.anze.gateway.feed.RecipientReceipt;
import org.anze.gateway.feed.Settlement;
import org.anze.gateway.party.Party;

/**
 * Posts the parcel document to the recipient's endpoint. Only a two hundred with a receipt about this very parcel settles;
 * whatever else comes back means sending again. Safe for many threads.
 */
public final class RestCourier implements Courier {

    private final RecipientHttp http;

    /** Speaks through the given client, which several couriers may share. */
    public RestCourier(RecipientHttp http) {
        this.http = http;
    }

    @Override
    public Party.Channel channel() {
        return Party.Channel.REST;
    }

    @Override
    public Settlement deliver(Party recipient, Parcel parcel) throws IOException {
        Party.Delivery delivery = recipient.delivery();
        if (delivery == null || delivery.endpoint() == null) {
            throw new IOException("the party file of " + recipient.id() + " names no endpoint");
        }
        if (!parcel.renditions().isEmpty()) {
            throw new IOException("REST carries the parcel document alone: set format JSON for " + recipient.id());
        }
        FaultPoints.before(Step.REST_SEND, IOException::new);
        RecipientHttp.Answer answer = http.post(
                URI.create(delivery.endpoint()),
                Map.of(
                        "Content-Type",
                        "application/json",
                        "Accept",
                        "application/json",
                        "Parcel-Number",
                        String.valueOf(parcel.number()),
                        "Parcel-Recipient",
                        recipient.id()),
                parcel.document(),
                delivery.timeout());
        FaultPoints.after(Step.REST_SEND, IOException::new);
        if (!answer.isSuccess()) {
            throw new IOException("the recipient answered HTTP " + answer.status());
        }
        return RecipientReceipt.parse(answer.body(), parcel.number()).toSettlement();
    }
}
