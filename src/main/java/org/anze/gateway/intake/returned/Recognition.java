package org.anze.gateway.intake.returned;

import com.ctc.wstx.stax.WstxInputFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Tells a mended file from an ordinary one by the token's heading, whatever program saved it meanwhile.
 *
 * @param form what it is now
 * @param charset of text; null for workbooks
 * @param delimiter of a CSV
 * @param headingLine of a CSV, from 1
 * @param records of XML: path of the records
 */
record Recognition(
        OwnLayout.Form form, @Nullable Charset charset, char delimiter, int headingLine, String records) {

    /** Where the token's heading has to begin. */
    static final int WINDOW = 1 << 17;

    private static final Pattern SHEET = sheet();
    private static final int MOST_WORKBOOK = 1 << 17;
    private static final XMLInputFactory XML = factory();
    private static final List<Charset> CHARSETS = List.of(
            StandardCharsets.UTF_8, Encodings.GB18030, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);

    /** From the first bytes; null when it is an ordinary file. */
    static @Nullable Recognition of(byte[] head, Content content) throws IOException {
        if (head.length > 4 && head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4) {
            return isOurWorkbook(content) ? new Recognition(OwnLayout.Form.XLSX, null, ',', 1, "") : null;
        }
        // Every byte one character, so that the search is one the machine does quickly.
        String bytes = new String(head, StandardCharsets.ISO_8859_1);
        for (Charset charset : CHARSETS) {
            int at = bytes.indexOf(asBytes(Marks.TOKEN, charset));
            if (at >= 0) {
                return text(head, at, charset);
            }
            at = bytes.indexOf(asBytes("<" + Marks.XML_TOKEN, charset));
            if (at >= 0) {
                String records = pathAround(new String(head, 0, at, charset));
                return records == null ? null : new Recognition(OwnLayout.Form.XML, charset, ',', 0, records);
            }
        }
        return null;
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

    private static Recognition text(byte[] head, int at, Charset charset) {
        String before = new String(head, 0, at, charset);
        int start = before.startsWith("\uFEFF") ? 1 : 0;
        String stripped = before.substring(start).stripLeading();
        if (stripped.startsWith("{") || stripped.startsWith("[")) {
            return new Recognition(OwnLayout.Form.JSON, charset, ',', 0, "");
        }
        int lines = (int) before.chars().filter(c -> c == '\n').count();
        int end = before.length();
        while (end > start && "\"'".indexOf(before.charAt(end - 1)) >= 0) {
            end--;
        }
        char delimiter = end > start ? before.charAt(end - 1) : ',';
        return new Recognition(OwnLayout.Form.CSV, charset, delimiter == '\n' ? ',' : delimiter, lines + 1, "");
    }

    /** Path of the element that is open where the text ends; null when it is not well-formed so far. */
    private static @Nullable String pathAround(String text) {
        List<String> open = new ArrayList<>();
        try {
            XMLStreamReader xml = XML.createXMLStreamReader(new StringReader(text + "<end/>"));
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    if (xml.getLocalName().equals("end") && xml.getLocation().getCharacterOffset() >= text.length()) {
                        break;
                    }
                    open.add(xml.getLocalName());
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    open.remove(open.size() - 1);
                }
            }
        } catch (XMLStreamException e) {
            return null;
        }
        return open.size() < 2 ? null : "/" + String.join("/", open);
    }

    /** By the name of its sheet. Programs write the parts of a workbook in any order, so its directory is asked. */
    private static boolean isOurWorkbook(Content content) throws IOException {
        Path copy = Files.createTempFile("anze-workbook", null);
        try {
            try (InputStream in = content.open()) {
                Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            }
            try (ZipFile zip = new ZipFile(copy.toFile())) {
                ZipEntry workbook = zip.getEntry("xl/workbook.xml");
                if (workbook == null) {
                    return false;
                }
                try (InputStream in = zip.getInputStream(workbook)) {
                    return SHEET.matcher(new String(in.readNBytes(MOST_WORKBOOK), StandardCharsets.UTF_8))
                            .find();
                }
            }
        } catch (ZipException | IllegalArgumentException e) {
            // Its own reader will say what is wrong with it.
            return false;
        } finally {
            Files.deleteIfExists(copy);
        }
    }
}
