package org.anze.gateway.mapping.source;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import org.anze.gateway.problem.Location;

/** Takes the values of one record element after the other. For one thread. */
final class XmlRecords {

    private final SourceSettings.Limits limits;
    private final String base;
    private final PathRecord.Builder record;
    private final StringBuilder text = new StringBuilder();
    private final Deque<Element> open = new ArrayDeque<>();
    private Location at = Location.WHOLE;
    private final PathNames names = new PathNames(() -> at);

    XmlRecords(SourceSettings.Limits limits, Origin origin, String base) {
        this.limits = limits;
        this.base = base;
        this.record = new PathRecord.Builder(limits, origin);
    }

    /** An element that has begun: where, and how many values stood before it. */
    private record Element(PathNames.Node node, int from, long line, int column) {}

    /** Reads from the start of the element, where {@code xml} stands, to its end. */
    PathRecord read(XmlCursor xml, Map<String, String> header, long ordinal) {
        at = xml.here();
        record.begin(at.line(), at.column(), base, header);
        open.clear();
        open.push(new Element(names.root(), 0, at.line(), at.column()));
        attributes(xml, names.root());
        boolean leaf = true;
        text.setLength(0);
        while (true) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    at = xml.here();
                    PathNames.Node node = open.element().node.child(xml.localName());
                    open.push(new Element(node, record.position(), at.line(), at.column()));
                    text.setLength(0);
                    leaf = true;
                    attributes(xml, node);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (leaf) {
                        xml.appendText(text, limits.valueCharacters());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    Element element = open.pop();
                    if (open.isEmpty()) {
                        ownText(element, leaf);
                        return record.build(ordinal);
                    }
                    end(element, leaf);
                    leaf = false;
                }
                default -> {}
            }
        }
    }

    /** A record element without children, {@code <row a="1">text</row>}, has a value of its own. */
    private void ownText(Element element, boolean leaf) {
        if (leaf && !text.toString().isBlank()) {
            record.add(Leaves.OWN_TEXT, text.toString(), Leaves.Kind.STRING, element.line, element.column);
        }
    }

    private void end(Element element, boolean leaf) {
        String path = element.node.path();
        boolean attributed = record.position() > element.from;
        if (leaf) {
            record.add(path, text.toString(), Leaves.Kind.STRING, element.line, element.column);
        }
        if (attributed) {
            record.part(path, element.from, element.line, element.column);
        }
    }

    private void attributes(XmlCursor xml, PathNames.Node owner) {
        for (int i = 0; i < xml.attributes(); i++) {
            String path = owner.attribute(xml.attributeName(i));
            record.add(path, xml.attributeValue(i), Leaves.Kind.STRING, at.line(), at.column());
        }
    }
}
