package org.anze.gateway.intake.soap;

import com.ctc.wstx.stax.WstxOutputFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;

/**
 * Takes the payload out of a party's own SOAP message, as the party's file describes it, reading the message once from start
 * to end. The whole envelope has been checked when {@link #extract} returns. Belongs to one request.
 */
final class LegacyEnvelope {

    static final String SOAP_11 = "http://schemas.xmlsoap.org/soap/envelope/";
    static final String SOAP_12 = "http://www.w3.org/2003/05/soap-envelope";
    private static final WstxOutputFactory COPIES = new WstxOutputFactory();

    static {
        // Namespaces declared around the payload have to be declared again in the piece cut out of it.
        COPIES.setProperty(XMLOutputFactory.IS_REPAIRING_NAMESPACES, true);
    }

    private final XMLStreamReader xml;
    private final Party.LegacySoap shape;
    private final List<String> payloadPath;

    private LegacyEnvelope(XMLStreamReader xml, Party.LegacySoap shape) {
        this.xml = xml;
        this.shape = shape;
        this.payloadPath = List.of(shape.payload().split("/"));
    }

    /**
     * Writes the payload as UTF-8.
     *
     * @return namespace of the envelope, which tells the SOAP version of the answer
     * @throws SenderMustCorrect when the message is not of this shape
     */
    static String extract(InputStream message, @Nullable String charset, Party.LegacySoap shape, OutputStream payload)
            throws IOException {
        XMLStreamReader xml = null;
        try {
            xml = XmlInput.open(message, charset);
            return new LegacyEnvelope(xml, shape).extract(payload);
        } catch (XMLStreamException e) {
            javax.xml.stream.Location place = e.getLocation();
            Location location = place == null
                    ? Location.WHOLE
                    : new Location(Math.max(0, place.getLineNumber()), Math.max(0, place.getColumnNumber()), null);
            throw new SenderMustCorrect(SoapProblem.MALFORMED, location);
        }
    }

    private String extract(OutputStream payload) throws XMLStreamException, IOException {
        boolean found = false;
        String soap = null;
        boolean inBody = false;
        boolean operationSeen = false;
        List<String> path = new ArrayList<>();
        while (xml.hasNext()) {
            int event = next();
            if (event == XMLStreamConstants.END_ELEMENT) {
                path.remove(path.size() - 1);
                inBody = inBody && path.size() >= 2;
                continue;
            }
            if (event != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            path.add(xml.getLocalName());
            int depth = path.size();
            if (depth == 1) {
                soap = envelopeNamespace();
            } else if (depth == 2) {
                inBody = xml.getLocalName().equals("Body")
                        && xml.getNamespaceURI().equals(soap);
            } else if (inBody && depth == 3) {
                mustBeOperation(operationSeen);
                operationSeen = true;
            } else if (inBody && path.subList(3, depth).equals(payloadPath)) {
                if (found) {
                    throw refusal(SoapProblem.MIXED_PAYLOAD);
                }
                found = true;
                copyPayload(payload);
                path.remove(depth - 1);
            }
        }
        if (soap == null || !operationSeen) {
            throw refusal(SoapProblem.NO_ENVELOPE);
        }
        if (!found) {
            throw refusal(SoapProblem.NO_PAYLOAD, shape.payload());
        }
        return soap;
    }

    private int next() throws XMLStreamException {
        int event = xml.next();
        if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
            throw refusal(SoapProblem.DOCUMENT_TYPE);
        }
        return event;
    }

    private String envelopeNamespace() {
        String namespace = xml.getNamespaceURI();
        if (!xml.getLocalName().equals("Envelope") || !(SOAP_11.equals(namespace) || SOAP_12.equals(namespace))) {
            throw refusal(SoapProblem.NO_ENVELOPE);
        }
        return namespace;
    }

    private void mustBeOperation(boolean seenBefore) {
        String namespace = xml.getNamespaceURI() == null ? "" : xml.getNamespaceURI();
        if (seenBefore
                || !xml.getLocalName().equals(shape.operation())
                || !namespace.equals(textOf(shape.namespace()))) {
            throw refusal(SoapProblem.WRONG_OPERATION, shape.operation());
        }
    }

    /** From the start of the payload's element to its end. */
    private void copyPayload(OutputStream payload) throws XMLStreamException, IOException {
        PayloadText text = new PayloadText(payload);
        boolean hasText = false;
        boolean hasElement = false;
        while (true) {
            int event = next();
            if (event == XMLStreamConstants.END_ELEMENT) {
                text.finish();
                return;
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                if (hasText || hasElement) {
                    throw refusal(SoapProblem.MIXED_PAYLOAD);
                }
                hasElement = true;
                copyElement(payload);
            } else if (xml.isCharacters() || event == XMLStreamConstants.CDATA) {
                boolean blank = !hasText && isBlank();
                if (!blank && hasElement) {
                    throw refusal(SoapProblem.MIXED_PAYLOAD);
                }
                hasText |= !blank;
                if (hasText) {
                    text.write(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
                }
            }
        }
    }

    private boolean isBlank() {
        char[] characters = xml.getTextCharacters();
        int end = xml.getTextStart() + xml.getTextLength();
        for (int i = xml.getTextStart(); i < end; i++) {
            if (!Character.isWhitespace(characters[i])) {
                return false;
            }
        }
        return true;
    }

    private void copyElement(OutputStream payload) throws XMLStreamException {
        XMLStreamWriter copy = COPIES.createXMLStreamWriter(payload, "UTF-8");
        int depth = 0;
        do {
            int event = depth == 0 ? XMLStreamConstants.START_ELEMENT : next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
                copy.writeStartElement(textOf(xml.getPrefix()), xml.getLocalName(), textOf(xml.getNamespaceURI()));
                for (int i = 0; i < xml.getAttributeCount(); i++) {
                    copy.writeAttribute(
                            textOf(xml.getAttributePrefix(i)),
                            textOf(xml.getAttributeNamespace(i)),
                            xml.getAttributeLocalName(i),
                            xml.getAttributeValue(i));
                }
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
                copy.writeEndElement();
            } else if (xml.isCharacters() || event == XMLStreamConstants.CDATA) {
                copy.writeCharacters(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
            }
        } while (depth > 0);
        copy.flush();
    }

    private static String textOf(@Nullable String text) {
        return text == null ? "" : text;
    }

    private SenderMustCorrect refusal(ProblemKind kind, Object... arguments) {
        javax.xml.stream.Location place = xml.getLocation();
        return new SenderMustCorrect(
                kind,
                new Location(Math.max(0, place.getLineNumber()), Math.max(0, place.getColumnNumber()), null),
                arguments);
    }
}
