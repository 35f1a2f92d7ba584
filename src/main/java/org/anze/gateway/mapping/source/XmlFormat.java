package org.anze.gateway.mapping.source;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;

/**
 * XML: one record per element at an agreed path. Names are compared without namespaces. Values are the texts of elements
 * without children ({@code 保单号}, {@code YinHuan/数量}) and attributes ({@code YinHuan/@ZhongDa}); attributes of the elements
 * around the records are reached by absolute paths ({@code /list/@batch}).
 */
final class XmlFormat implements SourceFormat {

    private final SourceSettings settings;
    private final @Nullable Charset charset;
    private final String[] path;
    private final XMLInputFactory factory;

    XmlFormat(SourceSettings settings) {
        this.settings = settings;
        this.charset = settings.encoding() == null ? null : SourceSettings.charset(settings.encoding());
        this.path = settings.records() == null
                ? new String[0]
                : settings.records().substring(1).split("/");
        WstxInputFactory woodstox = new WstxInputFactory();
        woodstox.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        woodstox.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        woodstox.setProperty(XMLInputFactory.IS_COALESCING, true);
        woodstox.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, 100);
        woodstox.setProperty(
                WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, settings.limits().valueCharacters());
        woodstox.setProperty(
                WstxInputProperties.P_MAX_TEXT_LENGTH, (long) settings.limits().valueCharacters());
        woodstox.setProperty(
                WstxInputProperties.P_MAX_ELEMENT_DEPTH, settings.limits().depth());
        woodstox.getConfig().doParseLazily(false);
        woodstox.setProperty(WstxInputProperties.P_MAX_CHILDREN_PER_ELEMENT, Integer.MAX_VALUE);
        this.factory = woodstox;
    }

    @Override
    public SourceReader open(InputStream in) {
        return new Reader(in);
    }

    @Override
    public Survey survey(InputStream in) {
        try (Reader reader = new Reader(in)) {
            long records = 0;
            while (reader.next() != null) {
                records++;
            }
            return new Survey(records, reader.check == null ? List.of() : reader.check.findings());
        }
    }

    private final class Reader implements SourceReader {
        private final XMLStreamReader xml;
        private final Map<String, String> header = new HashMap<>();
        private final PathRecord.Builder record = new PathRecord.Builder(settings.limits(), header);
        private final PathNames names = new PathNames(() -> here(null));
        private final @Nullable TotalsCheck check;
        private int depth;
        private int matched;
        private long ordinal;
        private boolean ended;

        Reader(InputStream in) {
            check = settings.totals() == null ? null : new TotalsCheck(settings.totals());
            try {
                xml = factory.createXMLStreamReader(DecodingReader.ofXml(in, charset));
            } catch (XMLStreamException e) {
                throw failed(e, org.anze.gateway.problem.Location.ofLine(1));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public @Nullable PathRecord next() {
            try {
                while (!ended) {
                    switch (xml.next()) {
                        case XMLStreamConstants.START_ELEMENT -> {
                            if (enter()) {
                                return readRecord();
                            }
                        }
                        case XMLStreamConstants.END_ELEMENT -> leave();
                        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> throw doctype();
                        case XMLStreamConstants.END_DOCUMENT -> finish();
                        default -> {}
                    }
                }
                return null;
            } catch (XMLStreamException e) {
                throw failed(e, here(null));
            }
        }

        /** Goes down one element outside the records; true when it is a record. */
        private boolean enter() {
            depth++;
            String name = names.same(xml.getLocalName());
            if (depth == 1 && !name.equals(path[0])) {
                throw new SenderMustCorrect(SourceProblem.ROOT_DIFFERS, here("/" + shown(name)), shown(name), path[0]);
            }
            if (matched == depth - 1 && depth <= path.length && name.equals(path[depth - 1])) {
                matched = depth;
            }
            if (matched == depth && depth < path.length && header.size() < 100) {
                for (int i = 0; i < xml.getAttributeCount(); i++) {
                    header.put(pathOfHeader() + "/@" + xml.getAttributeLocalName(i), xml.getAttributeValue(i));
                }
            }
            return matched == depth && depth == path.length;
        }

        private String pathOfHeader() {
            return "/" + String.join("/", List.of(path).subList(0, depth));
        }

        private void leave() {
            if (matched == depth) {
                matched--;
            }
            depth--;
        }

        private PathRecord readRecord() throws XMLStreamException {
            record.begin(here(null), settings.records() == null ? "" : settings.records());
            attributes(PathNames.ROOT);
            Deque<PathNames.Node> open = new ArrayDeque<>();
            PathNames.Node node = names.root();
            StringBuilder text = new StringBuilder();
            boolean leaf = false;
            long line = 0;
            int column = 0;
            while (true) {
                switch (xml.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        open.push(node);
                        node = node.child(xml.getLocalName());
                        text.setLength(0);
                        leaf = true;
                        line = xml.getLocation().getLineNumber();
                        column = xml.getLocation().getColumnNumber();
                        attributes(node.path());
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                        if (leaf) {
                            text.append(xml.getText());
                        }
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        if (open.isEmpty()) {
                            leave();
                            if (check != null) {
                                check.add(i -> null);
                            }
                            return record.build(ordinal++);
                        }
                        if (leaf) {
                            record.add(node.path(), text.toString(), Leaves.Kind.STRING, line, column);
                        }
                        leaf = false;
                        node = open.pop();
                    }
                    case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> throw doctype();
                    default -> {}
                }
            }
        }

        private void attributes(String owner) {
            for (int i = 0; i < xml.getAttributeCount(); i++) {
                String name = (owner.isEmpty() ? "@" : owner + "/@") + xml.getAttributeLocalName(i);
                Location at = xml.getLocation();
                record.add(
                        names.same(name),
                        xml.getAttributeValue(i),
                        Leaves.Kind.STRING,
                        at.getLineNumber(),
                        at.getColumnNumber());
            }
        }

        private void finish() {
            ended = true;
            if (check == null) {
                return;
            }
            SourceSettings.Count count =
                    settings.totals() == null ? null : settings.totals().count();
            String stated = count == null ? null : header.get(count.column());
            if (count != null && stated != null) {
                check.compareCount(stated, new org.anze.gateway.problem.Location(0, 0, count.column()));
            }
            check.finish();
        }

        private org.anze.gateway.problem.Location here(@Nullable String name) {
            Location at = xml.getLocation();
            return new org.anze.gateway.problem.Location(at.getLineNumber(), at.getColumnNumber(), name);
        }

        private SenderMustCorrect doctype() {
            return new SenderMustCorrect(SourceProblem.XML_DOCTYPE, here(null));
        }

        @Override
        public void close() {
            ended = true;
        }
    }

    private static SenderMustCorrect failed(XMLStreamException e, org.anze.gateway.problem.Location last) {
        Location at = e.getLocation();
        long line = at == null ? last.line() : at.getLineNumber();
        int column = at == null ? last.column() : at.getColumnNumber();
        if (e.getCause() instanceof IOException io) {
            throw new UncheckedIOException(io);
        }
        String message = e.getMessage() == null ? "" : e.getMessage();
        boolean limit = message.contains("limit");
        boolean entity = message.contains("entity");
        SourceProblem kind = limit
                ? SourceProblem.TOO_DEEP_OR_LARGE
                : entity ? SourceProblem.XML_DOCTYPE : SourceProblem.XML_MALFORMED;
        // The parser's own words can quote the text of the file; only their kind is passed on.
        String detail = limit ? "XML" : "not well-formed";
        Finding finding = Finding.of(
                kind, null, null, new org.anze.gateway.problem.Location(line, column, null), line, column, detail);
        return new SenderMustCorrect(finding, e);
    }

    private static String shown(String name) {
        return name.length() > 60 ? name.substring(0, 60) : name;
    }
}
