package org.anze.gateway.intake.rest;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.intake.SubmissionStatus;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import tools.jackson.databind.json.JsonMapper;

/** A submission's status as its sender reads it; the shape is {@code Submission} of the OpenAPI document. */
final class SubmissionJson {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final DateTimeFormatter CHINA_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx").withZone(ZoneId.of("Asia/Shanghai"));

    private SubmissionJson() {}

    static byte[] of(SubmissionStatus status) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", status.id());
        body.put("submissionId", status.messageId());
        if (status.fileName() != null) {
            body.put("fileName", status.fileName());
        }
        body.put("channel", status.channel());
        body.put("mapping", status.mapping());
        body.put("state", status.state().name());
        body.put("stateZh", status.state().zh());
        body.put("final", status.state().isFinal());
        body.put("receivedAt", CHINA_TIME.format(status.receivedAt()));
        body.put("bytes", status.bytes());
        body.put("records", status.records());
        body.put("received", status.received());
        body.put("accepted", status.accepted());
        body.put("warned", status.warned());
        body.put("rejected", status.rejected());
        body.put("duplicate", status.duplicate());
        if (status.refusal() != null) {
            body.put("refusal", of(status.refusal()));
        }
        List<Map<String, Object>> findings = new ArrayList<>();
        status.findings().forEach(finding -> findings.add(of(finding)));
        body.put("findings", findings);
        body.put("findingsComplete", status.findingsComplete());
        return JSON.writeValueAsBytes(body);
    }

    private static Map<String, Object> of(Finding finding) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("code", finding.code());
        map.put("severity", finding.severity().name());
        if (finding.rule() != null) {
            map.put("rule", finding.rule());
        }
        if (finding.field() != null) {
            map.put("field", finding.field());
        }
        Location location = finding.location();
        map.put("line", location.line());
        map.put("column", location.column());
        if (location.name() != null) {
            map.put("name", location.name());
        }
        map.put("zh", finding.zh());
        map.put("en", finding.en());
        map.put("remedyZh", finding.remedyZh());
        map.put("remedyEn", finding.remedyEn());
        return map;
    }
}
