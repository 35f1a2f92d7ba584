package org.anze.gateway.intake.returned;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.anze.gateway.intake.returned.ReturnedSamples.Read;
import org.junit.jupiter.api.Test;

class FixTableTest {

    private static final String VISITS = "标题\n单位\n服务单号,保单编号,单位名称（全称）,统一社会信用代码,所在区县,服务项目,服务日期,是否现场,"
            + "服务内容,主要风险隐患,服务人员,费用投入,备注\n" + "FW-1,A,甲,,,,,,,,张三,,\n".repeat(5);

    /** A sheet with few rows. */
    private static final class SmallSheet implements Sheet {
        private final List<List<String>> rows = new ArrayList<>();

        @Override
        public void write(List<String> cells) {
            rows.add(List.copyOf(cells));
        }

        @Override
        public long room() {
            return 4 - rows.size();
        }

        @Override
        public int longestCell() {
            return Integer.MAX_VALUE;
        }

        @Override
        public void close() {}
    }

    @Test
    void saysHowManyRecordsASheetCouldNotHold() throws IOException {
        List<Read> read = ReturnedSamples.read("agency-taiyuan", "visits", VISITS.getBytes(StandardCharsets.UTF_8));
        SmallSheet sheet = new SmallSheet();
        OwnLayout layout = ReturnedSamples.LAYOUTS.of(ReturnedSamples.mapping("agency-taiyuan", "visits"));
        FixTable table = new FixTable(layout, Set.of("服务日期"), sheet);
        try (FixFile file =
                new FixFile(new FixFile.Source("agency-taiyuan", "S1", layout), ReturnedSamples.TOKENS, table)) {
            for (Read record : read) {
                file.add(record.raw(), record.findings());
            }
        }

        assertThat(sheet.rows).hasSize(4);
        assertThat(sheet.rows.get(3)).hasSameSizeAs(sheet.rows.get(0));
        assertThat(sheet.rows.get(3).get(sheet.rows.get(0).indexOf(Marks.REASON)))
                .contains("另有 3 条未列出");
        StringBuilder csv = new StringBuilder();
        sheet.rows.forEach(row -> csv.append("\"")
                .append(String.join("\u0000", row)
                        .replace("\n", " ")
                        .replace("\"", "\"\"")
                        .replace("\u0000", "\",\""))
                .append("\"\n"));
        byte[] back = csv.toString().getBytes(StandardCharsets.UTF_8);
        assertThat(ReturnedSamples.READING
                        .inspect(
                                "agency-taiyuan",
                                ReturnedSamples.mapping("agency-taiyuan", "visits"),
                                () -> new ByteArrayInputStream(back))
                        .records())
                .isEqualTo(2);
    }
}
