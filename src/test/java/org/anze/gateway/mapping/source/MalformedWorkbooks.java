package org.anze.gateway.mapping.source;

import static org.anze.gateway.mapping.source.XlsxFile.cells;
import static org.anze.gateway.mapping.source.XlsxFile.relations;
import static org.anze.gateway.mapping.source.XlsxFile.row;
import static org.anze.gateway.mapping.source.XlsxFile.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Small broken xlsx and xls files, named by their defect. */
final class MalformedWorkbooks {

    private static final String HEADINGS = row(1, "保单号", "保费", "企业");
    private static final String LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>";
    private static final String SHEET = "xl/worksheets/sheet1.xml";

    private MalformedWorkbooks() {}

    static Map<String, Supplier<byte[]>> all() {
        Map<String, Supplier<byte[]>> files = new TreeMap<>();
        xlsxPackages(files);
        xlsxSheets(files);
        xls(files);
        return files;
    }

    private static byte[] cell(String cell) {
        return XlsxFile.of(HEADINGS, cells(2, cell)).bytes();
    }

    private static XlsxFile good() {
        return XlsxFile.of(HEADINGS, row(2, "A1", "5", "甲"));
    }

    private static void xlsxPackages(Map<String, Supplier<byte[]>> files) {
        files.put("xlsx/empty.xlsx", () -> new byte[0]);
        files.put("xlsx/text.xlsx", () -> "保单号,保费\n".getBytes(StandardCharsets.UTF_8));
        files.put("xlsx/html.xlsx", () -> "<html><table></table></html>".getBytes(StandardCharsets.UTF_8));
        files.put("xlsx/legacy-workbook.xlsx", () -> XlsFile.globals("S").file());
        files.put("xlsx/protected-by-a-password.xlsx", () -> XlsFile.container("EncryptedPackage", new byte[600]));
        files.put("xlsx/zip-of-something-else.xlsx", () -> ArchiveTest.zip("a.txt", "x"));
        files.put("xlsx/binary-workbook.xlsx", () -> good().part(
                        "_rels/.rels", relations("rId1", "officeDocument", "xl/workbook.bin"))
                .bytes());
        files.put("xlsx/cut-in-the-middle.xlsx", () -> {
            byte[] file = good().bytes();
            return Arrays.copyOf(file, file.length / 2);
        });
        files.put("xlsx/last-byte-missing.xlsx", () -> {
            byte[] file = good().bytes();
            return Arrays.copyOf(file, file.length - 1);
        });
        files.put("xlsx/workbook-part-missing.xlsx", () -> good().without("xl/workbook.xml")
                .bytes());
        files.put("xlsx/sheet-part-missing.xlsx", () -> good().without(SHEET).bytes());
        files.put("xlsx/shared-strings-part-missing.xlsx", () -> good().without("xl/sharedStrings.xml")
                .bytes());
        files.put("xlsx/relationships-of-absurd-length.xlsx", () -> good().part(
                        "xl/_rels/workbook.xml.rels",
                        XlsxFile.workbookRelations("x".repeat(2000), "theme", "theme.xml"))
                .bytes());
        files.put("xlsx/styles-in-two-parts.xlsx", () -> good().part(
                        "xl/_rels/workbook.xml.rels", XlsxFile.workbookRelations("rId3", "styles", "styles.xml"))
                .bytes());
        files.put("xlsx/relationships-missing.xlsx", () -> good().without("xl/_rels/workbook.xml.rels")
                .bytes());
        files.put("xlsx/sheet-outside-the-file.xlsx", () -> good().replace(
                        "xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "../../../../etc/passwd")
                .bytes());
        files.put("xlsx/sheet-on-the-network.xlsx", () -> good().replace(
                        "xl/_rels/workbook.xml.rels",
                        "Target='worksheets/sheet1.xml'",
                        "Target='http://127.0.0.1:9/x' TargetMode='External'")
                .bytes());
        files.put("xlsx/no-sheets.xlsx", () -> good().part("xl/workbook.xml", "<workbook><sheets/></workbook>")
                .bytes());
        files.put("xlsx/all-sheets-hidden.xlsx", () -> good().replace(
                        "xl/workbook.xml", "sheetId='1'", "sheetId='1' state='hidden'")
                .bytes());
        files.put("xlsx-sheet/sheet-of-another-name.xlsx", () -> good().replace("xl/workbook.xml", "保单", "保单 (2)")
                .bytes());
        files.put("xlsx/doctype-in-the-workbook.xlsx", () -> good().replace(
                        "xl/workbook.xml", "<workbook", "<!DOCTYPE x><workbook")
                .bytes());
        files.put("xlsx/doctype-in-the-shared-strings.xlsx", () -> good().replace(
                        "xl/sharedStrings.xml", "<sst", LAUGHS + "<sst")
                .bytes());
        files.put("xlsx/doctype-in-the-styles.xlsx", () -> good().replace(
                        "xl/styles.xml", "<styleSheet", LAUGHS + "<styleSheet")
                .bytes());
        files.put("xlsx/doctype-in-the-relationships.xlsx", () -> good().replace(
                        "_rels/.rels", "<Relationships", LAUGHS + "<Relationships")
                .bytes());
        files.put("xlsx/xxe-in-the-sheet.xlsx", () -> good().replace(
                        SHEET, "<worksheet", "<!DOCTYPE x [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><worksheet")
                .bytes());
        files.put(
                "xlsx/shared-strings-broken.xlsx", () -> good().part("xl/sharedStrings.xml", "<sst><si><t>x</si></sst>")
                        .bytes());
        files.put("xlsx/styles-broken.xlsx", () -> good().part("xl/styles.xml", "<styleSheet>")
                .bytes());
        files.put("xlsx/workbook-broken.xlsx", () -> good().part("xl/workbook.xml", "<workbook")
                .bytes());
        files.put("xlsx/sheet-without-a-relationship.xlsx", () -> good().replace(
                        "xl/workbook.xml", "r:id='rId1'", "r:id='rId9'")
                .bytes());
    }

    private static void xlsxSheets(Map<String, Supplier<byte[]>> files) {
        files.put("xlsx/empty-sheet.xlsx", () -> XlsxFile.of().bytes());
        files.put("xlsx/heading-missing.xlsx", () -> XlsxFile.of(row(1, "保单号", "企业"))
                .bytes());
        files.put("xlsx/heading-twice.xlsx", () -> XlsxFile.of(row(1, "保单号", "保费", "保单号"))
                .bytes());
        files.put("xlsx/title-above-the-heading.xlsx", () -> XlsxFile.of(row(1, "清单"), row(2, "保单号", "保费"))
                .bytes());
        files.put("xlsx/xml-cut-off.xlsx", () -> good().replace(SHEET, "</sheetData></worksheet>", "")
                .bytes());
        files.put("xlsx/xml-tags-that-cross.xlsx", () -> good().replace(SHEET, "</row>", "</c>")
                .bytes());
        files.put("xlsx/nul-in-the-sheet.xlsx", () -> good().replace(SHEET, "A1", "A\0")
                .bytes());
        files.put("xlsx/mark-in-the-sheet.xlsx", () -> good().replace(SHEET, "甲", "甲\uFEFF")
                .bytes());
        files.put("xlsx/bytes-that-are-not-utf-8.xlsx", () -> good().part(
                        SHEET, "<worksheet><sheetData>\u00e9".getBytes(StandardCharsets.ISO_8859_1))
                .bytes());
        files.put("xlsx/unknown-encoding.xlsx", () -> good().part(
                        SHEET, "<?xml version='1.0' encoding='X-NONE'?><worksheet/>")
                .bytes());
        files.put("xlsx/rows-out-of-order.xlsx", () -> XlsxFile.of(HEADINGS, row(3, "A2"), row(2, "A1"))
                .bytes());
        files.put("xlsx/row-twice.xlsx", () -> XlsxFile.of(HEADINGS, row(2, "A1"), row(2, "A2"))
                .bytes());
        files.put("xlsx/row-zero.xlsx", () -> XlsxFile.of(row(0, "保单号", "保费")).bytes());
        files.put("xlsx/row-number-that-is-none.xlsx", () -> good().replace(SHEET, "r='2'", "r='x'")
                .bytes());
        files.put("xlsx/row-beyond-the-last.xlsx", () -> XlsxFile.of(HEADINGS, row(1_048_577, "A1"))
                .bytes());
        files.put(
                "xlsx/cells-out-of-order.xlsx", () -> XlsxFile.of(HEADINGS, cells(2, text("B2", "5"), text("A2", "A1")))
                        .bytes());
        files.put("xlsx/cell-twice.xlsx", () -> XlsxFile.of(HEADINGS, cells(2, text("A2", "5"), text("A2", "A1")))
                .bytes());
        files.put("xlsx/cell-of-another-row.xlsx", () -> cell(text("A3", "x")));
        files.put("xlsx/cell-reference-that-is-none.xlsx", () -> cell(text("2A", "x")));
        files.put("xlsx/cell-reference-too-large.xlsx", () -> cell(text("A99999999999999999999", "x")));
        files.put("xlsx/cell-beyond-the-columns-allowed.xlsx", () -> cell(text("XFD2", "x")));
        files.put("xlsx/cell-beyond-the-last-column.xlsx", () -> cell(text("ZZZ2", "x")));
        files.put("xlsx/row-inside-a-row.xlsx", () -> good().replace(SHEET, "<row r='2'>", "<row r='2'><row r='3'/>")
                .bytes());
        files.put("xlsx/element-inside-a-value.xlsx", () -> cell("<c r='A2'><v><v>1</v></v></c>"));
        files.put("xlsx/number-that-is-none.xlsx", () -> cell("<c r='A2'><v>12x</v></c>"));
        files.put("xlsx/number-with-two-points.xlsx", () -> cell("<c r='A2'><v>1.2.3</v></c>"));
        files.put("xlsx/number-without-end.xlsx", () -> cell("<c r='A2'><v>1E999</v></c>"));
        files.put("xlsx/number-of-a-thousand-digits.xlsx", () -> cell("<c r='A2'><v>" + "9".repeat(1000) + "</v></c>"));
        files.put("xlsx/shared-string-that-is-none.xlsx", () -> cell("<c r='A2' t='s'><v>7</v></c>"));
        files.put("xlsx/shared-string-number-negative.xlsx", () -> cell("<c r='A2' t='s'><v>-1</v></c>"));
        files.put("xlsx/shared-string-number-too-large.xlsx", () -> cell("<c r='A2' t='s'><v>99999999999</v></c>"));
        files.put("xlsx/style-that-is-none.xlsx", () -> cell("<c r='A2' s='-1'><v>1</v></c>"));
        files.put("xlsx/kind-of-cell-that-is-none.xlsx", () -> cell("<c r='A2' t='z'><v>1</v></c>"));
        files.put("xlsx/formula.xlsx", () -> cell("<c r='A2'><f>B2</f><v>1</v></c>"));
        files.put("xlsx/formula-without-a-result.xlsx", () -> cell("<c r='A2'><f>B2</f></c>"));
        files.put("xlsx/formula-shared.xlsx", () -> cell("<c r='A2'><f t='shared' si='0'/><v>1</v></c>"));
        files.put("xlsx/formula-of-a-text.xlsx", () -> cell("<c r='A2' t='str'><f>A1</f><v>x</v></c>"));
        files.put("xlsx-cached/formula-of-another-workbook.xlsx", () -> cell("<c r='A2'><f>[1]S!A1</f><v>1</v></c>"));
        files.put(
                "xlsx-cached/formula-of-another-program.xlsx",
                () -> cell("<c r='A2'><f>cmd|'/c x'!A0</f><v>1</v></c>"));
        files.put("xlsx-cached/formula-of-another-workbook-shared.xlsx", () -> XlsxFile.of(
                        row(1, "企业", "保单号", "保费"),
                        cells(
                                2,
                                "<c r='A2'><f t='shared' si='4'>[1]S!A1</f><v>1</v></c>",
                                "<c r='B2'><f t='shared' si='4'/><v>1</v></c>"))
                .bytes());
        files.put("xlsx-cached/error-value.xlsx", () -> cell("<c r='A2' t='e'><f>1/0</f><v>#DIV/0!</v></c>"));
        files.put("xlsx/error-value.xlsx", () -> cell("<c r='B2' t='e'><v>#N/A</v></c>"));
        files.put("xlsx/code-stored-as-a-number.xlsx", () -> cell("<c r='A2'><v>91140212000000159</v></c>"));
        files.put("xlsx/code-stored-with-an-exponent.xlsx", () -> cell("<c r='A2'><v>1.40212202401E+19</v></c>"));
        files.put("xlsx/row-wider-than-the-headings.xlsx", () -> XlsxFile.of(HEADINGS, row(2, "A1", "5", "甲", "x"))
                .bytes());
        files.put("xlsx/columns-shifted.xlsx", () -> XlsxFile.of(HEADINGS, row(2, "", "A1", "5", "甲"))
                .bytes());
        files.put("xlsx/text-longer-than-a-cell.xlsx", () -> cell(text("A2", "x".repeat(40_000))));
        files.put("xlsx/shared-text-longer-than-a-cell.xlsx", () -> good().shared("x".repeat(40_000))
                .bytes());
        files.put("xlsx/formula-longer-than-any.xlsx", () -> cell("<c r='A2'><f>" + "1+".repeat(5000) + "1</f></c>"));
        files.put("xlsx/nesting-bomb.xlsx", () -> good().replace(SHEET, "<row r='2'>", "<x>".repeat(60))
                .bytes());
    }

    private static XlsFile start() {
        return XlsFile.globals("保单", "保单号", "保费", "A1")
                .beginSheet()
                .shared(0, 0, 0)
                .shared(0, 1, 1);
    }

    private static void xls(Map<String, Supplier<byte[]>> files) {
        files.put("xls/empty.xls", () -> new byte[0]);
        files.put("xls/text.xls", () -> "保单号\t保费\n".getBytes(StandardCharsets.UTF_8));
        files.put("xls/html.xls", () -> " <HTML><table><tr><td>x</td></tr></table>".getBytes(StandardCharsets.UTF_8));
        files.put("xls/xlsx.xls", () -> good().bytes());
        files.put("xls/excel-4.xls", () -> new byte[] {9, 4, 6, 0, 0, 0, 16, 0, 0, 0});
        files.put(
                "xls/head-of-a-container-only.xls",
                () -> Arrays.copyOf(start().end().file(), 512));
        files.put("xls/container-cut-off.xls", () -> {
            byte[] file = start().raw(new byte[20_000]).end().file();
            return Arrays.copyOf(file, file.length / 2);
        });
        files.put("xls/container-of-noise.xls", () -> {
            byte[] file = start().end().file();
            Arrays.fill(file, 512, file.length, (byte) 0x5A);
            return file;
        });
        files.put("xls/blocks-in-a-circle.xls", () -> {
            byte[] file = start().raw(new byte[20_000]).file();
            int table = 512 * (1 + (file[76] & 0xFF));
            for (int i = 0; i + 4 <= 512; i += 4) {
                file[table + i] = 2;
                file[table + i + 1] = 0;
                file[table + i + 2] = 0;
                file[table + i + 3] = 0;
            }
            return file;
        });
        files.put("xls/no-workbook-inside.xls", () -> XlsFile.container("WordDocument", new byte[600]));
        files.put("xls/excel-95.xls", () -> XlsFile.container("Book", new byte[600]));
        files.put(
                "xls/excel-95-records.xls",
                () -> new XlsFile().record(0x809, 0x500, 5, 0, 0).end().file());
        files.put("xls/protected-by-a-password.xls", () -> new XlsFile()
                .record(0x809, 0x600, 5, 0, 0, 0, 0, 0, 0)
                .record(0x2F, 1, 1, 1)
                .end()
                .file());
        files.put("xls/encrypted-package.xls", () -> XlsFile.container("EncryptedPackage", new byte[600]));
        files.put("xls/stream-of-zeros.xls", () -> XlsFile.container("Workbook", new byte[6000]));
        files.put("xls/no-records.xls", () -> XlsFile.container("Workbook", new byte[] {1}));
        files.put("xls/record-longer-than-the-stream.xls", () -> start().header(0x203, 100)
                .file());
        files.put(
                "xls/record-longer-than-any.xls",
                () -> start().header(0x203, 9000).raw(new byte[9000]).end().file());
        files.put(
                "xls/record-too-short.xls",
                () -> start().record(0x203, 1, 0).end().file());
        files.put("xls/no-end.xls", () -> start().file());
        files.put("xls/no-end-before-the-sheets.xls", () -> new XlsFile()
                .record(0x809, 0x600, 5, 0, 0, 0, 0, 0, 0)
                .sheet("S", 0)
                .file());
        files.put("xls/sheet-part-missing.xls", () -> XlsFile.globals("保单").file());
        files.put("xls/no-sheets.xls", () -> new XlsFile()
                .record(0x809, 0x600, 5, 0, 0, 0, 0, 0, 0)
                .end()
                .file());
        files.put("xls/all-sheets-hidden.xls", () -> new XlsFile()
                .record(0x809, 0x600, 5, 0, 0, 0, 0, 0, 0)
                .sheet("S", 1)
                .end()
                .file());
        files.put(
                "xls-sheet/sheet-of-another-name.xls",
                () -> XlsFile.globals("其他").beginSheet().end().file());
        files.put(
                "xls/empty-sheet.xls",
                () -> XlsFile.globals("S").beginSheet().end().file());
        files.put("xls/heading-missing.xls", () -> XlsFile.globals("S", "保单号")
                .beginSheet()
                .shared(0, 0, 0)
                .end()
                .file());
        files.put("xls/heading-twice.xls", () -> XlsFile.globals("S", "保单号", "保费")
                .beginSheet()
                .shared(0, 0, 0)
                .shared(0, 1, 1)
                .shared(0, 2, 1)
                .end()
                .file());
        files.put(
                "xls/shared-string-that-is-none.xls",
                () -> start().shared(1, 0, 9).end().file());
        files.put(
                "xls/shared-string-number-negative.xls",
                () -> start().record(0xFD, 1, 0, 0, 0xFFFF, 0xFFFF).end().file());
        files.put("xls/shared-strings-cut-off.xls", () -> new XlsFile()
                .record(0x809, 0x600, 5, 0, 0, 0, 0, 0, 0)
                .bytes(0xFC, new byte[] {9, 0, 0, 0, 9, 0, 0, 0, 50, 0, 0, 'x'})
                .end()
                .file());
        files.put("xls/shared-strings-promised-but-not-there.xls", () -> new XlsFile()
                .record(0x809, 0x600, 5, 0, 0, 0, 0, 0, 0)
                .sheet("S", 0)
                .texts(Integer.MAX_VALUE, "保单号")
                .end()
                .beginSheet()
                .shared(0, 0, 0)
                .shared(0, 1, 2)
                .end()
                .file());
        files.put(
                "xls/rows-out-of-order.xls",
                () -> start().shared(2, 0, 2).shared(1, 0, 2).end().file());
        files.put(
                "xls/cells-out-of-order.xls",
                () -> start().shared(1, 1, 2).shared(1, 0, 2).end().file());
        files.put(
                "xls/row-wider-than-the-headings.xls",
                () -> start().shared(1, 0, 2).shared(1, 2, 2).end().file());
        files.put(
                "xls/cell-beyond-the-columns-allowed.xls",
                () -> start().shared(1, 5000, 2).end().file());
        files.put(
                "xls/number-that-is-none.xls",
                () -> start().number(1, 0, Double.NaN).end().file());
        files.put(
                "xls/code-stored-as-a-number.xls",
                () -> start().number(1, 0, 91140212000000159d).end().file());
        files.put("xls/error-value.xls", () -> start().bytes(0x205, new byte[] {1, 0, 0, 0, 0, 0, 42, 1})
                .end()
                .file());
        files.put("xls/formula.xls", () -> start().bytes(0x06, formula(1)).end().file());
        files.put(
                "xls/formula-cut-off.xls",
                () -> start().bytes(0x06, Arrays.copyOf(formula(1), 8)).end().file());
    }

    private static byte[] formula(int row) {
        byte[] data = new byte[25];
        data[0] = (byte) row;
        data[20] = 3;
        data[22] = 0x1E;
        data[23] = 1;
        return data;
    }
}
