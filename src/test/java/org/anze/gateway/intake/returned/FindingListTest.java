package org.anze.gateway.intake.returned;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.intake.IntakeProblem;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FindingListTest {

    private final RuleTally tally = new RuleTally();
    private final List<Finding> findings = new ArrayList<>();

    private void add(int count, String rule, String heading) {
        for (int i = 0; i < count; i++) {
            Finding finding =
                    Finding.of(IntakeProblem.EMPTY, rule, "premium", new Location(findings.size() + 2, 3, heading));
            findings.add(finding);
            tally.add(finding);
        }
    }

    private FindingList list() {
        return new FindingList(tally, reader -> {
            for (Finding finding : findings) {
                reader.read("P-1", finding);
            }
        });
    }

    @Test
    void putsTheMostFrequentRuleFirst() throws IOException {
        add(2, "V-P01", "保费");
        add(7, "V-P02", "=限额");
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        list().writeCsv(out);

        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines.get(0)).startsWith("\uFEFF规则 rule,");
        assertThat(lines.get(1)).startsWith("V-P02,INT-0103,拒收,7,'=限额,4、5、6、7、8,");
        assertThat(lines.get(2)).startsWith("V-P01,INT-0103,拒收,2,保费,2、3,");
        assertThat(lines).contains("合计 total,,,9", "是否完整 complete,,,是 true");
        assertThat(lines.get(6)).startsWith("行号 line,");
        assertThat(lines).hasSize(7 + 9);
    }

    @Test
    void saysInJsonThatItIsComplete() throws IOException {
        add(3, "V-P01", "保费");
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        list().writeJson(out);

        JsonNode json = JsonMapper.shared().readTree(out.toByteArray());
        assertThat(json.get("complete").asBoolean()).isTrue();
        assertThat(json.get("leftOut").asLong()).isZero();
        assertThat(json.get("total").asLong()).isEqualTo(3);
        assertThat(json.get("byRule").get(0).get("count").asLong()).isEqualTo(3);
        assertThat(json.get("findings")).hasSize(3);
    }

    @Test
    void hasASheetForTheSummaryAndOneForTheDetails() throws IOException {
        add(3, "V-P01", "保费");
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        list().writeWorkbook(out);

        assertThat(Workbooks.sheet(out.toByteArray(), "按规则汇总").get(1)).contains("V-P01", "3");
        assertThat(Workbooks.sheet(out.toByteArray(), "退回明细")).hasSize(4);
    }
}
