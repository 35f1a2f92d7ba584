package org.anze.gateway.mapping.rendering;

import com.ctc.wstx.api.InvalidCharHandler;
import com.ctc.wstx.api.WstxOutputProperties;
import com.ctc.wstx.stax.WstxOutputFactory;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.CharsetEncoder;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.anze.gateway.mapping.rendering.PathTree.Node;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.record.RecordDefinition;
import org.jspecify.annotations.Nullable;

/**
 * One element per record, SOAP 1.1 around it if the target says so. Lists repeat their element, objects have one
 * child per property. What is absent has no element.
 */
final class XmlRecords implements RecordWriter {

    private static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
    private static final WstxOutputFactory FACTORY = factory();

    private final Target target;
    private final List<String> paths;
    private final Place place;
    private final CharsetEncoder trial;
    private final Writer encoder;
    private final XMLStreamWriter xml;
    private final Node root;
    private final String record;

    /** {@code definition} is named by the root element; null for none. */
    XmlRecords(Target target, List<String> paths, @Nullable RecordDefinition definition, Place place, OutputStream out)
            throws IOException {
        this.target = target;
        this.paths = paths;
        this.place = place;
        this.trial = target.charset().newEncoder();
        this.root = PathTree.of(paths, true);
        String[] around = target.path();
        String type = definition == null ? "record" : definition.type().code();
        if (around.length == 0) {
            around = new String[] {"records", type};
        }
        this.record = around[around.length - 1];
        try {
            // Woodstox writes what it thinks the encoding lacks as references to half characters; behind a plain writer
            // it
            // leaves the encoding to the JDK, and what that lacks was refused before.
            this.encoder = new BufferedWriter(new OutputStreamWriter(new Unclosed(out), target.charset()));
            this.xml = FACTORY.createXMLStreamWriter(encoder);
            xml.writeStartDocument(target.charset().name(), "1.0");
            if (target.format() == Target.Format.SOAP) {
                xml.writeStartElement("soapenv", "Envelope", SOAP);
                xml.writeNamespace("soapenv", SOAP);
                xml.writeStartElement("soapenv", "Body", SOAP);
            }
            for (int i = 0; i < around.length - 1; i++) {
                xml.writeStartElement(around[i]);
                if (i == 0 && target.namespace() != null) {
                    xml.writeDefaultNamespace(target.namespace());
                }
            }
            if (definition != null && target.records() == null) {
                xml.writeAttribute("type", type);
                xml.writeAttribute("version", Integer.toString(definition.version()));
            }
        } catch (XMLStreamException e) {
            throw failed(e);
        }
    }

    private static WstxOutputFactory factory() {
        WstxOutputFactory factory = new WstxOutputFactory();
        // XML 1.0 has no way to write most control characters; canonical texts have none, masked words might.
        factory.setProperty(
                WstxOutputProperties.P_OUTPUT_INVALID_CHAR_HANDLER, new InvalidCharHandler.ReplacingHandler('\uFFFD'));
        // The elements are written with plain local names under one default namespace.
        factory.setProperty(XMLOutputFactory.IS_REPAIRING_NAMESPACES, false);
        return factory;
    }

    @Override
    public void write(@Nullable Object[] cells) throws IOException {
        try {
            xml.writeCharacters("\n");
            xml.writeStartElement(record);
            content(root, cells);
            xml.writeEndElement();
        } catch (XMLStreamException e) {
            throw failed(e);
        }
    }

    private void content(Node node, @Nullable Object[] cells) throws XMLStreamException {
        for (Node child : node.children()) {
            Object value = child.isAttribute() ? cells[child.column()] : null;
            if (value != null) {
                xml.writeAttribute(child.name().substring(1), encodable(text(value), child));
            }
        }
        for (Node child : node.children()) {
            if (child.isAttribute() || !child.isFilled(cells)) {
                continue;
            }
            if (child.elements().isEmpty()) {
                element(child, cells);
            } else {
                for (Node element : child.elements()) {
                    if (element != null && element.isFilled(cells)) {
                        element(element, cells);
                    }
                }
            }
        }
    }

    private void element(Node node, @Nullable Object[] cells) throws XMLStreamException {
        Object value = node.column() < 0 ? null : cells[node.column()];
        if (value instanceof List<?> list) {
            for (Object item : list) {
                xml.writeStartElement(node.name());
                value(item, node);
                xml.writeEndElement();
            }
            return;
        }
        xml.writeStartElement(node.name());
        content(node, cells);
        if (value != null) {
            value(value, node);
        }
        xml.writeEndElement();
    }

    private void value(Object value, Node node) throws XMLStreamException {
        if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> property : map.entrySet()) {
                String name = property.getKey().toString();
                if (name.startsWith("@")) {
                    xml.writeAttribute(name.substring(1), encodable(text(property.getValue()), node));
                }
            }
            for (Map.Entry<?, ?> property : map.entrySet()) {
                member(property.getKey().toString(), property.getValue(), node);
            }
        } else {
            xml.writeCharacters(encodable(text(value), node));
        }
    }

    private void member(String name, Object value, Node node) throws XMLStreamException {
        if (name.equals(ItemsMaker.SELF)) {
            value(value, node);
        } else if (!name.startsWith("@")) {
            xml.writeStartElement(name);
            value(value, node);
            xml.writeEndElement();
        }
    }

    private static String text(Object value) {
        return value instanceof Boolean ? value.toString() : Plain.text(value);
    }

    private String encodable(String text, Node node) {
        if (!trial.canEncode(text)) {
            String path = node.column() < 0 ? node.name() : paths.get(node.column());
            throw new TryAgainLater(
                    RenderingProblem.UNENCODABLE,
                    null,
                    place.owner(),
                    target.charset().name(),
                    place.index(),
                    path);
        }
        return text;
    }

    @Override
    public void finish() throws IOException {
        try {
            xml.writeCharacters("\n");
            xml.writeEndDocument();
            xml.flush();
        } catch (XMLStreamException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            xml.close();
            encoder.close();
        } catch (XMLStreamException e) {
            throw failed(e);
        }
    }

    private static IOException failed(XMLStreamException e) {
        return e.getNestedException() instanceof IOException io ? io : new IOException("XML could not be written", e);
    }
}
