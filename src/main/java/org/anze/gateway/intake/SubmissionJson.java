package org.anze.gateway.intake;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import tools.jackson.databind.json.JsonMapper;

/** A submission's status as its sender reads it; the shape is {@code Submission} of the OpenAPI document. */
public final class SubmissionJson {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final DateTimeFormatter CHINA_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx").withZone(ZoneId.of("Asia/Shanghai"));

    private SubmissionJson() {}

    /** As JSON in UTF-8. */
    public static byte[] of(SubmissionStatus status) {
        return JSON.writeValueAsBytes(map(status));
    }

    /** The same as a map, for those who say more. */
    static Map<String, Object> map(SubmissionStatus status) {
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
        body.put("receivedAt", time(status.receivedAt()));
        body.put("bytes", status.bytes());
        body.put("records", status.records());
        body.put("received", status.received());
        body.put("accepted", status.accepted());
        body.put("warned", status.warned());
        body.put("rejected", status.rejected());
        body.put("duplicate", status.duplicate());
        body.put("parked", status.parked());
        body.put("skipped", status.skipped());
        if (!status.awaiting().isEmpty()) {
            body.put(
                    "awaiting",
                    status.awaiting().stream().map(SubmissionJson::awaiting).toList());
        }
        if (status.refusal() != null) {
            body.put("refusal", finding(status.refusal()));
        }
        List<Map<String, Object>> findings = new ArrayList<>();
        status.findings().forEach(finding -> findings.add(finding(finding)));
        body.put("findings", findings);
        body.put("findingsComplete", status.findingsComplete());
        body.put("supplemented", status.supplement() != null);
        return body;
    }

    private static Map<String, Object> awaiting(SubmissionStatus.Awaiting record) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("line", record.line());
        map.put("recordType", record.type().code());
        map.put("businessKey", record.businessKey());
        map.put("awaitedType", record.awaitedType().code());
        map.put("awaitedKey", record.awaitedKey());
        map.put("until", time(record.until()));
        return map;
    }

    static Map<String, Object> finding(Finding finding) {
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

    private static String time(Instant instant) {
        return CHINA_TIME.format(instant);
    }
}
