package org.anze.gateway.mapping.source;

import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;

/** The records of one XML document. */
final class XmlReader extends PartReader {

    private final SourceSettings settings;
    private final XMLInputFactory factory;
    private final String[] path;
    private final int embeddedAt;
    private final XmlRecords records;
    private final HeaderValues header;
    private final PathNames names = new PathNames(this::here);
    private final Deque<PathNames.Node> open = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();
    private final PathTotals totals;
    private final OtherElements others;
    private XmlCursor xml;
    private @Nullable XmlCursor outer;
    private PathNames.Node node = names.root();
    private int depth;
    private int matched;
    private boolean leaf;
    private boolean embeddedSeen;
    private boolean ended;

    /** {@code read} are the columns and absolute paths that the mapping reads. */
    XmlReader(
            SourceSettings settings, Collection<String> read, XMLInputFactory factory, InputStream in, Origin origin) {
        this.settings = settings;
        this.factory = factory;
        String wanted = settings.records() == null ? "" : settings.records();
        this.path = wanted.substring(1).split("/");
        this.embeddedAt =
                settings.cdata() == null ? 0 : settings.cdata().substring(1).split("/").length;
        this.header = new HeaderValues(settings.bounds());
        this.records = new XmlRecords(settings.bounds(), origin, wanted);
        this.totals = new PathTotals(settings.totals());
        this.others = new OtherElements(path, withCount(settings.totals(), read));
        try {
            xml = XmlCursor.of(factory, DecodingReader.ofXml(in, settings.agreedCharset()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public @Nullable PathRecord next() {
        while (!ended) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (enter()) {
                        PathRecord record = records.read(xml, header.now(), count());
                        leaveSilently();
                        totals.add();
                        return record;
                    }
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (leaf) {
                        xml.appendText(text, settings.bounds().valueCharacters());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> leave();
                case XMLStreamConstants.END_DOCUMENT -> finishDocument();
                default -> {}
            }
        }
        return null;
    }

    /** Goes down one element outside the records; true when it is a record. */
    private boolean enter() {
        depth++;
        String name = names.same(xml.localName());
        if (depth == 1 && !name.equals(path[0])) {
            throw rootDiffers(name, path[0]);
        }
        boolean onPath = matched == depth - 1 && depth <= path.length && name.equals(path[depth - 1]);
        matched = onPath ? depth : matched;
        if (onPath && depth == path.length) {
            // Blanks between a million records are no value of the element around them.
            leaf = false;
            return true;
        }
        if (outer != null && depth == embeddedAt + 1 && !onPath) {
            throw rootDiffers(name, path[embeddedAt]);
        }
        if (records() == 0) {
            noteBesideThePath(name, onPath);
        }
        open.push(node);
        node = node.child(name);
        text.setLength(0);
        leaf = true;
        for (int i = 0; i < xml.attributes(); i++) {
            keep("/" + node.path() + "/@" + xml.attributeName(i), xml.attributeValue(i));
        }
        if (onPath && depth == embeddedAt) {
            enterEmbedded();
        }
        return false;
    }

    private void noteBesideThePath(String name, boolean onPath) {
        if (onPath) {
            others.reach(depth);
        } else if (matched == depth - 1) {
            others.meet(depth, "/" + node.path() + "/" + name, name, here());
        } else {
            others.holdsElement(name, node.child(name));
        }
        for (int i = 0; !onPath && i < xml.attributes(); i++) {
            others.holdsAttribute(xml.attributeName(i));
        }
    }

    private static Collection<String> withCount(@Nullable ControlTotals totals, Collection<String> read) {
        List<String> all = new ArrayList<>(read);
        if (totals != null && totals.count() != null) {
            all.add(totals.count().column());
        }
        return all;
    }

    private SenderMustCorrect rootDiffers(String name, String agreed) {
        Location here = here();
        Location place = new Location(here.line(), here.column(), "/" + shown(name));
        return new SenderMustCorrect(SourceProblem.ROOT_DIFFERS, place, shown(name), agreed);
    }

    private void enterEmbedded() {
        XmlText embedded = XmlText.of(xml);
        if (embedded == null) {
            throw new SenderMustCorrect(SourceProblem.EMBEDDED_MISSING, here(), String.valueOf(settings.cdata()));
        }
        embeddedSeen = true;
        leaf = false;
        if (!embedded.isElement()) {
            outer = xml;
            xml = XmlCursor.within(factory, embedded);
        }
    }

    /** The record has read its own end. */
    private void leaveSilently() {
        matched--;
        depth--;
    }

    private void leave() {
        if (leaf) {
            keep("/" + node.path(), text.toString());
        }
        leaf = false;
        if (matched == depth) {
            matched--;
            if (depth > 1) {
                header.leave("/" + node.path());
            }
        }
        node = open.pop();
        depth--;
    }

    private void keep(String where, String value) {
        Location here = here();
        header.put(where, value, here.line(), here.column());
        if (!value.isBlank()) {
            totals.look(where, value);
        }
    }

    private void finishDocument() {
        if (outer != null) {
            xml = outer;
            outer = null;
            // The text has read up to the end of the element around it.
            leave();
            return;
        }
        ended = true;
        if (embeddedAt > 0 && !embeddedSeen) {
            throw new SenderMustCorrect(
                    SourceProblem.EMBEDDED_MISSING, Location.WHOLE, String.valueOf(settings.cdata()));
        }
        if (records() == 0 && !totals.sayNone()) {
            others.refuse();
        }
        totals.finish();
    }

    private Location here() {
        return xml.here();
    }

    private static String shown(String name) {
        return name.length() > 60 ? name.substring(0, 60) : name;
    }

    @Override
    public void close() {
        ended = true;
    }

    /** Turns what the parser says into a refusal. */
    static SenderMustCorrect failed(XMLStreamException e, Location here) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SenderMustCorrect refusal) {
                return refusal;
            }
            if (cause instanceof IOException io && !(io instanceof CharConversionException)) {
                throw new UncheckedIOException(io);
            }
        }
        String message = e.getMessage() == null ? "" : e.getMessage();
        boolean limit = message.contains("limit");
        boolean entity = message.contains("entity") && !message.contains("character entity");
        SourceProblem kind = limit
                ? SourceProblem.TOO_DEEP_OR_LARGE
                : entity ? SourceProblem.XML_DOCTYPE : SourceProblem.XML_MALFORMED;
        // The parser's own words can quote the text of the file; only their kind is passed on.
        String detail = limit ? "XML" : "not well-formed";
        Finding finding = Finding.of(kind, null, null, here, here.line(), here.column(), detail);
        return new SenderMustCorrect(finding, e);
    }
}
