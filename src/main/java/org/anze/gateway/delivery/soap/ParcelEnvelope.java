package org.anze.gateway.delivery.soap;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import com.ctc.wstx.stax.WstxOutputFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.anze.gateway.feed.Parcel;
import org.codehaus.stax2.XMLStreamWriter2;

/**
 * The two messages of a delivery, {@code deliverParcel} and {@code deliverParcelResponse} in {@code urn:anze:feed:1}, SOAP
 * 1.1. Safe for many threads.
 */
final class ParcelEnvelope {

    static final String NAMESPACE = "urn:anze:feed:1";
    private static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
    private static final List<String> RECEIPT = List.of("Envelope", "Body", "deliverParcelResponse", "receipt");
    private static final int DEEPEST = 16;
    private static final WstxOutputFactory OUTPUT = new WstxOutputFactory();
    private static final WstxInputFactory INPUT = input();

    private ParcelEnvelope() {}

    private static WstxInputFactory input() {
        WstxInputFactory factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, DEEPEST);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, 32);
        return factory;
    }

    static void write(Parcel parcel, OutputStream out) throws IOException {
        try {
            XMLStreamWriter2 xml = (XMLStreamWriter2) OUTPUT.createXMLStreamWriter(out, "UTF-8");
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("soapenv", "Envelope", SOAP);
            xml.writeNamespace("soapenv", SOAP);
            xml.writeStartElement("soapenv", "Body", SOAP);
            xml.writeStartElement("", "deliverParcel", NAMESPACE);
            xml.writeDefaultNamespace(NAMESPACE);
            xml.writeStartElement("", "number", NAMESPACE);
            xml.writeCharacters(String.valueOf(parcel.number()));
            xml.writeEndElement();
            xml.writeStartElement("", "document", NAMESPACE);
            xml.writeBinary(parcel.document(), 0, parcel.document().length);
            xml.writeEndElement();
            for (Parcel.Rendition rendition : parcel.renditions()) {
                xml.writeStartElement("", "rendition", NAMESPACE);
                xml.writeAttribute("name", rendition.name());
                xml.writeAttribute("mediaType", rendition.mediaType());
                xml.writeBinary(rendition.content(), 0, rendition.content().length);
                xml.writeEndElement();
            }
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException("the envelope could not be written", e);
        }
    }

    /**
     * The receipt in an answer.
     *
     * @throws IOException when the answer is a fault, or no answer at all
     */
    static byte[] readReceipt(byte[] answer) throws IOException {
        try {
            XMLStreamReader xml = INPUT.createXMLStreamReader(new ByteArrayInputStream(answer));
            Deque<String> path = new ArrayDeque<>();
            byte[] receipt = null;
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.DTD) {
                    throw new IOException("the answer holds a document type declaration");
                } else if (event == XMLStreamConstants.START_ELEMENT) {
                    path.addLast(xml.getLocalName());
                    if (xml.getLocalName().equals("Fault") && SOAP.equals(xml.getNamespaceURI())) {
                        throw new IOException("the recipient answered with a SOAP fault");
                    }
                    if (RECEIPT.equals(List.copyOf(path))) {
                        receipt = xml.getElementText().getBytes(StandardCharsets.UTF_8);
                        path.removeLast();
                    }
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    path.removeLast();
                }
            }
            if (receipt == null) {
                throw new IOException("the answer holds no receipt");
            }
            return receipt;
        } catch (XMLStreamException e) {
            throw new IOException("the answer is not proper XML", e);
        }
    }
}
