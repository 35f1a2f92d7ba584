package org.anze.gateway.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.text.CanonicalText;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Says what came of trying a mapping, for people or as JSON. Values about people are hidden: screens are shared. */
final class TrialReport {

    private static final int PERSONAL = 4;
    private static final int LONGEST = 120;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final PrintWriter out;

    TrialReport(PrintWriter out) {
        this.out = out;
    }

    void print(String party, String file, MappingTrial trial) {
        out.println("文件 / file: " + Plain.text(file) + "    参与方 / party: " + party + "    映射 / mapping: "
                + trial.mapping());
        Finding refusal = trial.refusal();
        if (refusal != null) {
            out.println("✘ 整份拒收 / refused as a whole");
            finding(refusal, 1, List.of(refusal));
            out.println();
        }
        out.println("原始记录 / raw records: " + trial.raw());
        out.println("可接受 / acceptable: " + trial.accepted() + "（其中有警告 / with warnings: " + trial.warned()
                + "）    拒收 / rejected: " + trial.rejected() + "    待引用 / waiting: " + trial.waiting()
                + "    按映射略过 / skipped: " + trial.skipped());
        int number = 1;
        for (CanonicalRecord record : trial.samples()) {
            out.println();
            sample(number++, record);
        }
        if (!trial.groups().isEmpty()) {
            out.println();
            out.println("问题（按规则）/ findings by rule");
            trial.groups().forEach(group -> finding(group.first(), group.count(), group.places()));
        }
        out.println();
        out.println("未与台账比对：重复、版本冲突、对其他记录的引用（计为“待引用”），正式报送时核对。");
        out.println("Not compared with the ledger: duplicates, version conflicts, references (counted as waiting).");
        out.flush();
    }

    private void sample(int number, CanonicalRecord record) {
        Location place = record.raw().location();
        out.println("样本 / sample " + number + ": " + record.type().code() + "  第 " + record.version() + " 版 / version  "
                + record.operation().name() + (place.line() > 0 ? "  第 " + place.line() + " 行 / line" : ""));
        row("riskRegion", "风险所在地", record.scope().riskRegion(), null);
        row("sector", "行业领域", record.scope().sector(), null);
        for (FieldDefinition field : record.definition().fields()) {
            Object value = record.value(field.name());
            if (value != null) {
                row(
                        field.name(),
                        field.zh(),
                        shown(field, value),
                        record.locate(field.name()).name());
            }
        }
    }

    private void row(String field, String zh, @Nullable String text, @Nullable String from) {
        if (text != null) {
            out.println("  " + field + " " + zh + " = " + Plain.text(text)
                    + (from == null ? "" : "  ← " + Plain.text(from)));
        }
    }

    private static String shown(FieldDefinition field, Object value) {
        boolean personal = field.sensitivity() >= PERSONAL
                || field.entries().stream().anyMatch(entry -> entry.sensitivity() >= PERSONAL);
        String text = CanonicalText.write(field.type(), value);
        if (personal) {
            return "***";
        }
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }

    private void finding(Finding finding, long count, List<Finding> places) {
        String rule = finding.rule() == null ? "" : finding.rule() + " ";
        out.println("  " + rule + finding.code() + " " + finding.severity().zh() + " / "
                + finding.severity().en() + " × " + count);
        out.println("    " + Plain.text(finding.zh()) + "。" + Plain.text(finding.remedyZh()));
        out.println("    " + Plain.text(finding.en()) + ". " + Plain.text(finding.remedyEn()));
        String where = places.stream()
                .map(place -> place(place.location()))
                .filter(text -> !text.isEmpty())
                .distinct()
                .collect(Collectors.joining("；"));
        if (!where.isEmpty()) {
            out.println("    位置 / where: " + where + (count > places.size() ? " …" : ""));
        }
    }

    private static String place(Location location) {
        String line = location.line() > 0 ? "第 " + location.line() + " 行" : "";
        String column = location.column() > 0 ? "第 " + location.column() + " 列" : "";
        String name = location.name() == null ? "" : Plain.text(location.name());
        return List.of(line, column, name).stream()
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }

    void printJson(String party, String file, MappingTrial trial) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("file", file);
        body.put("party", party);
        body.put("mapping", trial.mapping());
        body.put("rawRecords", trial.raw());
        body.put("accepted", trial.accepted());
        body.put("warned", trial.warned());
        body.put("rejected", trial.rejected());
        body.put("waiting", trial.waiting());
        body.put("skipped", trial.skipped());
        body.put("ledgerCompared", false);
        if (trial.refusal() != null) {
            body.put("refusal", trial.refusal());
        }
        List<Object> groups = new ArrayList<>();
        trial.groups().forEach(group -> {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("rule", group.first().rule());
            map.put("code", group.first().code());
            map.put("severity", group.first().severity().name());
            map.put("count", group.count());
            map.put("first", group.places());
            groups.add(map);
        });
        body.put("byRule", groups);
        List<Object> samples = new ArrayList<>();
        for (CanonicalRecord record : trial.samples()) {
            Map<String, Object> values = new LinkedHashMap<>();
            for (FieldDefinition field : record.definition().fields()) {
                Object value = record.value(field.name());
                if (value != null) {
                    Map<String, Object> cell = new LinkedHashMap<>();
                    cell.put("value", shown(field, value));
                    cell.put("from", record.locate(field.name()).name());
                    values.put(field.name(), cell);
                }
            }
            Map<String, Object> sample = new LinkedHashMap<>();
            sample.put("recordType", record.type().code());
            sample.put("version", record.version());
            sample.put("operation", record.operation().name());
            sample.put("riskRegion", record.scope().riskRegion());
            sample.put("sector", record.scope().sector());
            sample.put("line", record.raw().location().line());
            sample.put("values", values);
            samples.add(sample);
        }
        body.put("samples", samples);
        out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(body));
        out.flush();
    }
}
