package org.anze.gateway.delivery.soap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.anze.gateway.delivery.rest.RecipientHttp;
import org.anze.gateway.fault.FaultPoints;
import org.anze.gateway.fault.Step;
import org.anze.gateway.feed.Courier;
import org.anze.gateway.feed.Parcel;
import org.anze.gateway.feed.RecipientReceipt;
import org.anze.gateway.feed.Settlement;
import org.anze.gateway.party.Party;

/**
 * Calls {@code deliverParcel} of the recipient's web service. Only a {@code deliverParcelResponse} with a receipt about this
 * very parcel settles; whatever else comes back means sending again. Safe for many threads.
 */
public final class SoapCourier implements Courier {

    private static final int ENVELOPE_BYTES = 1024;

    private final RecipientHttp http;

    /** Speaks through the given client, which several couriers may share. */
    public SoapCourier(RecipientHttp http) {
        this.http = http;
    }

    @Override
    public Party.Channel channel() {
        return Party.Channel.SOAP;
    }

    @Override
    public Settlement deliver(Party recipient, Parcel parcel) throws IOException {
        Party.Delivery delivery = recipient.delivery();
        if (delivery == null || delivery.endpoint() == null) {
            throw new IOException("the party file of " + recipient.id() + " names no endpoint");
        }
        int size = parcel.document().length;
        for (Parcel.Rendition rendition : parcel.renditions()) {
            size += rendition.content().length + ENVELOPE_BYTES;
        }
        // A parcel is bounded and has its final bytes, so the envelope may have a length, which old servers want.
        ByteArrayOutputStream envelope = new ByteArrayOutputStream(size / 3 * 4 + ENVELOPE_BYTES);
        ParcelEnvelope.write(parcel, envelope);
        FaultPoints.before(Step.SOAP_SEND, IOException::new);
        RecipientHttp.Answer answer = http.post(
                URI.create(delivery.endpoint()),
                Map.of(
                        "Content-Type", "text/xml; charset=UTF-8",
                        "SOAPAction", "\"urn:anze:feed:1/deliverParcel\"",
                        "Parcel-Number", String.valueOf(parcel.number())),
                envelope.toByteArray(),
                delivery.timeout());
        FaultPoints.after(Step.SOAP_SEND, IOException::new);
        if (!answer.isSuccess()) {
            throw new IOException("the recipient answered HTTP " + answer.status());
        }
        byte[] receipt = ParcelEnvelope.readReceipt(answer.body());
        return RecipientReceipt.parse(receipt, parcel.number()).toSettlement();
    }
}
