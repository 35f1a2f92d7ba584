package org.anze.gateway.mapping.source;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Inputs whose defect is their size, made while they are read. */
final class MalformedGiants {

    private static final int MILLION = 1_000_000;
    private static final String HEADINGS = "保单号,保费\n";
    private static final String SHEET = "xl/worksheets/sheet1.xml";

    private MalformedGiants() {}

    static Map<String, Supplier<InputStream>> all() {
        Map<String, Supplier<InputStream>> files = new TreeMap<>();
        text(files);
        structures(files);
        packed(files);
        return files;
    }

    /** {@code head}, then a text for each number, then {@code tail}. */
    private static InputStream stream(String head, int count, IntFunction<String> unit, String tail) {
        InputStream middle = new InputStream() {
            private byte[] piece = {};
            private int at;
            private int next;

            @Override
            public int read() {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                while (at == piece.length) {
                    if (next == count) {
                        return -1;
                    }
                    piece = unit.apply(next++).getBytes(StandardCharsets.UTF_8);
                    at = 0;
                }
                int read = Math.min(length, piece.length - at);
                System.arraycopy(piece, at, target, offset, read);
                at += read;
                return read;
            }
        };
        return new SequenceInputStream(new SequenceInputStream(bytes(head), middle), bytes(tail));
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code millions} million times the same sign. */
    private static InputStream filled(String head, String sign, int millions, String tail) {
        String thousand = sign.repeat(1000);
        return stream(head, 1000 * millions, i -> thousand, tail);
    }

    private static void text(Map<String, Supplier<InputStream>> files) {
        files.put("csv/100000-columns.csv", () -> stream("保单号,保费", 100_000, i -> ",c" + i, "\n"));
        files.put("csv/row-of-100000-cells.csv", () -> stream(HEADINGS + "A1,5", 100_000, i -> ",x", "\n"));
        files.put("csv/cell-of-10-million-characters.csv", () -> filled(HEADINGS + "A1,", "x", 10, "\n"));
        files.put("csv/quoted-cell-of-10-million-characters.csv", () -> filled(HEADINGS + "\"", "x", 10, "\",5\n"));
        files.put("csv/heading-of-10-million-characters.csv", () -> filled("保单号,", "x", 10, "\n"));
        files.put(
                "csv/unclosed-quote-over-a-million-lines.csv",
                () -> stream(HEADINGS + "A1,\"5\n", MILLION, i -> "A2,6\n", ""));
        files.put(
                "csv/row-of-many-long-cells.csv",
                () -> stream(HEADINGS + "A1,5", 900, i -> "," + "x".repeat(2000), "\n"));
        files.put("csv/ten-million-empty-lines.csv", () -> filled("", "\n", 10, ""));
        files.put("csv-plain/title-of-100-million-characters.csv", () -> filled("", "x", 100, "\n\n保单号^保费\n"));
        files.put("csv-auto/title-of-10-million-characters.csv", () -> filled("", "x", 10, "\n"));
        files.put("csv-group/group-without-end.csv", () -> stream("保单号,企业\n", 5_000, i -> "A1,甲\n", ""));
        files.put("fixed/line-of-100-million-bytes.txt", () -> filled("HJIA \nD", "x", 100, "\nT0001        5.00\n"));
        files.put("fixed-characters/line-of-100-million-characters.txt", () -> filled("", "x", 100, "\n"));
        files.put(
                "ndjson/line-of-100-million-characters.ndjson",
                () -> filled("{\"a\":\"", "x", 100, "\"}\n{\"a\":2}\n"));
        files.put(
                "json/text-of-10-million-characters.json",
                () -> filled("{\"data\":{\"list\":[{\"a\":\"", "x", 10, "\"}]}}"));
        files.put(
                "json/key-of-10-million-characters.json",
                () -> filled("{\"data\":{\"list\":[{\"", "x", 10, "\":1}]}}"));
        files.put(
                "json/number-of-10-million-digits.json",
                () -> filled("{\"data\":{\"list\":[{\"a\":1", "0", 10, "}]}}"));
        files.put(
                "json/text-of-10-million-characters-beside-the-records.json",
                () -> filled("{\"x\":\"", "x", 10, "\"}"));
        files.put(
                "xml/text-of-10-million-characters.xml",
                () -> filled("<list count='1'><item><a>", "x", 10, "</a></item></list>"));
        files.put(
                "xml/attribute-of-10-million-characters.xml",
                () -> filled("<list count='1'><item a='", "x", 10, "'/></list>"));
        files.put(
                "xml/name-of-100-million-characters.xml",
                () -> filled("<list count='1'><item><", "x", 100, "/></item></list>"));
        files.put(
                "xml/attribute-name-of-100-million-characters.xml",
                () -> filled("<list count='1'><item ", "x", 100, "='1'/></list>"));
        files.put("xml/comment-of-100-million-characters.xml", () -> filled("<list count='1'><!--", "x", 100, ""));
        files.put("xml/instruction-of-100-million-characters.xml", () -> filled("<list count='1'><?x ", "x", 100, ""));
        files.put(
                "xml/cdata-of-100-million-characters.xml",
                () -> filled("<list count='1'><item><a><![CDATA[", "x", 100, ""));
        files.put(
                "xml/text-of-100-million-characters-around-the-records.xml",
                () -> filled("<list count='1'>", "x", 100, ""));
        files.put("xml/doctype-of-100-million-characters.xml", () -> filled("<!DOCTYPE list [", " ", 100, ""));
        files.put("xml/prefix-of-100-million-characters.xml", () -> filled("<", "x", 100, ":list/>"));
        files.put(
                "soap/embedded-text-of-100-million-characters.xml",
                () -> filled("<Envelope><Body><op><arg0><![CDATA[<list>", "x", 100, ""));
    }

    private static void structures(Map<String, Supplier<InputStream>> files) {
        files.put("xml/a-million-levels.xml", () -> stream("<list count='1'><item>", MILLION, i -> "<a>", ""));
        files.put(
                "xml/100000-names.xml",
                () -> stream("<list count='1'>", 100_000, i -> "<item><n" + i + "/></item>", "</list>"));
        files.put(
                "xml/100000-attributes.xml",
                () -> stream("<list count='1'><item", 100_000, i -> " a" + i + "='1'", "/></list>"));
        files.put(
                "xml/100000-namespaces.xml",
                () -> stream("<list count='1'", 100_000, i -> " xmlns:n" + i + "='u'", "/>"));
        files.put(
                "xml/100000-values-around-the-records.xml",
                () -> stream("<list count='1'>", 100_000, i -> "<n" + i + "/>", "</list>"));
        files.put(
                "json/a-million-objects-deep.json", () -> stream("{\"data\":{\"list\":[", MILLION, i -> "{\"a\":", ""));
        files.put("json/a-million-arrays-deep.json", () -> stream("{\"x\":", MILLION, i -> "[", ""));
        files.put(
                "json/100000-keys.json",
                () -> stream("{\"data\":{\"list\":[{\"a\":1}", 100_000, i -> ",{\"k" + i + "\":1}", "]}}"));
        files.put(
                "json/100000-values-beside-the-records.json",
                () -> stream("{\"a\":1", 100_000, i -> ",\"k" + i + "\":1", "}"));
        files.put(
                "json/one-record-without-end.json",
                () -> stream("{\"data\":{\"list\":[{\"a\":[1", MILLION, i -> ",1", ""));
    }

    private static void packed(Map<String, Supplier<InputStream>> files) {
        files.put("zip/bomb.zip", () -> zip("a.csv", filled("", "\n", 24, "")));
        files.put("zip/bomb-of-many-entries.zip", () -> {
            String harmless = "\n".repeat(12 << 20);
            return new ByteArrayInputStream(ArchiveTest.zip("a.csv", harmless, "b.csv", harmless));
        });
        files.put("zip/10001-entries.zip", () -> {
            String[] entries = new String[20_002];
            for (int i = 0; i < entries.length; i += 2) {
                entries[i] = i + ".txt";
                entries[i + 1] = "";
            }
            return new ByteArrayInputStream(ArchiveTest.zip(entries));
        });
        files.put("xlsx/bomb-in-the-sheet.xlsx", () -> sheet(filled("<worksheet><sheetData>", " ", 24, "")));
        files.put(
                "xlsx/bomb-behind-the-rows.xlsx",
                () -> sheet(filled(
                        "<worksheet><sheetData><row><c t='inlineStr'><is><t>保单号</t></is></c>"
                                + "<c t='inlineStr'><is><t>保费</t></is></c></row></sheetData>",
                        " ",
                        24,
                        "</worksheet>")));
        files.put(
                "xlsx/100000-columns.xlsx",
                () -> sheet(stream("<worksheet><sheetData><row>", 100_000, i -> "<c><v>1</v></c>", "")));
        files.put(
                "xlsx/text-of-10-million-characters.xlsx",
                () -> sheet(filled("<worksheet><sheetData><row><c t='inlineStr'><is><t>", "x", 10, "")));
        files.put(
                "xlsx/shared-string-of-10-million-characters.xlsx",
                () -> part("xl/sharedStrings.xml", filled("<sst><si><t>", "x", 10, "")));
        files.put(
                "xlsx/shared-string-of-many-runs.xlsx",
                () -> part("xl/sharedStrings.xml", stream("<sst><si>", MILLION, i -> "<r><t>" + i + "</t></r>", "")));
        files.put(
                "xlsx/shared-strings-without-end.xlsx",
                () -> part(
                        "xl/sharedStrings.xml",
                        stream("<sst>", 800, i -> "<si><t>" + i + "x".repeat(30_000) + "</t></si>", "")));
        files.put(
                "xlsx/100000-styles.xlsx",
                () -> part(
                        "xl/styles.xml",
                        stream("<styleSheet><cellXfs>", 100_000, i -> "<xf numFmtId='" + i + "'/>", "")));
        files.put(
                "xlsx/100000-formats.xlsx",
                () -> part(
                        "xl/styles.xml",
                        stream(
                                "<styleSheet><numFmts>",
                                100_000,
                                i -> "<numFmt numFmtId='" + i + "' formatCode='0." + i + "'/>",
                                "")));
        files.put(
                "xlsx/100000-relationships.xlsx",
                () -> part(
                        "xl/_rels/workbook.xml.rels",
                        stream(
                                "<Relationships>",
                                100_000,
                                i -> "<Relationship Id='r" + i + "' Type='x/worksheet' Target='y" + i + "'/>",
                                "")));
        files.put(
                "xlsx/100000-sheets.xlsx",
                () -> part(
                        "xl/workbook.xml",
                        stream(
                                "<workbook xmlns:r='u'><sheets>",
                                100_000,
                                i -> "<sheet name='s" + i + "' r:id='rId1'/>",
                                "")));
        files.put(
                "xls/larger-than-allowed.xls",
                () -> new SequenceInputStream(
                        new ByteArrayInputStream(
                                XlsFile.globals("S").beginSheet().end().file()),
                        filled("", "\0", 70, "")));
        files.put("xls/four-million-texts-and-no-rows.xls", () -> new ByteArrayInputStream(manyTexts()));
    }

    private static InputStream sheet(InputStream content) {
        return part(SHEET, content);
    }

    private static InputStream part(String name, InputStream content) {
        byte[] rest = XlsxFile.of(XlsxFile.row(1, "保单号", "保费")).without(name).bytes();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out);
                java.util.zip.ZipInputStream other = new java.util.zip.ZipInputStream(new ByteArrayInputStream(rest))) {
            for (ZipEntry entry = other.getNextEntry(); entry != null; entry = other.getNextEntry()) {
                zip.putNextEntry(new ZipEntry(entry.getName()));
                other.transferTo(zip);
            }
            zip.putNextEntry(new ZipEntry(name));
            content.transferTo(zip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ByteArrayInputStream(out.toByteArray());
    }

    private static InputStream zip(String name, InputStream content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
            content.transferTo(zip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ByteArrayInputStream(out.toByteArray());
    }

    /** Four million texts of one character each, in as many records as they need. */
    private static byte[] manyTexts() {
        XlsFile file = new XlsFile().record(0x809, 0x600, 5, 0, 0, 0, 0, 0, 0).sheet("S", 0);
        byte[] part = new byte[4 * 2000];
        for (int i = 0; i < part.length; i += 4) {
            part[i] = 1;
            part[i + 3] = 'x';
        }
        byte[] first = new byte[8];
        Arrays.fill(first, 0, 7, (byte) 0x7F);
        first[7] = 0;
        file.bytes(0xFC, first);
        for (int i = 0; i < 2010; i++) {
            file.bytes(0x3C, part);
        }
        return file.end().beginSheet().end().file();
    }
}
