package org.anze.gateway.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.demo.DemoSamples;
import org.apache.poi.hssf.usermodel.HSSFRow;
import org.apache.poi.hssf.usermodel.HSSFSheet;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/**
 * The same ten thousand policies of insurer 甲 (DOMAIN.md H1) in every source kind, repeated to any number of rows where the
 * kind can be written as a stream.
 */
final class BenchPolicies {

    static final int BLOCK = 10_000;
    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final String[] NAMES = {
        "序号", "保单号", "投保人", "信用代码", "行业类别", "区划", "起保日期", "终保日期", "保费", "预防费比例", "承保人数", "每人限额"
    };
    private static final int[] WIDTHS = {8, 24, 60, 18, 20, 6, 8, 8, 16, 6, 8, 8};

    private final List<String[]> rows = new ArrayList<>();

    BenchPolicies() throws IOException {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        new DemoSamples(7, 0).policies(bytes, BLOCK);
        String[] lines = bytes.toString(GB18030).split("\r\n");
        for (int i = 1; i <= BLOCK; i++) {
            String line = lines[i];
            rows.add(line.substring(1, line.length() - 1).split("\",\""));
        }
    }

    /** A source kind with the settings that read it, ready for {@code source:} of a mapping file. */
    enum Kind {
        CSV("{format: csv, encoding: GBK}", Long.MAX_VALUE),
        FIXED(fixedSettings(), Long.MAX_VALUE),
        XML("{format: xml, records: /list/policy}", Long.MAX_VALUE),
        JSON("{format: json}", Long.MAX_VALUE),
        NDJSON("{format: ndjson}", Long.MAX_VALUE),
        XLSX("{format: xlsx}", 1_000_000),
        XLS("{format: xls}", 60_000);

        private final String settings;
        private final long most;

        Kind(String settings, long most) {
            this.settings = settings;
            this.most = most;
        }

        String settings() {
            return settings;
        }

        long most() {
            return most;
        }
    }

    private static String fixedSettings() {
        StringBuilder settings = new StringBuilder("{format: fixed, encoding: GBK, fixed: {measure: bytes, columns: [");
        for (int i = 0; i < NAMES.length; i++) {
            settings.append(i == 0 ? "" : ", ").append("{name: ").append(NAMES[i]);
            settings.append(", width: ").append(WIDTHS[i]).append('}');
        }
        return settings.append("]}}").toString();
    }

    /** The rows of the field table, for all kinds. */
    static String fieldTable() {
        return """
                field,source,convert,unit,codes
                policyNo,保单号,identifier,,
                applicantName,投保人,name,,
                applicant,信用代码,credit-code,,
                insured,信用代码,credit-code,,
                insuredName,投保人,name,,
                startAt,起保日期,instant,,
                endAt,终保日期,last-day,,
                premium,保费,money,yuan,
                feeRateAgreed,预防费比例,percent,percent,
                insuredCount,承保人数,integer,人,
                perPersonDeath,每人限额,money,wan-yuan,
                @riskRegion,区划,region,,
                @sector,行业类别,code,,SEC
                """;
    }

    /** Opens so many rows; a workbook is written to {@code folder} first. */
    InputStream open(Kind kind, long count, Path folder) throws IOException {
        return switch (kind) {
            case CSV ->
                repeated(
                        "\"" + String.join("\",\"", NAMES) + "\"\r\n",
                        block(row -> "\"" + String.join("\",\"", row) + "\"\r\n"),
                        "",
                        count,
                        GB18030);
            case FIXED -> repeated("", block(BenchPolicies::fixedLine), "", count, GB18030);
            case XML ->
                repeated(
                        "<list>\n",
                        block(row -> {
                            StringBuilder xml = new StringBuilder("<policy>");
                            for (int i = 0; i < row.length; i++) {
                                xml.append('<').append(NAMES[i]).append('>').append(row[i]);
                                xml.append("</").append(NAMES[i]).append('>');
                            }
                            return xml.append("</policy>\n").toString();
                        }),
                        "</list>\n",
                        count,
                        StandardCharsets.UTF_8);
            case JSON -> repeated("[{}", block(row -> ",\n" + json(row)), "]\n", count, StandardCharsets.UTF_8);
            case NDJSON -> repeated("", block(row -> json(row) + "\n"), "", count, StandardCharsets.UTF_8);
            case XLSX -> Files.newInputStream(xlsx(folder.resolve(count + ".xlsx"), count));
            case XLS -> Files.newInputStream(xls(folder.resolve(count + ".xls"), (int) count));
        };
    }

    private interface Line {
        String of(String[] row);
    }

    private String block(Line line) {
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> text.append(line.of(row)));
        return text.toString();
    }

    private static InputStream repeated(String head, String block, String tail, long count, Charset charset) {
        return new RepeatedStream(
                head.getBytes(charset), block.getBytes(charset), count / BLOCK, tail.getBytes(charset));
    }

    private static String fixedLine(String[] row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            line.append(row[i]);
            line.append(" ".repeat(Math.max(0, WIDTHS[i] - row[i].getBytes(GB18030).length)));
        }
        return line.append("\r\n").toString();
    }

    private static String json(String[] row) {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < row.length; i++) {
            json.append(i == 0 ? "" : ",").append('"').append(NAMES[i]).append("\":\"");
            json.append(row[i]).append('"');
        }
        return json.append('}').toString();
    }

    private Path xlsx(Path file, long count) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                Workbook workbook = new Workbook(out, "bench", "1.0")) {
            Worksheet sheet = workbook.newWorksheet("保单");
            for (int column = 0; column < NAMES.length; column++) {
                sheet.value(0, column, NAMES[column]);
            }
            for (int row = 0; row < count; row++) {
                String[] cells = rows.get(row % BLOCK);
                for (int column = 0; column < cells.length; column++) {
                    // As Excel keeps them: names inline, counts and limits as numbers.
                    if (column == 10 || column == 11) {
                        sheet.value(row + 1, column, Integer.parseInt(cells[column]));
                    } else {
                        sheet.inlineString(row + 1, column, cells[column]);
                    }
                }
                if (row % 1000 == 999) {
                    sheet.flush();
                }
            }
        }
        return file;
    }

    private Path xls(Path file, int count) throws IOException {
        try (HSSFWorkbook workbook = new HSSFWorkbook();
                OutputStream out = Files.newOutputStream(file)) {
            HSSFSheet sheet = workbook.createSheet("保单");
            HSSFRow heading = sheet.createRow(0);
            for (int column = 0; column < NAMES.length; column++) {
                heading.createCell(column).setCellValue(NAMES[column]);
            }
            for (int row = 0; row < count; row++) {
                HSSFRow next = sheet.createRow(row + 1);
                String[] cells = rows.get(row % BLOCK);
                for (int column = 0; column < cells.length; column++) {
                    next.createCell(column).setCellValue(cells[column]);
                }
            }
            workbook.write(out);
        }
        return file;
    }
}
