package org.anze.gateway.mapping.source;

import java.io.Reader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;

/**
 * A StAX reader that answers broken XML and document types with our refusals, and that knows where it stands in the whole file
 * even when it reads a document inside another one. For one thread.
 */
final class XmlCursor {

    private final XMLStreamReader xml;
    private final @Nullable XmlText text;
    private boolean peeked;

    private XmlCursor(XMLStreamReader xml, @Nullable XmlText text) {
        this.xml = xml;
        this.text = text;
    }

    static XmlCursor of(XMLInputFactory factory, Reader reader) {
        try {
            return new XmlCursor(factory.createXMLStreamReader(new XmlGuard(reader, XmlCursor::place)), null);
        } catch (XMLStreamException e) {
            throw XmlReader.failed(e, place(e, null, Location.ofLine(1)));
        }
    }

    /** Reads the document that is the text of an element. */
    static XmlCursor within(XMLInputFactory factory, XmlText text) {
        try {
            return new XmlCursor(factory.createXMLStreamReader(new XmlGuard(text, text::place)), text);
        } catch (XMLStreamException e) {
            throw XmlReader.failed(e, place(e, text, Location.ofLine(1)));
        }
    }

    /** The next event, which {@link #next()} gives again when it is the start or end of an element. */
    int peekNext() {
        int event = next();
        peeked = event == XMLStreamConstants.START_ELEMENT || event == XMLStreamConstants.END_ELEMENT;
        return event;
    }

    /** The next event. */
    int next() {
        if (peeked) {
            peeked = false;
            return xml.getEventType();
        }
        try {
            int event = xml.next();
            if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw new SenderMustCorrect(SourceProblem.XML_DOCTYPE, here());
            }
            return event;
        } catch (XMLStreamException e) {
            throw XmlReader.failed(e, place(e, text, here()));
        }
    }

    private static Location place(int line, int column) {
        return new Location(line, column, null);
    }

    private static Location place(XMLStreamException e, @Nullable XmlText text, Location here) {
        javax.xml.stream.Location at = e.getLocation();
        return at == null || at.getLineNumber() < 1 ? here : place(at, text);
    }

    private static Location place(javax.xml.stream.Location at, @Nullable XmlText text) {
        int line = Math.max(at.getLineNumber(), 0);
        int column = Math.max(at.getColumnNumber(), 0);
        return text == null ? new Location(line, column, null) : text.place(line, column);
    }

    Location here() {
        return place(xml.getLocation(), text);
    }

    String localName() {
        return xml.getLocalName();
    }

    int attributes() {
        return xml.getAttributeCount();
    }

    String attributeName(int index) {
        return xml.getAttributeLocalName(index);
    }

    String attributeValue(int index) {
        return xml.getAttributeValue(index);
    }

    /** Value of the attribute of that local name in no namespace; null when there is none. */
    @Nullable
    String attribute(String name) {
        return xml.getAttributeValue(null, name);
    }

    /** Adds the text of the present event. */
    void appendText(StringBuilder target, int limit) {
        target.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
        if (target.length() > limit) {
            Location here = here();
            throw new SenderMustCorrect(
                    SourceProblem.TOO_DEEP_OR_LARGE, here, here.line(), here.column(), limit + " characters");
        }
    }

    boolean isBlankText() {
        char[] characters = xml.getTextCharacters();
        int end = xml.getTextStart() + xml.getTextLength();
        for (int i = xml.getTextStart(); i < end; i++) {
            if (characters[i] > ' ') {
                return false;
            }
        }
        return true;
    }

    /** Copies the text of the present event from a position on; the number of characters copied. */
    int copyText(int from, char[] target, int offset, int length) {
        int count = Math.min(length, xml.getTextLength() - from);
        System.arraycopy(xml.getTextCharacters(), xml.getTextStart() + from, target, offset, count);
        return count;
    }

    int textLength() {
        return xml.getTextLength();
    }
}
