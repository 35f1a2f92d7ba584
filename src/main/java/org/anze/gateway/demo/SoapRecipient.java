package org.anze.gateway.demo;

import com.ctc.wstx.stax.WstxInputFactory;
import com.ctc.wstx.stax.WstxOutputFactory;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;
import org.anze.gateway.feed.RecipientReceipt;
import org.jspecify.annotations.Nullable;

/**
 * The demo's financial regulator: a SOAP 1.1 service at {@code /soap/parcels} with the one operation {@code deliverParcel}.
 * It trusts the signature in a parcel, not whoever posts it. Safe for many threads.
 */
public final class SoapRecipient implements AutoCloseable {

    private static final String PATH = "/soap/parcels";
    private static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
    private static final String FEED = "urn:anze:feed:1";
    private static final WstxInputFactory INPUT = input();
    private static final WstxOutputFactory OUTPUT = new WstxOutputFactory();

    private final HttpsEndpoint endpoint;
    private final ReceivedParcels received;

    /**
     * Listens at once.
     *
     * @param port on loopback; 0 takes a free one
     * @param tls with the server's certificate
     * @param faults the same that {@code received} was made with
     */
    public SoapRecipient(int port, SSLContext tls, ReceivedParcels received, RecipientFaults faults)
            throws IOException {
        this.received = received;
        this.endpoint = new HttpsEndpoint(port, tls, PATH, "text/xml; charset=UTF-8", faults, this::take);
    }

    private static WstxInputFactory input() {
        WstxInputFactory factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    /** A request as it was read. */
    private record Request(long number, byte[] document, Map<String, byte[]> renditions) {}

    private HttpsEndpoint.Answer take(HttpExchange exchange, byte[] body) throws IOException {
        Request request;
        try {
            request = read(body);
        } catch (XMLStreamException | IllegalArgumentException e) {
            return new HttpsEndpoint.Answer(500, answer(null, "the message cannot be read"));
        }
        ReceivedParcels.Outcome outcome = received.accept(request.number(), request.document(), request.renditions());
        return outcome.receipt() == null
                ? new HttpsEndpoint.Answer(500, answer(null, outcome.reason()))
                : new HttpsEndpoint.Answer(200, answer(outcome.receipt(), null));
    }

    private static Request read(byte[] body) throws XMLStreamException {
        XMLStreamReader xml = INPUT.createXMLStreamReader(new ByteArrayInputStream(body));
        String number = "";
        byte[] document = new byte[0];
        Map<String, byte[]> renditions = new LinkedHashMap<>();
        while (xml.hasNext()) {
            if (xml.next() != XMLStreamConstants.START_ELEMENT || !FEED.equals(xml.getNamespaceURI())) {
                continue;
            }
            if (xml.getLocalName().equals("number")) {
                number = xml.getElementText().trim();
            } else if (xml.getLocalName().equals("document")) {
                document = Base64.getMimeDecoder().decode(xml.getElementText());
            } else if (xml.getLocalName().equals("rendition")) {
                String name = xml.getAttributeValue(null, "name");
                renditions.put(name, Base64.getMimeDecoder().decode(xml.getElementText()));
            }
        }
        return new Request(Long.parseLong(number), document, renditions);
    }

    private static byte[] answer(@Nullable RecipientReceipt receipt, @Nullable String fault) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            XMLStreamWriter xml = OUTPUT.createXMLStreamWriter(bytes, "UTF-8");
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("soapenv", "Envelope", SOAP);
            xml.writeNamespace("soapenv", SOAP);
            xml.writeStartElement("soapenv", "Body", SOAP);
            if (receipt == null) {
                xml.writeStartElement("soapenv", "Fault", SOAP);
                xml.writeStartElement("faultcode");
                xml.writeCharacters("soapenv:Client");
                xml.writeEndElement();
                xml.writeStartElement("faultstring");
                xml.writeCharacters(String.valueOf(fault));
            } else {
                xml.writeStartElement("", "deliverParcelResponse", FEED);
                xml.writeDefaultNamespace(FEED);
                xml.writeStartElement("", "receipt", FEED);
                xml.writeCharacters(new String(receipt.toJson(), StandardCharsets.UTF_8));
            }
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("an answer in memory cannot fail to be written", e);
        }
        return bytes.toByteArray();
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
