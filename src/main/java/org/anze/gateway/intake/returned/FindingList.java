package org.anze.gateway.intake.returned;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.anze.gateway.problem.Finding;
import org.dhatim.fastexcel.Workbook;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * The findings of a submission as a list, the summary by rule first. It says whether it holds all of them. Memory does not
 * grow with its length. For one thread.
 */
public final class FindingList {

    private static final List<String> SUMMARY = List.of(
            "规则 rule",
            "代码 code",
            "级别 severity",
            "条数 count",
            "栏目 heading",
            "前几处行号 first lines",
            "原因",
            "处理建议",
            "reason",
            "what to do");
    private static final List<String> DETAILS = List.of(
            "行号 line",
            "列号 column",
            "栏目 heading",
            "字段 field",
            "业务主键 key",
            "规则 rule",
            "代码 code",
            "级别 severity",
            "原因",
            "处理建议",
            "reason",
            "what to do");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final RuleTally tally;
    private final Findings findings;

    /** Brings all findings in the order of the source. */
    @FunctionalInterface
    public interface Findings {

        /** Calls the reader for each. */
        void each(Reader reader) throws IOException;

        /** Takes one finding. */
        @FunctionalInterface
        interface Reader {
            /** @param key business key of its record; empty when it is unknown */
            void read(String key, Finding finding) throws IOException;
        }
    }

    /** @param tally of the same findings */
    public FindingList(RuleTally tally, Findings findings) {
        this.tally = tally;
        this.findings = findings;
    }

    /** UTF-8 with a byte order mark: the summary, a blank line, then the findings. */
    public void writeCsv(OutputStream out) throws IOException {
        Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        text.write('\ufeff');
        CsvWriter csv = CsvWriter.builder().build(text);
        summary(0).forEach(csv::writeRecord);
        csv.writeRecord("");
        csv.writeRecord(DETAILS);
        findings.each((key, finding) -> csv.writeRecord(details(key, finding)));
        csv.flush();
        text.flush();
    }

    /** A sheet with the summary and one with as many findings as a sheet holds. */
    public void writeWorkbook(OutputStream out) throws IOException {
        long leftOut = Math.max(0, tally.total() - (WorkbookSheet.MOST_ROWS - 1));
        Workbook workbook = new Workbook(out, "Anze gateway", "1.0");
        WorkbookSheet summary = new WorkbookSheet(workbook, "按规则汇总");
        for (List<String> row : summary(leftOut)) {
            summary.write(row);
        }
        summary.end();
        WorkbookSheet details = new WorkbookSheet(workbook, "退回明细");
        details.write(DETAILS);
        findings.each((key, finding) -> {
            if (details.room() > 0) {
                details.write(details(key, finding));
            }
        });
        details.close();
    }

    /** One object: {@code complete}, {@code leftOut}, {@code total}, {@code byRule}, {@code findings}. */
    public void writeJson(OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeBooleanProperty("complete", true);
            json.writeNumberProperty("leftOut", 0);
            json.writeNumberProperty("total", tally.total());
            json.writeName("byRule");
            json.writePOJO(tally.counts());
            json.writeArrayPropertyStart("findings");
            findings.each((key, finding) -> json.writePOJO(finding));
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private List<List<String>> summary(long leftOut) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(SUMMARY);
        for (RuleTally.Count count : tally.counts()) {
            Finding first = count.example();
            rows.add(harmless(List.of(
                    count.rule() == null ? "" : count.rule(),
                    count.code(),
                    first.severity().zh(),
                    Long.toString(count.count()),
                    count.column() == null ? "" : count.column(),
                    count.firstLines().stream().map(String::valueOf).collect(Collectors.joining("、")),
                    first.zh(),
                    first.remedyZh(),
                    first.en(),
                    first.remedyEn())));
        }
        rows.add(List.of("合计 total", "", "", Long.toString(tally.total())));
        rows.add(List.of("是否完整 complete", "", "", leftOut == 0 ? "是 true" : "否 false"));
        if (leftOut > 0) {
            rows.add(List.of(
                    "未列出 left out", "", "", Long.toString(leftOut), "请取 CSV 或 JSON，那里是全部 / CSV and JSON hold all"));
        }
        return rows;
    }

    private static List<String> details(String key, Finding finding) {
        return harmless(List.of(
                number(finding.location().line()),
                number(finding.location().column()),
                finding.location().name() == null ? "" : finding.location().name(),
                finding.field() == null ? "" : finding.field(),
                key,
                finding.rule() == null ? "" : finding.rule(),
                finding.code(),
                finding.severity().zh(),
                finding.zh(),
                finding.remedyZh(),
                finding.en(),
                finding.remedyEn()));
    }

    private static String number(long value) {
        return value == 0 ? "" : Long.toString(value);
    }

    private static List<String> harmless(List<String> cells) {
        return cells.stream().map(Formulas::neutralise).toList();
    }
}
