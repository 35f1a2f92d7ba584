package org.anze.gateway.mapping.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.anze.gateway.record.RawRecord;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** What is written in any permitted way is read as it was, with its place; random tables from fixed seeds. */
class SourcePropertiesTest {

    private static final String[] ALPHABET = {
        "a", "B", "7", "甲", "䶮", "𠮷", " ", "　", ",", ";", "\t", "|", "\"", "'", "\n", "\r\n", "\r", ".", "（", "-", "无",
        "'", "=1+1"
    };

    private static String text(Random random, int longest) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(longest + 1); i > 0; i--) {
            text.append(ALPHABET[random.nextInt(ALPHABET.length)]);
        }
        return text.toString();
    }

    @RepeatedTest(60)
    void readsEveryCellOfATextTable(RepetitionInfo round) {
        Random random = new Random(round.getCurrentRepetition());
        String encoding = List.of("UTF-8", "GB18030", "UTF-16LE", "UTF-16BE").get(random.nextInt(4));
        char delimiter = ",;\t|^".charAt(random.nextInt(5));
        char quote = "\"'".charAt(random.nextInt(2));
        int columns = 1 + random.nextInt(8);
        StringBuilder file = new StringBuilder(random.nextBoolean() ? "\uFEFF" : "");
        file.append(String.join(
                Character.toString(delimiter),
                IntStream.range(0, columns).mapToObj(i -> "c" + i).toList()));
        List<String[]> rows = new ArrayList<>();
        List<int[]> lines = new ArrayList<>();
        int line = 1;
        for (int i = random.nextInt(40); i > 0; i--) {
            String lineEnd = List.of("\n", "\r\n", "\r").get(random.nextInt(3));
            file.append(lineEnd);
            line++;
            String[] cells = new String[columns];
            int[] starts = new int[columns];
            for (int c = 0; c < columns; c++) {
                cells[c] = c == 0 ? "x" + text(random, 5) : text(random, 12);
                starts[c] = line;
                line += lineEnds(cells[c]);
                file.append(c == 0 ? "" : delimiter).append(quoted(cells[c], delimiter, quote, random));
            }
            rows.add(cells);
            lines.add(starts);
        }
        file.append(random.nextBoolean() ? "\n" : "");
        String yaml = "{format: csv, encoding: " + encoding + ", delimiter: \""
                + (delimiter == '\t' ? "\\t" : delimiter) + "\", quote: \"" + (quote == '"' ? "\\\"" : quote) + "\"}";
        List<RawRecord> records = Reading.of(yaml, "c0").records(file.toString().getBytes(Charset.forName(encoding)));
        assertThat(records).hasSize(rows.size());
        for (int i = 0; i < records.size(); i++) {
            for (int c = 0; c < columns; c++) {
                assertThat(records.get(i).value("c" + c)).isEqualTo(rows.get(i)[c]);
                assertThat(records.get(i).locate("c" + c).line()).isEqualTo(lines.get(i)[c]);
                assertThat(records.get(i).locate("c" + c).column()).isEqualTo(c + 1);
            }
        }
    }

    private static int lineEnds(String text) {
        return (int) text.replace("\r\n", "\n")
                .replace('\r', '\n')
                .chars()
                .filter(c -> c == '\n')
                .count();
    }

    private static String quoted(String text, char delimiter, char quote, Random random) {
        String sign = Character.toString(quote);
        boolean needed = text.indexOf(delimiter) >= 0
                || text.indexOf('\n') >= 0
                || text.indexOf('\r') >= 0
                || text.startsWith(sign);
        return needed || random.nextBoolean() ? sign + text.replace(sign, sign + sign) + sign : text;
    }

    @RepeatedTest(20)
    void readsEveryCellOfASpreadsheet(RepetitionInfo round) throws IOException {
        Random random = new Random(round.getCurrentRepetition());
        int columns = 1 + random.nextInt(40);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<String[]> rows = new ArrayList<>();
        try (Workbook workbook = new Workbook(out, "test", "1.0")) {
            Worksheet sheet = workbook.newWorksheet("S");
            for (int c = 0; c < columns; c++) {
                sheet.value(0, c, "c" + c);
            }
            for (int row = 1 + random.nextInt(3); row < 60; row += 1 + random.nextInt(3)) {
                String[] cells = new String[columns];
                Arrays.fill(cells, "");
                for (int c = 0; c < columns; c++) {
                    String text = c == 0 ? "x" : text(random, 9).replace("\r", "");
                    if (!text.isBlank() && (c == 0 || random.nextBoolean())) {
                        cells[c] = text;
                        if (random.nextBoolean()) {
                            sheet.value(row, c, text);
                        } else {
                            sheet.inlineString(row, c, text);
                        }
                    }
                }
                rows.add(cells);
            }
        }
        List<RawRecord> records = Reading.of("{format: xlsx}", "c0").records(out.toByteArray());
        assertThat(records).hasSize(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            for (int c = 0; c < columns; c++) {
                String expected = rows.get(i)[c].replace("　", "").isBlank() ? "" : rows.get(i)[c];
                assertThat(records.get(i).value("c" + c)).isEqualTo(expected);
            }
        }
    }

    @RepeatedTest(20)
    void readsNumbersWithTheFifteenDigitsThatAreMeant(RepetitionInfo round) {
        Random random = new Random(round.getCurrentRepetition());
        CellText text = new CellText(false);
        for (int i = 0; i < 2000; i++) {
            int digits = 1 + random.nextInt(15);
            BigDecimal typed = new BigDecimal(
                            java.math.BigInteger.valueOf((long) (random.nextDouble() * Math.pow(10, digits))))
                    .movePointLeft(random.nextInt(digits + 3));
            String plain =
                    typed.signum() == 0 ? "0" : typed.stripTrailingZeros().toPlainString();
            double kept = typed.doubleValue();
            assertThat(text.of(kept, CellFormat.NUMBER)).isEqualTo(plain);
            assertThat(text.of(Double.toString(kept), CellFormat.NUMBER)).isEqualTo(plain);
            // As other programs write the same double, with all 17 digits.
            String long17 = new BigDecimal(kept)
                    .round(new MathContext(17, RoundingMode.HALF_EVEN))
                    .toPlainString();
            assertThat(text.of(long17, CellFormat.NUMBER)).isEqualTo(plain);
            String percent = text.of(kept, CellFormat.PERCENT);
            assertThat(new BigDecimal(percent.substring(0, percent.length() - 1)).movePointLeft(2))
                    .isEqualByComparingTo(typed);
        }
    }
}
