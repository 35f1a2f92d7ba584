package org.anze.gateway.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.codes.CodeTables;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** V-T01 is held while a file is read: what its last line says must be what stands above it. */
class ControlTotalsTest {

    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final String HEADINGS =
            "\"序号\",\"保单号\",\"投保人\",\"统一社会信用代码\",\"行业类别\",\"区划\",\"起保日期\",\"终保日期\",\"保费(元)\",\"预防费比例\",\"承保人数\",\"每人限额(万元)\"\r\n";
    private static final String ROW =
            "\"1\",\"AJIA202414021200001\",\"山西虚拟煤业一号有限公司\",\"91140212MAXX00015K\",\"煤矿\",\"140212\",\"20240131\",\"20250130\",\"61,115.83\",\"18%\",\"420\",\"40\"\r\n";

    private final Mapping mapping = mapping();

    @Test
    void takesAFileWhoseTotalsAreRight() throws IOException {
        assertThat(read("1单", "61,115.83", "420")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"2单 | 61,115.83 | 420", "1单 | 61,115.84 | 420", "1单 | 61,115.82 | 420", "1单 | 61,115.83 | 421"})
    void refusesAFileWhoseTotalsAreWrong(String count, String premium, String persons) {
        assertRefused(() -> read(count, premium, persons));
    }

    @Test
    void refusesAFileThatWasCutOffBeforeItsTotals() {
        assertRefused(() -> read(HEADINGS + ROW));
    }

    private static void assertRefused(ThrowingCallable reading) {
        assertThatThrownBy(reading).isInstanceOfSatisfying(SenderMustCorrect.class, refusal -> assertThat(
                        refusal.finding().rule())
                .isEqualTo("V-T01"));
    }

    private int read(String count, String premium, String persons) throws IOException {
        return read(HEADINGS + ROW + "\"合计\",\"" + count + "\",\"\",\"\",\"\",\"\",\"\",\"\",\"" + premium
                + "\",\"\",\"" + persons + "\",\"\"\r\n");
    }

    private int read(String text) throws IOException {
        int records = 0;
        try (RawReader reader = mapping.open(new ByteArrayInputStream(text.getBytes(GB18030)))) {
            while (reader.next() != null) {
                records++;
            }
        }
        return records;
    }

    private static Mapping mapping() {
        try {
            return Mappings.load(Path.of("mappings"), RecordDefinitions.load(), CodeTables.load(Path.of("codes")))
                    .find("insurer-jia", "policies")
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
