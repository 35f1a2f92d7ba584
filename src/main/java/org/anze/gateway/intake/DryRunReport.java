package org.anze.gateway.intake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.intake.returned.CanonicalSample;
import org.anze.gateway.intake.returned.RuleTally;
import tools.jackson.databind.json.JsonMapper;

/**
 * What would have become of a submission.
 *
 * @param status counts and the first findings; its id is {@code dry-run} and nothing can be asked under it
 * @param byRule all findings counted by rule, warnings included
 * @param samples the first records as the gateway understands them, people hidden
 * @param notes what was not looked at, Chinese and English in turn
 */
public record DryRunReport(
        SubmissionStatus status, List<RuleTally.Count> byRule, List<CanonicalSample> samples, List<Note> notes) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Keeps unmodifiable lists. */
    public DryRunReport {
        byRule = List.copyOf(byRule);
        samples = List.copyOf(samples);
        notes = List.copyOf(notes);
    }

    /** A sentence in both languages. */
    public record Note(String zh, String en) {}

    /** As JSON in UTF-8: the keys of a submission's status, and {@code dryRun}, {@code byRule}, {@code samples}, {@code notes}. */
    public byte[] toJson() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("dryRun", true);
        body.putAll(SubmissionJson.map(status));
        body.put("byRule", byRule.stream().map(DryRunReport::count).toList());
        body.put("samples", samples);
        body.put("notes", notes);
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(body);
    }

    private static Map<String, Object> count(RuleTally.Count count) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (count.rule() != null) {
            map.put("rule", count.rule());
        }
        map.put("code", count.code());
        map.put("severity", count.example().severity().name());
        map.put("count", count.count());
        if (count.column() != null) {
            map.put("name", count.column());
        }
        map.put("firstLines", new ArrayList<>(count.firstLines()));
        map.put("zh", count.example().zh());
        map.put("en", count.example().en());
        map.put("remedyZh", count.example().remedyZh());
        map.put("remedyEn", count.example().remedyEn());
        return map;
    }
}
