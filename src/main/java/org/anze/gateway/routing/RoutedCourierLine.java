package org.anze.gateway.routing;

import java.io.IOException;
import java.util.Locale;
import org.anze.gateway.feed.CourierLine;
import org.anze.gateway.feed.Parcel;
import org.anze.gateway.feed.Settlement;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.GatewayProblem;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;

/** Leads parcels through {@code routes/deliver-*.camel.xml}, by the channel of the party's file. Safe for several threads. */
final class RoutedCourierLine implements CourierLine {

    private final ProducerTemplate template;

    RoutedCourierLine(ProducerTemplate template) {
        this.template = template;
    }

    @Override
    public Settlement deliver(Party recipient, Parcel parcel) throws IOException {
        if (recipient.delivery() == null) {
            throw new IllegalArgumentException(recipient.id() + " receives nothing");
        }
        String route = "direct:deliver-" + recipient.delivery().channel().name().toLowerCase(Locale.ROOT);
        try {
            return template.requestBody(route, new Handover(recipient, parcel), Settlement.class);
        } catch (CamelExecutionException e) {
            if (e.getCause() instanceof IOException unreachable) {
                throw unreachable;
            }
            if (e.getCause() instanceof GatewayProblem problem) {
                throw problem;
            }
            throw e;
        }
    }
}
