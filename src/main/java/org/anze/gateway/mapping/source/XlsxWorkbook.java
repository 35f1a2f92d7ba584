package org.anze.gateway.mapping.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a workbook (ECMA-376) beside its sheets: which sheets there are, the texts they share, the formats of their cells.
 * Nothing outside the file is ever opened.
 */
final class XlsxWorkbook implements AutoCloseable {

    /** Of what names other parts and sheets. */
    private static final int LONGEST_NAME = 1_000;

    private static final int MOST_SHEETS = 1000;
    private static final int MOST_FORMATS = 65_536;

    private final Archive archive;
    private final XMLInputFactory factory = XmlFormat.factory(SourceSettings.Limits.DEFAULT);
    private final List<Sheet> sheets = new ArrayList<>();
    private final Map<String, Relation> relations;
    private final Map<Integer, CellFormat> written = new HashMap<>();
    private final List<CellFormat> formats = new ArrayList<>();
    private final SharedStrings texts = new SharedStrings(CellText.LONGEST);
    private final String folder;
    private boolean from1904;

    /** A worksheet as the workbook lists it. */
    record Sheet(String name, boolean hidden, String part) implements ListedSheet {}

    private record Relation(String type, String target, boolean external) {}

    private XlsxWorkbook(Archive archive) {
        this.archive = archive;
        String main = mainPart();
        int slash = main.lastIndexOf('/');
        this.folder = main.substring(0, slash + 1);
        this.relations = relations(folder + "_rels/" + main.substring(slash + 1) + ".rels");
        read(main, this::workbookElement);
        only("/styles").ifPresent(this::readStyles);
        only("/sharedStrings").ifPresent(this::readTexts);
    }

    /** A workbook has one part of such a type at most; reading it for each that says so would be endless work. */
    private Optional<String> only(String type) {
        List<String> parts = relations.values().stream()
                .filter(relation -> relation.type.endsWith(type))
                .map(relation -> resolve(relation.target))
                .toList();
        limit(parts.size(), 1, type);
        return parts.stream().findFirst();
    }

    /** Opens the workbook; closing it closes {@code archive}. */
    static XlsxWorkbook of(Archive archive) {
        try {
            return new XlsxWorkbook(archive);
        } catch (RuntimeException e) {
            archive.close();
            throw e;
        }
    }

    static SenderMustCorrect broken(String detail) {
        return new SenderMustCorrect(SourceProblem.WORKBOOK_BROKEN, Location.WHOLE, detail);
    }

    private String mainPart() {
        for (Relation relation : relations("_rels/.rels").values()) {
            if (relation.type.endsWith("/officeDocument") && !relation.external) {
                String target = relation.target.startsWith("/") ? relation.target.substring(1) : relation.target;
                if (target.endsWith(".bin")) {
                    throw new SenderMustCorrect(SourceProblem.OTHER_KIND, Location.WHOLE, "xlsb", "xlsx");
                }
                return target;
            }
        }
        if (archive.find("xl/workbook.xml") == null) {
            throw new SenderMustCorrect(SourceProblem.OTHER_KIND, Location.WHOLE, "zip", "xlsx");
        }
        return "xl/workbook.xml";
    }

    private Map<String, Relation> relations(String part) {
        Map<String, Relation> found = new HashMap<>();
        if (archive.find(part) != null) {
            read(part, xml -> {
                String id = xml.attribute("Id");
                String type = xml.attribute("Type");
                String target = xml.attribute("Target");
                if (xml.localName().equals("Relationship") && id != null && type != null && target != null) {
                    limit(Math.max(id.length(), Math.max(type.length(), target.length())), LONGEST_NAME, "characters");
                    boolean external = "External".equals(xml.attribute("TargetMode"));
                    found.put(id, new Relation(type, target, external));
                    limit(found.size(), MOST_SHEETS, "relationships");
                }
            });
        }
        return found;
    }

    private static void limit(int size, int most, String what) {
        if (size > most) {
            throw new SenderMustCorrect(SourceProblem.WORKBOOK_LIMIT, Location.WHOLE, most + " " + what);
        }
    }

    private String resolve(String target) {
        return target.startsWith("/") ? target.substring(1) : folder + target;
    }

    private void read(String part, Consumer<XmlCursor> element) {
        try (InputStream in = open(part)) {
            XmlCursor xml = cursor(in);
            for (int event = xml.next(); event != XMLStreamConstants.END_DOCUMENT; event = xml.next()) {
                if (event == XMLStreamConstants.START_ELEMENT) {
                    element.accept(xml);
                }
            }
        } catch (SenderMustCorrect e) {
            throw new Origin(part, 0).within(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A part as bytes. */
    InputStream open(String part) {
        ArchiveEntry entry = archive.find(part);
        if (entry == null) {
            throw broken(part.length() > 60 ? part.substring(0, 60) : part);
        }
        return archive.open(entry);
    }

    XmlCursor cursor(InputStream in) throws IOException {
        return XmlCursor.of(factory, DecodingReader.ofXml(in, null));
    }

    private void workbookElement(XmlCursor xml) {
        if (xml.localName().equals("workbookPr")) {
            String flag = xml.attribute("date1904");
            from1904 = "1".equals(flag) || "true".equals(flag);
        } else if (xml.localName().equals("sheet")) {
            String id = null;
            for (int i = 0; i < xml.attributes(); i++) {
                id = xml.attributeName(i).equals("id") ? xml.attributeValue(i) : id;
            }
            Relation relation = id == null ? null : relations.get(id);
            String name = xml.attribute("name");
            if (relation == null || name == null) {
                throw broken("sheet");
            }
            limit(name.length(), LONGEST_NAME, "characters");
            if (relation.type.endsWith("/worksheet") && !relation.external) {
                String state = xml.attribute("state");
                sheets.add(new Sheet(name, state != null && !state.equals("visible"), resolve(relation.target)));
                limit(sheets.size(), MOST_SHEETS, "sheets");
            }
        }
    }

    private void readStyles(String part) {
        boolean[] inCells = new boolean[1];
        read(part, xml -> {
            switch (xml.localName()) {
                case "numFmt" -> {
                    String code = xml.attribute("formatCode");
                    written.put(number(xml.attribute("numFmtId")), CellFormat.ofCode(code == null ? "" : code));
                    limit(written.size(), MOST_FORMATS, "formats");
                }
                case "cellXfs" -> inCells[0] = true;
                case "cellStyleXfs", "cellStyles", "dxfs" -> inCells[0] = false;
                case "xf" -> {
                    if (inCells[0]) {
                        int number = number(xml.attribute("numFmtId"));
                        CellFormat known = written.get(number);
                        formats.add(known == null ? CellFormat.ofNumber(number) : known);
                        limit(formats.size(), MOST_FORMATS, "formats");
                    }
                }
                default -> {}
            }
        });
    }

    /** A small number that an attribute holds; 0 when it is absent. */
    static int number(@Nullable String text) {
        int number = text == null ? 0 : digits(text);
        if (number < 0) {
            throw broken("number");
        }
        return number;
    }

    /** A small number; -1 when the text is none. */
    static int digits(String text) {
        int number = text.isEmpty() ? -1 : 0;
        for (int i = 0; i < text.length() && number >= 0; i++) {
            char c = text.charAt(i);
            number = c < '0' || c > '9' || number > 100_000_000 ? -1 : 10 * number + c - '0';
        }
        return number;
    }

    private void readTexts(String part) {
        try (InputStream in = open(part)) {
            XmlCursor xml = cursor(in);
            XlsxText text = new XlsxText(xml, CellText.LONGEST);
            for (int event = xml.next(); event != XMLStreamConstants.END_DOCUMENT; event = xml.next()) {
                if (event == XMLStreamConstants.START_ELEMENT && xml.localName().equals("si")) {
                    texts.add(text.read());
                }
            }
        } catch (SenderMustCorrect e) {
            throw new Origin(part, 0).within(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The worksheets in their order. */
    List<Sheet> sheets() {
        return sheets;
    }

    SharedStrings texts() {
        return texts;
    }

    /** By the number in attribute {@code s} of a cell. */
    CellFormat format(int number) {
        return number < formats.size() ? formats.get(number) : CellFormat.NUMBER;
    }

    boolean isFrom1904() {
        return from1904;
    }

    @Override
    public void close() {
        texts.close();
        archive.close();
    }
}
