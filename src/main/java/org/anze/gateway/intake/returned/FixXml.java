package org.anze.gateway.intake.returned;

import com.ctc.wstx.stax.WstxOutputFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.anze.gateway.mapping.source.Leaves;
import org.anze.gateway.mapping.source.Repeated;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;

/**
 * Returned records as elements at the sender's own path: token and reason first, behind each element with findings one that
 * says them. What stands around a record is written around it again.
 */
final class FixXml implements FixFormat {

    private static final WstxOutputFactory FACTORY = new WstxOutputFactory();

    private final OwnLayout layout;
    private final XMLStreamWriter xml;
    private final OutputStreamWriter text;
    private final Charset charset;
    private String[] path = {};

    FixXml(OwnLayout layout, OutputStream out) throws IOException {
        this.layout = layout;
        this.charset = Encodings.toWrite(layout.encoding());
        this.text = new OutputStreamWriter(out, charset);
        try {
            this.xml = FACTORY.createXMLStreamWriter(text);
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void write(FlawedRecord record, FixFile.Sealing sealing) throws IOException {
        if (!(record.raw() instanceof Leaves leaves)) {
            throw new IllegalArgumentException("not a record of an XML source");
        }
        try {
            if (path.length == 0) {
                begin(record.raw());
            }
            writeRecord(record, leaves, sealing);
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private void begin(RawRecord raw) throws XMLStreamException {
        // The reader puts the path of its records before the names of their values.
        String probe = String.valueOf(raw.locate("x").name());
        path = probe.substring(1, Math.max(1, probe.length() - 2)).split("/");
        xml.writeStartDocument(charset.name(), "1.0");
        xml.writeCharacters("\n");
        xml.writeStartElement(path[0]);
        writeAround(raw, 0);
        xml.writeCharacters("\n");
    }

    /** Attributes and single values of an element around the records. */
    private void writeAround(RawRecord raw, int depth) throws XMLStreamException {
        String own = "/" + String.join("/", List.of(path).subList(0, depth + 1)) + "/";
        for (boolean attributes : new boolean[] {true, false}) {
            for (String above : layout.above()) {
                String value = above.startsWith(own) ? raw.value(above) : null;
                String name = value == null ? "" : above.substring(own.length());
                if (value == null || name.contains("/") || name.startsWith("@") != attributes) {
                    continue;
                }
                if (attributes) {
                    xml.writeAttribute(name.substring(1), value);
                } else {
                    xml.writeStartElement(name);
                    xml.writeCharacters(value);
                    xml.writeEndElement();
                }
            }
        }
    }

    private void writeRecord(FlawedRecord record, Leaves leaves, FixFile.Sealing sealing) throws XMLStreamException {
        for (int depth = 1; depth < path.length - 1; depth++) {
            xml.writeStartElement(path[depth]);
            writeAround(record.raw(), depth);
        }
        Disguised disguised = new Disguised(layout, record);
        List<String> shown = new ArrayList<>();
        Map<String, Integer> times = new HashMap<>();
        for (int i = 0; i < leaves.size(); i++) {
            int row = times.merge(leaves.path(i), 1, Integer::sum) - 1;
            String value = leaves.text(i);
            shown.add(value == null ? "" : disguised.show(leaves.path(i), row, value));
        }
        String token = sealing.token(disguised);
        xml.writeStartElement(path[path.length - 1]);
        int next = 0;
        while (next < leaves.size() && leaves.path(next).startsWith("@")) {
            xml.writeAttribute(leaves.path(next).substring(1), shown.get(next));
            next++;
        }
        element(Marks.XML_TOKEN, null, token);
        Set<String> there = new HashSet<>(times.keySet());
        element(Marks.XML_REASON, null, record.reason(name -> true, disguised, token));
        for (Map.Entry<String, List<Finding>> entry : record.byColumn().entrySet()) {
            // Beside an attribute there is no place, nor beside what is missing.
            if (!there.contains(entry.getKey()) || entry.getKey().contains("@")) {
                element(Marks.XML_PROBLEM, entry.getKey(), FlawedRecord.say(entry.getValue()));
            }
        }
        Nesting nesting = new Nesting(record.raw());
        for (int i = next; i < leaves.size(); i++) {
            nesting.write(leaves.path(i), shown.get(i), record.byColumn().get(leaves.path(i)));
        }
        nesting.climbTo(0);
        element(Marks.XML_ENGLISH, null, record.english());
        xml.writeEndElement();
        for (int depth = 1; depth < path.length - 1; depth++) {
            xml.writeEndElement();
        }
        xml.writeCharacters("\n");
    }

    private void element(String name, @Nullable String column, String content) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement(name);
        if (column != null) {
            xml.writeAttribute("栏目", column);
        }
        xml.writeCharacters(content.replaceAll("\\p{Cntrl}", " "));
        xml.writeEndElement();
    }

    /** Opens and closes elements so that the same elements with the same sequence of paths are read again. */
    private final class Nesting {
        private final RawRecord raw;
        private final List<Open> open = new ArrayList<>();
        /** Path of a repeated element → how many values the ones still to come hold. */
        private final Map<String, Deque<Integer>> sizes = new HashMap<>();
        /** Whether the innermost element has begun its content; its attributes end there. */
        private boolean hasContent = true;

        Nesting(RawRecord raw) {
            this.raw = raw;
        }

        /** An open element and how many values are still to be written into it. */
        private final class Open {
            private final String name;
            private int left;

            Open(String name, int left) {
                this.name = name;
                this.left = left;
            }
        }

        void write(String leaf, String value, @Nullable List<Finding> findings) throws XMLStreamException {
            int at = leaf.lastIndexOf('/');
            String name = leaf.substring(at + 1);
            boolean attribute = name.startsWith("@");
            if (!attribute && !hasContent && openPath(open.size()).equals(leaf)) {
                // An element with attributes and text: its text comes after them.
                xml.writeCharacters(value);
                count();
                climbTo(open.size() - 1);
                say(name, findings);
                return;
            }
            String[] parents = at < 0 ? new String[0] : leaf.substring(0, at).split("/");
            climbTo(shared(parents, attribute));
            for (int i = open.size(); i < parents.length; i++) {
                xml.writeCharacters("\n  ");
                xml.writeStartElement(parents[i]);
                String path = String.join("/", List.of(parents).subList(0, i + 1));
                open.add(new Open(parents[i], size(path)));
                hasContent = false;
            }
            if (attribute) {
                xml.writeAttribute(name.substring(1), value);
                count();
            } else {
                hasContent = true;
                xml.writeCharacters("\n  ");
                xml.writeStartElement(name);
                xml.writeCharacters(value);
                xml.writeEndElement();
                count();
                say(name, findings);
            }
        }

        /** How many of the open elements the next value stands in. */
        private int shared(String[] parents, boolean attribute) {
            int shared = 0;
            while (shared < parents.length
                    && shared < open.size()
                    && open.get(shared).name.equals(parents[shared])
                    && open.get(shared).left > 0) {
                shared++;
            }
            // An attribute behind the content of its element is that of the next element.
            boolean next = attribute && shared > 0 && shared == parents.length && (hasContent || shared < open.size());
            return next ? shared - 1 : shared;
        }

        private void count() {
            open.forEach(element -> element.left--);
        }

        private int size(String elementPath) {
            Deque<Integer> left = sizes.computeIfAbsent(elementPath, any -> {
                Deque<Integer> all = new ArrayDeque<>();
                if (raw instanceof Repeated repeated) {
                    for (RawRecord item : repeated.items(elementPath)) {
                        if (!item.columns().equals(List.of(""))) {
                            all.add(item.columns().stream()
                                    .mapToInt(column -> item.values(column).size())
                                    .sum());
                        }
                    }
                }
                return all;
            });
            Integer next = left.poll();
            return next == null ? Integer.MAX_VALUE : next;
        }

        private String openPath(int depth) {
            return open.subList(0, depth).stream().map(element -> element.name).collect(Collectors.joining("/"));
        }

        private void say(String name, @Nullable List<Finding> findings) throws XMLStreamException {
            if (findings != null) {
                element(Marks.XML_PROBLEM, name, FlawedRecord.say(findings));
            }
        }

        void climbTo(int depth) throws XMLStreamException {
            while (open.size() > depth) {
                open.remove(open.size() - 1);
                xml.writeEndElement();
                hasContent = true;
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            if (path.length > 0) {
                xml.writeEndElement();
                xml.writeEndDocument();
            }
            xml.flush();
            text.flush();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }
}
