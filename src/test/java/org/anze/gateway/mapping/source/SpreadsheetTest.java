package org.anze.gateway.mapping.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.record.RawRecord;
import org.apache.poi.hssf.usermodel.HSSFSheet;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.FormulaError;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people read in the cells of xlsx and xls files. */
class SpreadsheetTest {

    private static String number(String reference, int style, String value) {
        return "<c r='" + reference + "' s='" + style + "'><v>" + value + "</v></c>";
    }

    private static byte[] xls(Consumer<HSSFWorkbook> content) throws IOException {
        try (HSSFWorkbook workbook = new HSSFWorkbook();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            content.accept(workbook);
            workbook.write(out);
            return out.toByteArray();
        }
    }

    private static void write(HSSFSheet sheet, int row, Object... values) {
        for (int i = 0; i < values.length; i++) {
            Cell cell = (sheet.getRow(row) == null ? sheet.createRow(row) : sheet.getRow(row)).createCell(i);
            if (values[i] instanceof Double number) {
                cell.setCellValue(number);
            } else if (values[i] instanceof Boolean flag) {
                cell.setCellValue(flag);
            } else if (values[i] instanceof String text && !text.isEmpty()) {
                cell.setCellValue(text);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 61115.830000000002, 61115.83",
        "0, 0.30000000000000004, 0.3",
        "0, 1.1E7, 11000000",
        "0, 1E-7, 0.0000001",
        "0, -0, 0",
        "0, 420, 420",
        "0, 420.50, 420.5",
        "0, 007, 7",
        "0, 45322, 45322",
        "0, 123456789012345, 123456789012345",
        "9, 0.18, 18%",
        "10, 0.185, 18.5%",
        "9, 0.07, 7%",
        "9, 1, 100%",
        "14, 45322, 2024-01-31",
        "14, 45322.5, 2024-01-31 12:00:00",
        "22, 45322, 2024-01-31 00:00:00",
        "22, 45322.354166666664, 2024-01-31 08:30:00",
        "22, 45322.999999999, 2024-02-01 00:00:00",
        "31, 45322, 2024-01-31",
        "57, 45322, 2024-01-31",
        "20, 0.354166666666667, 08:30:00",
        "20, 1.5, 1900-01-01 12:00:00",
        "14, 1, 1900-01-01",
        "14, 59, 1900-02-28",
        "14, 60, 60",
        "14, 61, 1900-03-01",
        "14, -1, -1",
        "14, 2958465, 9999-12-31",
        "14, 2958466, 2958466",
        "yyyy\"年\"m\"月\"d\"日\";@, 45322, 2024-01-31",
        "[$-804]yyyy/m/d h:mm, 45322.25, 2024-01-31 06:00:00",
        "\"d\"0.00, 5, 5",
        "#\\d, 5, 5",
        "[Red]0.00, 5, 5",
        "0.0%, 0.123, 12.3%",
        "0.00E+00, 12, 12",
        "[h]:mm, 1.25, 30:00:00",
        "[h]:mm, 0.354166666666667, 08:30:00",
        "46, 1.25, 30:00:00",
        "0.00\"万元\", 5, 5万元",
        "0\\万, 5, 5万",
        "'#,##0.00_ \"元\"', 5.50, 5.5元",
        "General\"元\", 5, 5元",
        "0.00[$万元-804], 5, 5万元",
        "0.00\"（万元）\", 5, 5万元",
        "0.00\"‰\", 5, 5‰",
        "0\\%, 18, 18%",
        "0\"人\", 420, 420",
        "000000, 12345, 012345",
        "000000, 1234567, 1234567",
        "0000000000000000, 12345, 0000000000012345",
        "'0!.0,\"万\"', 50123, 5.0123万",
        "0\\.0000\"万元\", 50000, 5万元",
        "'#,##0.00_);(#,##0.00)', 5, 5",
        "'[>=1]#,##0.00;[Red]0.00', 5, 5",
        "General, 5, 5",
        "_(* 0_), 5, 5"
    })
    void readsNumbersAsPeopleSeeThem(String format, String written, String read) {
        XlsxFile file = XlsxFile.of(XlsxFile.row(1, "a"), XlsxFile.cells(2, number("A2", 0, written)))
                .formats(format);
        assertThat(Reading.of("{format: xlsx}", "a").values(file.bytes(), "a")).containsExactly(read);
    }

    @ParameterizedTest
    @CsvSource({"'0.00,'", "'0!.0,'", "'[>=10000]0.00\"元\";0.00\"万元\"'"})
    void refusesNumbersThatAFormatShowsAsOthers(String format) throws IOException {
        XlsxFile file = XlsxFile.of(XlsxFile.row(1, "a"), XlsxFile.cells(2, number("A2", 0, "50123")))
                .formats(format);
        byte[] legacy = xls(workbook -> {
            HSSFSheet sheet = workbook.createSheet("S");
            write(sheet, 0, "a");
            write(sheet, 1, 50123.0);
            CellStyle style = workbook.createCellStyle();
            style.setDataFormat(workbook.createDataFormat().getFormat(format));
            sheet.getRow(1).getCell(0).setCellStyle(style);
        });
        for (RawRecord record : List.of(
                Reading.of("{format: xlsx}", "a").records(file.bytes()).get(0),
                Reading.of("{format: xls}", "a").records(legacy).get(0))) {
            assertThat(Reading.damage(record))
                    .extracting(Finding::code)
                    .containsExactly(SourceProblem.FORMAT_CHANGES_NUMBER.code());
        }
    }

    @Test
    void countsSheetsOfALegacyFileByTheirTabs() {
        byte[] file = new XlsFile()
                .record(0x809, 0x600, 5, 0, 0, 0, 0, 0, 0)
                .sheet("甲", 0, 2000)
                .sheet("乙", 0, 1000)
                .texts("a")
                .end()
                .beginSheet()
                .shared(0, 0, 0)
                .number(1, 0, 2)
                .end()
                .beginSheet()
                .shared(0, 0, 0)
                .number(1, 0, 1)
                .end()
                .file();
        assertThat(Reading.of("{format: xls}", "a").values(file, "a")).containsExactly("1");
        assertThat(Reading.of("{format: xls, sheet: 2}", "a").values(file, "a")).containsExactly("2");
        assertThat(Reading.of("{format: xls, sheet: 乙}", "a").values(file, "a")).containsExactly("2");
    }

    @Test
    void countsDaysFrom1904WhenTheWorkbookDoes() {
        XlsxFile file = XlsxFile.of(
                        XlsxFile.row(1, "a", "b"),
                        XlsxFile.cells(2, number("A2", 0, "43860"), number("B2", 1, "43860")))
                .formats("14", "0")
                .replace("xl/workbook.xml", "<sheets>", "<workbookPr date1904='1'/><sheets>");
        RawRecord record =
                Reading.of("{format: xlsx}", "a").records(file.bytes()).get(0);
        assertThat(record.value("a")).isEqualTo("2024-01-31");
        assertThat(record.value("b")).isEqualTo("43860");
        assertThat(record.value("@dateSystem")).isEqualTo("1904");
    }

    @Test
    void readsEveryKindOfText() {
        XlsxFile file = XlsxFile.of(
                        XlsxFile.row(1, "a", "b", "c", "d", "e"),
                        XlsxFile.cells(
                                2,
                                "<c r='A2' t='s'><v>0</v></c>",
                                "<c r='B2' t='s'><v>1</v></c>",
                                "<c r='C2' t='b'><v>1</v></c>",
                                "<c r='D2' t='inlineStr'><is><r><t>x</t></r><rPh><t>no</t></rPh><r><t>y</t></r></is></c>",
                                "<c r='E2' t='d'><v>2024-01-31T00:00:00</v></c>"))
                .shared("䶮𠮷 ", "line_x000D__x000A_two");
        RawRecord record =
                Reading.of("{format: xlsx}", "a").records(file.bytes()).get(0);
        assertThat(record.value("a")).isEqualTo("䶮𠮷 ");
        assertThat(record.value("b")).isEqualTo("line\r\ntwo");
        assertThat(record.value("c")).isEqualTo("TRUE");
        assertThat(record.value("d")).isEqualTo("xy");
        assertThat(record.value("e")).isEqualTo("2024-01-31T00:00:00");
    }

    @Test
    void refusesFormulasErrorsAndLostDigitsInUsedColumnsOnly() {
        XlsxFile file = XlsxFile.of(
                XlsxFile.row(1, "a", "b"),
                XlsxFile.cells(2, "<c r='A2'><f>1+1</f><v>2</v></c>", XlsxFile.text("B2", "x")),
                XlsxFile.cells(3, "<c r='A3'><f>[1]S!A1</f><v>2</v></c>"),
                XlsxFile.cells(4, "<c r='A4' t='e'><v>#N/A</v></c>"),
                XlsxFile.cells(5, "<c r='A5'><v>1.40212202401E+17</v></c>"),
                XlsxFile.cells(6, XlsxFile.text("A6", "fine"), "<c r='B6'><f>1+1</f><v>2</v></c>"));
        List<RawRecord> records = Reading.of("{format: xlsx}", "a").records(file.bytes());
        assertThat(records.stream()
                        .map(Reading::damage)
                        .map(list -> list.isEmpty() ? null : list.get(0).code()))
                .containsExactly(
                        SourceProblem.FORMULA_CELL.code(),
                        SourceProblem.FORMULA_EXTERNAL.code(),
                        SourceProblem.ERROR_CELL.code(),
                        SourceProblem.DIGITS_LOST.code(),
                        null);
        Finding formula = Reading.damage(records.get(0)).get(0);
        assertThat(formula.location()).isEqualTo(new Location(2, 1, "A a"));
        assertThat(formula.zh()).contains("A2");
        List<RawRecord> cached =
                Reading.of("{format: xlsx, formulas: cached}", "a", "b").records(file.bytes());
        assertThat(cached.get(0).value("a")).isEqualTo("2");
        assertThat(Reading.damage(cached.get(0))).isEmpty();
        assertThat(Reading.damage(cached.get(1))).hasSize(1);
        assertThat(cached.get(4).value("b")).isEqualTo("2");
    }

    @Test
    void spoilsARowThatIsWiderThanItsHeadings() {
        XlsxFile file =
                XlsxFile.of(XlsxFile.row(1, "a", "b"), XlsxFile.row(2, "1"), XlsxFile.row(3, "1", "2", "", "4"));
        List<RawRecord> records = Reading.of("{format: xlsx}", "a").records(file.bytes());
        assertThat(records.get(0).value("b")).isEmpty();
        assertThat(Reading.damage(records.get(0))).isEmpty();
        assertThat(Reading.damage(records.get(1))).hasSize(1);
    }

    @Test
    void choosesSheetsByNameAndByNumberAmongTheVisible() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(out, "test", "1.0")) {
            for (String name : List.of("说明", "保单", "隐藏", "人员")) {
                Worksheet sheet = workbook.newWorksheet(name);
                sheet.value(0, 0, "a");
                sheet.value(1, 0, name);
                if (name.equals("隐藏")) {
                    sheet.setVisibilityState(org.dhatim.fastexcel.VisibilityState.HIDDEN);
                }
            }
        }
        byte[] file = out.toByteArray();
        assertThat(Reading.of("{format: xlsx}", "a").values(file, "a")).containsExactly("说明");
        assertThat(Reading.of("{format: xlsx, sheet: 保单}", "a").values(file, "a"))
                .containsExactly("保单");
        assertThat(Reading.of("{format: xlsx, sheet: 3}", "a").values(file, "a"))
                .containsExactly("人员");
        assertThat(Reading.of("{format: xlsx, sheet: 隐藏}", "a").values(file, "@sheet"))
                .containsExactly("隐藏");
        assertThat(Reading.of("{format: xlsx, sheet: 4}", "a").refusal(file).code())
                .isEqualTo(SourceProblem.SHEET_MISSING.code());
        assertThat(Reading.of("{format: xlsx}", "a").survey(file).findings())
                .extracting(Finding::code)
                .containsExactly(SourceProblem.OTHER_SHEETS.code());
    }

    @Test
    void readsLegacyWorkbooksLikeNewOnes() throws IOException {
        byte[] file = xls(workbook -> {
            HSSFSheet other = workbook.createSheet("说明");
            write(other, 0, "nothing");
            HSSFSheet sheet = workbook.createSheet("保单");
            write(sheet, 0, "标题 䶮");
            write(sheet, 2, "a", "b", "c", "d");
            write(sheet, 3, 61115.83, 0.1 + 0.2, true, "文字 text");
            write(sheet, 4, 45322.0, 0.18, 45322.354166666664, "");
            write(sheet, 5, 12345.0, -7.0, 1e20, "x");
            CellStyle date = workbook.createCellStyle();
            date.setDataFormat((short) 14);
            CellStyle percent = workbook.createCellStyle();
            percent.setDataFormat(workbook.createDataFormat().getFormat("0.00%"));
            CellStyle moment = workbook.createCellStyle();
            moment.setDataFormat(workbook.createDataFormat().getFormat("yyyy\"年\"m\"月\"d\"日\" h:mm"));
            sheet.getRow(4).getCell(0).setCellStyle(date);
            sheet.getRow(4).getCell(1).setCellStyle(percent);
            sheet.getRow(4).getCell(2).setCellStyle(moment);
            sheet.getRow(4).createCell(9).setCellStyle(date);
        });
        List<RawRecord> records = Reading.of("{format: xls, sheet: 保单, headingLine: auto}", "a", "b")
                .records(file);
        assertThat(records.get(0).value("a")).isEqualTo("61115.83");
        assertThat(records.get(0).value("b")).isEqualTo("0.3");
        assertThat(records.get(0).value("c")).isEqualTo("TRUE");
        assertThat(records.get(0).value("d")).isEqualTo("文字 text");
        assertThat(records.get(1).value("a")).isEqualTo("2024-01-31");
        assertThat(records.get(1).value("b")).isEqualTo("18%");
        assertThat(records.get(1).value("c")).isEqualTo("2024-01-31 08:30:00");
        assertThat(records.get(2).value("b")).isEqualTo("-7");
        assertThat(records.get(2).locate("b")).isEqualTo(new Location(6, 2, "B b"));
        assertThat(Reading.damage(records.get(2))).isEmpty();
        assertThat(Reading.damage(Reading.of("{format: xls, sheet: 2, headingLine: 3}", "c")
                        .records(file)
                        .get(2)))
                .extracting(Finding::code)
                .containsExactly(SourceProblem.DIGITS_LOST.code());
    }

    @Test
    void refusesFormulasOfLegacyWorkbooks() throws IOException {
        byte[] file = xls(workbook -> {
            HSSFSheet sheet = workbook.createSheet("S");
            write(sheet, 0, "a", "b");
            write(sheet, 1, 1.0, "x");
            sheet.getRow(1).getCell(0).setCellFormula("1+1");
            write(sheet, 2, "", "x");
            sheet.getRow(2).createCell(0).setCellFormula("\"x\"&\"y\"");
            write(sheet, 3, "", "x");
            sheet.getRow(3).createCell(0).setCellErrorValue(FormulaError.NA);
            workbook.getCreationHelper().createFormulaEvaluator().evaluateAll();
        });
        assertThat(Reading.of("{format: xls}", "a").records(file))
                .extracting(record -> Reading.damage(record).get(0).code())
                .containsExactly(
                        SourceProblem.FORMULA_CELL.code(),
                        SourceProblem.FORMULA_CELL.code(),
                        SourceProblem.ERROR_CELL.code());
        List<RawRecord> cached =
                Reading.of("{format: xls, formulas: cached}", "a").records(file);
        assertThat(cached).extracting(record -> record.value("a")).containsExactly("2", "xy", "#ERR");
        assertThat(Reading.damage(cached.get(0))).isEmpty();
    }

    @Test
    void refusesFormulasThatLeadToOtherFilesEvenWhenFormulasWereAgreed() throws IOException {
        byte[] file = xls(workbook -> {
            HSSFSheet sheet = workbook.createSheet("S");
            HSSFWorkbook other = new HSSFWorkbook();
            other.createSheet("T");
            workbook.linkExternalWorkbook("other.xls", other);
            write(sheet, 0, "a");
            write(sheet, 1, 1.0);
            sheet.getRow(1).getCell(0).setCellFormula("[other.xls]T!A1");
            write(sheet, 2, 1.0);
            sheet.getRow(2).getCell(0).setCellFormula("S!A1");
        });
        List<RawRecord> records =
                Reading.of("{format: xls, formulas: cached}", "a").records(file);
        assertThat(Reading.damage(records.get(0)))
                .extracting(Finding::code)
                .containsExactly(SourceProblem.FORMULA_EXTERNAL.code());
        assertThat(Reading.damage(records.get(1))).isEmpty();
    }

    /** Texts longer than a record of the format, of both widths, break off anywhere and go on. */
    @Test
    void readsTextsOfLegacyWorkbooksThatGoOnInAnotherRecord() throws IOException {
        Random random = new Random(20261122);
        String[] texts = new String[400];
        for (int i = 0; i < texts.length; i++) {
            int length = random.nextInt(200) == 0 ? 20_000 : random.nextInt(300);
            boolean wide = random.nextBoolean();
            StringBuilder text = new StringBuilder("t" + i + (wide ? "字" : ""));
            for (int k = 0; k < length; k++) {
                text.append((char) (wide ? 0x4E00 + random.nextInt(20_000) : 'a' + random.nextInt(26)));
            }
            texts[i] = text.toString();
        }
        byte[] file = xls(workbook -> {
            HSSFSheet sheet = workbook.createSheet("S");
            write(sheet, 0, "a");
            for (int i = 0; i < texts.length; i++) {
                write(sheet, i + 1, texts[i]);
            }
        });
        assertThat(Reading.of("{format: xls}", "a").values(file, "a")).containsExactly(texts);
    }

    @Test
    void keepsMoreSharedTextsThanFitIntoMemory() {
        try (SharedStrings texts = new SharedStrings(40_000)) {
            Random random = new Random(5);
            int count = 12_000;
            for (int i = 0; i < count; i++) {
                texts.add(text(i));
            }
            assertThat(texts.count()).isEqualTo(count);
            for (int i = 0; i < count; i++) {
                assertThat(texts.get(i)).isEqualTo(text(i));
                int other = random.nextInt(count);
                assertThat(texts.get(other)).isEqualTo(text(other));
            }
            assertThat(texts.get(count)).isNull();
            assertThat(texts.get(-1)).isNull();
        }
    }

    private static String text(int number) {
        return number + "字" + "x".repeat(number % 7 == 0 ? 3000 : number % 300);
    }

    @Test
    void recognisesWorkbooksInTheWrongFormat() throws IOException {
        byte[] legacy = xls(workbook -> write(workbook.createSheet("S"), 0, "a"));
        byte[] modern = XlsxFile.of(XlsxFile.row(1, "a")).bytes();
        String other = SourceProblem.OTHER_KIND.code();
        assertThat(Reading.of("{format: xlsx}", "a").refusal(legacy).code()).isEqualTo(other);
        assertThat(Reading.of("{format: xls}", "a").refusal(modern).code()).isEqualTo(other);
        assertThat(Reading.of("{format: csv}", "a").refusal(modern).code()).isEqualTo(other);
        assertThat(Reading.of("{format: csv}", "a").refusal(legacy).code()).isEqualTo(other);
        assertThat(Reading.of("{format: xls}", "a").refusal("<html><table>").zh())
                .contains("HTML");
        assertThat(Reading.of("{format: xlsx}", "a").refusal("a,b\n").zh()).contains("text");
        assertThat(Reading.of("{format: xlsx}", "a")
                        .refusal(XlsxFile.zip(Map.of("a.csv", new byte[] {'a'})))
                        .code())
                .isEqualTo(other);
    }
}
