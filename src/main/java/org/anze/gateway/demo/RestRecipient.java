package org.anze.gateway.demo;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.anze.gateway.feed.RecipientReceipt;

/**
 * The demo's provincial platform: takes parcels that are posted to {@code /parcels} and answers with receipts. It trusts the
 * signature in a parcel, not whoever posts it. Safe for many threads.
 */
public final class RestRecipient implements AutoCloseable {

    private static final String PATH = "/parcels";

    private final HttpsEndpoint endpoint;
    private final ReceivedParcels received;

    /**
     * Listens at once.
     *
     * @param port on loopback; 0 takes a free one
     * @param tls with the server's certificate
     * @param faults the same that {@code received} was made with
     */
    public RestRecipient(int port, SSLContext tls, ReceivedParcels received, RecipientFaults faults)
            throws IOException {
        this.received = received;
        this.endpoint = new HttpsEndpoint(port, tls, PATH, "application/json", faults, this::take);
    }

    private HttpsEndpoint.Answer take(HttpExchange exchange, byte[] body) throws IOException {
        String number = exchange.getRequestHeaders().getFirst("Parcel-Number");
        if (number == null || !number.matches("\\d{1,18}")) {
            return new HttpsEndpoint.Answer(400, new byte[0]);
        }
        RecipientReceipt receipt =
                received.accept(Long.parseLong(number), body, Map.of()).receipt();
        return receipt == null
                ? new HttpsEndpoint.Answer(409, new byte[0])
                : new HttpsEndpoint.Answer(200, receipt.toJson());
    }

    /** Where parcels are posted to. */
    public URI uri() {
        return URI.create("https://localhost:" + endpoint.port() + PATH);
    }

    /** What it received. */
    public ReceivedParcels received() {
        return received;
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
