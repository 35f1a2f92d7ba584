package org.anze.gateway.mapping.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Workbooks made of parts, so that a test can bend any of them. */
final class XlsxFile {

    private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static final String OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships";

    private final Map<String, byte[]> parts = new LinkedHashMap<>();

    private XlsxFile() {}

    /** One sheet with this inside {@code sheetData}. */
    static XlsxFile of(String... rows) {
        XlsxFile file = new XlsxFile();
        file.part("_rels/.rels", relations("rId1", "officeDocument", "xl/workbook.xml"));
        file.part(
                "xl/workbook.xml",
                "<workbook xmlns='" + MAIN + "' xmlns:r='" + OFFICE
                        + "'><sheets><sheet name='保单' sheetId='1' r:id='rId1'/></sheets></workbook>");
        file.part("xl/_rels/workbook.xml.rels", workbookRelations("rId3", "sharedStrings", "sharedStrings.xml"));
        file.part(
                "xl/styles.xml",
                "<styleSheet xmlns='" + MAIN + "'><cellXfs count='1'><xf numFmtId='0'/></cellXfs></styleSheet>");
        file.part("xl/sharedStrings.xml", "<sst xmlns='" + MAIN + "'/>");
        return file.sheet(String.join("", rows));
    }

    /** A sheet, its styles, and one part more. */
    static String workbookRelations(String id, String type, String target) {
        return relations(
                "rId1", "worksheet", "worksheets/sheet1.xml", "rId2", "styles", "styles.xml", id, type, target);
    }

    static String relations(String... idTypeTarget) {
        StringBuilder xml = new StringBuilder("<Relationships xmlns='" + PACKAGE + "'>");
        for (int i = 0; i < idTypeTarget.length; i += 3) {
            xml.append("<Relationship Id='")
                    .append(idTypeTarget[i])
                    .append("' Type='")
                    .append(OFFICE)
                    .append('/');
            xml.append(idTypeTarget[i + 1])
                    .append("' Target='")
                    .append(idTypeTarget[i + 2])
                    .append("'/>");
        }
        return xml.append("</Relationships>").toString();
    }

    /** A row of inline texts. */
    static String row(int number, String... texts) {
        StringBuilder xml = new StringBuilder("<row r='" + number + "'>");
        for (int i = 0; i < texts.length; i++) {
            if (!texts[i].isEmpty()) {
                xml.append(text((char) ('A' + i) + "" + number, texts[i]));
            }
        }
        return xml.append("</row>").toString();
    }

    static String text(String reference, String text) {
        return "<c r='" + reference + "' t='inlineStr'><is><t>" + text + "</t></is></c>";
    }

    /** A row of cells that are written out. */
    static String cells(int number, String... cells) {
        return "<row r='" + number + "'>" + String.join("", cells) + "</row>";
    }

    XlsxFile sheet(String sheetData) {
        return part(
                "xl/worksheets/sheet1.xml",
                "<worksheet xmlns='" + MAIN + "'><sheetData>" + sheetData + "</sheetData></worksheet>");
    }

    XlsxFile shared(String... texts) {
        StringBuilder xml = new StringBuilder("<sst xmlns='" + MAIN + "'>");
        for (String text : texts) {
            xml.append("<si><t xml:space='preserve'>").append(text).append("</t></si>");
        }
        return part("xl/sharedStrings.xml", xml.append("</sst>").toString());
    }

    /** Cell styles 0, 1 … with these number formats; a code is given the number 164 and up. */
    XlsxFile formats(String... formats) {
        StringBuilder codes = new StringBuilder("<numFmts>");
        StringBuilder styles = new StringBuilder("<cellXfs>");
        for (int i = 0; i < formats.length; i++) {
            boolean known = formats[i].matches("0|[1-9]\\d*");
            if (!known) {
                codes.append("<numFmt numFmtId='").append(164 + i).append("' formatCode='");
                codes.append(formats[i].replace("\"", "&quot;")).append("'/>");
            }
            styles.append("<xf numFmtId='").append(known ? formats[i] : 164 + i).append("'/>");
        }
        String xml = codes + "</numFmts><cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>" + styles + "</cellXfs>";
        return part("xl/styles.xml", "<styleSheet xmlns='" + MAIN + "'>" + xml + "</styleSheet>");
    }

    XlsxFile part(String name, String content) {
        return part(name, content.getBytes(StandardCharsets.UTF_8));
    }

    XlsxFile part(String name, byte[] content) {
        parts.put(name, content);
        return this;
    }

    XlsxFile without(String name) {
        parts.remove(name);
        return this;
    }

    XlsxFile replace(String part, String from, String to) {
        String text = new String(parts.get(part), StandardCharsets.UTF_8);
        if (!text.contains(from)) {
            throw new IllegalArgumentException(from);
        }
        return part(part, text.replace(from, to));
    }

    byte[] bytes() {
        return zip(parts);
    }

    static byte[] zip(Map<String, byte[]> entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                ZipEntry header = new ZipEntry(entry.getKey());
                header.setTime(0);
                zip.putNextEntry(header);
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
