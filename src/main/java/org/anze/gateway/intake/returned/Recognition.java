package org.anze.gateway.intake.returned;

import com.ctc.wstx.stax.WstxInputFactory;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.anze.gateway.mapping.source.WorkbookDirectory;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells a mended file from an ordinary one by the token's heading, whatever program saved it meanwhile. The words alone do not
 * count: it has to be a cell of the heading line, a key of a record, or an element. A file that has other content beside the
 * returned records is refused, because that content would be passed over.
 *
 * @param form what it is now
 * @param charset of text; null for workbooks
 * @param delimiter of a CSV
 * @param headingLine of a CSV, from 1
 * @param records of XML: path of the records
 */
record Recognition(OwnLayout.Form form, @Nullable Charset charset, char delimiter, int headingLine, String records) {

    /** Where the token's heading has to begin. */
    static final int WINDOW = 1 << 17;

    private static final Pattern SHEET = sheet();
    private static final Pattern ANY_SHEET = Pattern.compile("<(?:[A-Za-z0-9]+:)?sheet\\s");
    private static final int MOST_WORKBOOK = 1 << 17;
    /** Every element that is open or had something in it has one. */
    private static final int LONGEST_PATH = 1_000;

    /** No table may have its heading further down ({@code source.headingLine}). */
    private static final int LAST_HEADING = 100;

    private static final int MOST_TITLES = 10;
    private static final String TOKEN_IN_ASCII = "\\u3014";
    private static final String DELIMITERS = ",;\t|";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final XMLInputFactory XML = factory();
    private static final List<Charset> CHARSETS =
            List.of(StandardCharsets.UTF_8, Encodings.GB18030, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);

    /**
     * From the first bytes; null when it is an ordinary file.
     *
     * @param usual delimiter of the sender's own files
     * @throws SenderMustCorrect when other content stands beside the returned records
     */
    static @Nullable Recognition of(byte[] head, Supplier<Character> usual, Content content) throws IOException {
        if (head.length > 4 && head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4) {
            return workbook(content);
        }
        // Every byte one character, so that the search is one the machine does quickly.
        String bytes = new String(head, StandardCharsets.ISO_8859_1);
        for (Charset charset : CHARSETS) {
            Recognition found = null;
            boolean token = bytes.contains(asBytes(Marks.TOKEN, charset));
            if (token || bytes.contains(asBytes(TOKEN_IN_ASCII, charset))) {
                String text = text(head, charset);
                String stripped = text.stripLeading();
                if (stripped.startsWith("{") || stripped.startsWith("[")) {
                    found = json(text, charset);
                } else if (token) {
                    found = table(text, charset, usual.get());
                }
            }
            if (found == null && bytes.contains(asBytes("<" + Marks.XML_TOKEN, charset))) {
                found = xml(text(head, charset), charset);
            }
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static String text(byte[] head, Charset charset) {
        String text = new String(head, charset);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** The name as it is, or with its characters as numbers. */
    private static Pattern sheet() {
        StringBuilder pattern = new StringBuilder("name=[\"']");
        Marks.SHEET.chars().forEach(c -> pattern.append("(?:")
                .append((char) c)
                .append("|&#")
                .append(c)
                .append(";|&#[xX]0*(?i:")
                .append(Integer.toHexString(c))
                .append(");)"));
        return Pattern.compile(pattern.append("[\"']").toString());
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    private static String asBytes(String text, Charset charset) {
        return new String(text.getBytes(charset), StandardCharsets.ISO_8859_1);
    }

    /** The line that has the token's heading as a cell; above it there may only be titles, for what stands there is not read. */
    private static @Nullable Recognition table(String text, Charset charset, char usual) {
        int line = 1;
        int start = 0;
        int first = 0;
        List<String> above = new ArrayList<>();
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            String content =
                    text.substring(start, end < 0 ? text.length() : end).replace("\r", "");
            if (content.contains(Marks.TOKEN)) {
                for (char delimiter : (usual + DELIMITERS).toCharArray()) {
                    if (cells(content, delimiter).contains(Marks.TOKEN)) {
                        if (line > LAST_HEADING
                                || above.size() > MOST_TITLES
                                || above.stream().anyMatch(row -> isRow(row, usual) || isRow(row, delimiter))) {
                            throw mixed(first == 0 ? line : first);
                        }
                        return new Recognition(OwnLayout.Form.CSV, charset, delimiter, line, "");
                    }
                }
            }
            if (!content.isBlank() && above.size() <= MOST_TITLES) {
                above.add(content);
                first = first == 0 ? line : first;
            }
            if (end < 0) {
                break;
            }
            start = end + 1;
            line++;
        }
        return null;
    }

    /** Whether a line has more to say than a title. */
    private static boolean isRow(String line, char delimiter) {
        return cells(line, delimiter).stream().filter(cell -> !cell.isEmpty()).count() > 1;
    }

    private static List<String> cells(String line, char delimiter) {
        List<String> cells = new ArrayList<>();
        try (CsvReader<CsvRecord> csv =
                CsvReader.builder().fieldSeparator(delimiter).ofCsvRecord(new StringReader(line))) {
            for (CsvRecord row : csv) {
                row.getFields().forEach(cell -> cells.add(cell.strip()));
            }
        } catch (CsvParseException | IOException e) {
            // Not a line of a table that is separated so.
            return List.of();
        }
        return cells;
    }

    private static SenderMustCorrect mixed(long line) {
        return new SenderMustCorrect(ReturnedProblem.MIXED, new Location(line, 0, null), line);
    }

    /** A key of an object in the outermost array, or of an outermost object. */
    private static @Nullable Recognition json(String text, Charset charset) {
        List<JsonToken> open = new ArrayList<>();
        try (JsonParser json = JSON.createParser(new StringReader(text))) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token.isStructStart()) {
                    open.add(token);
                } else if (token.isStructEnd()) {
                    open.remove(open.size() - 1);
                } else if (token == JsonToken.PROPERTY_NAME && Marks.TOKEN.equals(json.currentName())) {
                    boolean ofRecord = open.size() == 1 || open.size() == 2 && open.get(0) == JsonToken.START_ARRAY;
                    if (!ofRecord) {
                        throw mixed(json.currentTokenLocation().getLineNr());
                    }
                    return new Recognition(OwnLayout.Form.JSON, charset, ',', 0, "");
                }
            }
        } catch (JacksonException e) {
            // The window cut it off, or its own reader will say what is wrong with it.
            return null;
        }
        return null;
    }

    /** An element of XML that is open, and whether it has anything in it. */
    private static final class Open {
        private final String path;
        private final boolean attributes;
        private boolean children;

        Open(String path, boolean attributes) {
            this.path = path;
            this.attributes = attributes;
        }
    }

    private static @Nullable Recognition xml(String text, Charset charset) {
        Deque<Open> open = new ArrayDeque<>();
        List<Open> closed = new ArrayList<>();
        List<Long> lines = new ArrayList<>();
        String records = null;
        try {
            XMLStreamReader xml = XML.createXMLStreamReader(new StringReader(text));
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    Open parent = open.peek();
                    if (parent != null) {
                        parent.children = true;
                    }
                    String name = xml.getLocalName();
                    if (name.equals(Marks.XML_TOKEN) && open.size() > 1 && records == null) {
                        records = open.element().path;
                    }
                    String path = (parent == null ? "" : parent.path) + "/" + name;
                    if (path.length() > LONGEST_PATH) {
                        // Its own reader will say what is wrong with it.
                        return null;
                    }
                    open.push(new Open(path, xml.getAttributeCount() > 0));
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    Open element = open.pop();
                    if (element.children || element.attributes && open.size() > 1) {
                        closed.add(element);
                        lines.add((long) xml.getLocation().getLineNumber());
                    }
                }
            }
        } catch (XMLStreamException e) {
            // The window cut it off, or its own reader will say what is wrong with it.
            if (records == null) {
                return null;
            }
        }
        if (records == null) {
            return null;
        }
        for (int i = 0; i < closed.size(); i++) {
            String path = closed.get(i).path;
            boolean within = path.equals(records) || path.startsWith(records + "/");
            if (!within && !records.startsWith(path + "/")) {
                throw mixed(lines.get(i));
            }
        }
        return new Recognition(OwnLayout.Form.XML, charset, ',', 0, records);
    }

    /** By the name of its only sheet. Programs write the parts of a workbook in any order, so its directory is asked. */
    private static @Nullable Recognition workbook(Content content) throws IOException {
        String directory;
        try (InputStream in = content.open()) {
            directory = WorkbookDirectory.of(in, MOST_WORKBOOK);
        }
        if (directory == null || !SHEET.matcher(directory).find()) {
            return null;
        }
        Matcher sheets = ANY_SHEET.matcher(directory);
        if (sheets.results().count() > 1) {
            throw mixed(1);
        }
        return new Recognition(OwnLayout.Form.XLSX, null, ',', 1, "");
    }
}
