package org.anze.gateway.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.anze.gateway.problem.Severity;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.validation.deadline.DeadlineRule;
import org.anze.gateway.validation.deadline.Deadlines;
import org.junit.jupiter.api.Test;

/** The page of all rules says what the code does. */
class RulesPageTest {

    private static final Path PAGE = Path.of("docs", "spec", "rules.md");
    private static final Map<String, String> ELSEWHERE = Map.of(
            "V-S08", "读取和字段检查 / reading and the check of every field",
            "V-S09", "入账 / the ledger (LED-0101)",
            "V-S10",
                    "来源签名（ORG），docs/spec/origin.md；通道认证：证书链和统一社会信用代码，或口令、公钥 / origin signatures (ORG); the channel: certificate chain and credit code, or password or key",
            "V-S11", "接收 / intake (INT-0112)",
            "V-T01", "读取文件 / reading a file (MAP)");

    /** To write the page anew: {@code mvn test -Dtest=RulesPageTest -Danze.write=true}. */
    @Test
    void thePageSaysWhatTheCodeSays() throws IOException {
        String page = page();
        if (Boolean.getBoolean("anze.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # 校验规则 / Rules of validation

                由代码核对生成。编号见领域说明 D；来源中 ★ 为网关建议，其余为文件依据。级别：退回＝记录不入账，提示＝入账并提示，信息＝仅告知。参数（限额、期限、比例）在 `jurisdictions/`，按风险所在地和事件日期取值；`severity` 参数可按错误码改变级别，但每人限额、同一标准、佣金、个人承担保费和费用上限不得放宽。

                Checked against the code. ★ marks our own proposals. 退回 rejects the record, 提示 accepts it with a warning, 信息 only
                informs. Limits, terms and shares are parameters in `jurisdictions/`, those of the place of risk on the day of the event;
                the parameter `severity` changes a severity by code, but not where it would let pass what protects people and premiums.

                ## 到达时校验 / On arrival

                | 规则 Rule | 适用 Types | 来源 Source | 级别 | 错误码 Code | 内容 Meaning | 处理 Hint |
                |---|---|---|---|---|---|---|
                """);
        Map<String, Set<String>> types = new TreeMap<>();
        Map<String, Set<String>> sources = new TreeMap<>();
        for (RecordType type : RecordType.values()) {
            for (Rule rule : Validator.RULES.get(type)) {
                types.computeIfAbsent(rule.id(), key -> new LinkedHashSet<>()).add(type.number());
                sources.computeIfAbsent(rule.id(), key -> new LinkedHashSet<>()).add(rule.source());
            }
        }
        Problems.ALL.stream()
                .filter(problem -> problem.rule() != null && !(problem instanceof DeadlineProblem))
                .sorted(Comparator.comparing(RuleProblem::rule).thenComparing(RuleProblem::code))
                .forEach(problem -> row(
                        page,
                        problem,
                        String.join(" ", types.getOrDefault(problem.rule(), Set.of("全部 all"))),
                        String.join("; ", sources.getOrDefault(problem.rule(), Set.of("C")))));
        ELSEWHERE.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(rule -> page.append("| ")
                .append(rule.getKey())
                .append(" | 全部 all | | | | ")
                .append(rule.getValue())
                .append(" | |\n"));
        page.append("""

                ## 结构和条件必填 / Structure and conditional fields

                | 错误码 Code | 级别 | 内容 Meaning | 处理 Hint |
                |---|---|---|---|
                """);
        Problems.ALL.stream().filter(problem -> problem.rule() == null).forEach(problem -> page.append("| ")
                .append(problem.code())
                .append(" | ")
                .append(severity(problem))
                .append(" | ")
                .append(both(problem.text().zh(), problem.text().en()))
                .append(" | ")
                .append(both(problem.text().remedyZh(), problem.text().remedyEn()))
                .append(" |\n"));
        page.append("""

                ## 到期触发 / By the passing of time

                按 `jurisdictions/` 的 `escalation` 阶梯逐级告知，由人决定是否处置 / told step by step by the ladder `escalation`; people
                decide what is done.

                | 规则 Rule | 对象 Subject | 内容 Meaning | 处理 Hint |
                |---|---|---|---|
                """);
        Map<String, String> subjects = Deadlines.rules().stream()
                .collect(Collectors.toMap(
                        DeadlineRule::id,
                        rule -> rule.subject().number() + " " + rule.subject().zh(),
                        (a, b) -> a));
        for (DeadlineProblem problem : DeadlineProblem.values()) {
            page.append("| ")
                    .append(problem.rule())
                    .append(" | ")
                    .append(subjects.get(problem.rule()))
                    .append(" | ")
                    .append(both(problem.text().zh(), problem.text().en()))
                    .append(" | ")
                    .append(both(problem.text().remedyZh(), problem.text().remedyEn()))
                    .append(" |\n");
        }
        return page.toString();
    }

    private static void row(StringBuilder page, RuleProblem problem, String types, String sources) {
        page.append("| ")
                .append(problem.rule())
                .append(" | ")
                .append(types)
                .append(" | ")
                .append(sources)
                .append(" | ")
                .append(severity(problem))
                .append(" | ")
                .append(problem.code())
                .append(" | ")
                .append(both(problem.text().zh(), problem.text().en()))
                .append(" | ")
                .append(both(problem.text().remedyZh(), problem.text().remedyEn()))
                .append(" |\n");
    }

    private static String severity(RuleProblem problem) {
        Severity severity = problem.text().severity();
        return severity == Severity.REJECT ? "退回" : severity == Severity.WARNING ? "提示" : "信息";
    }

    private static String both(String zh, String en) {
        return zh + "<br>" + en;
    }

    @Test
    void coversEveryRule() {
        List<String> ids = Problems.ALL.stream().map(RuleProblem::rule).toList();
        assertThat(ELSEWHERE.keySet()).noneMatch(id -> ids.contains(id) && !id.equals("V-S08"));
        String page = page();
        assertThat(RuleCoverageTest.ids()).allMatch(page::contains);
    }
}
