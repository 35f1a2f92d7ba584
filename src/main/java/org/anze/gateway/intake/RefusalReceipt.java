package org.anze.gateway.intake;

import java.util.LinkedHashMap;
import java.util.Map;
import org.anze.gateway.problem.Finding;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The receipt of what never became a submission: {@code {"status":"REFUSED","messageId":…,"problem":{"code":…}}}. It is not
 * signed, for nothing was kept that a signature could vouch for.
 */
public final class RefusalReceipt {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private RefusalReceipt() {}

    /**
     * The receipt as JSON in UTF-8.
     *
     * @param messageId the sender's own id, if it has one
     * @param fileName file name for files
     */
    public static byte[] of(@Nullable String messageId, @Nullable String fileName, Finding finding) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("code", finding.code());
        problem.put("severity", finding.severity().name());
        put(problem, "rule", finding.rule());
        put(problem, "field", finding.field());
        problem.put("zh", finding.zh());
        problem.put("en", finding.en());
        problem.put("remedyZh", finding.remedyZh());
        problem.put("remedyEn", finding.remedyEn());
        problem.put("line", finding.location().line());
        problem.put("column", finding.location().column());
        put(problem, "name", finding.location().name());
        Map<String, Object> receipt = new LinkedHashMap<>();
        receipt.put("status", "REFUSED");
        put(receipt, "messageId", messageId);
        put(receipt, "fileName", fileName);
        receipt.put("problem", problem);
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(receipt);
    }

    private static void put(Map<String, Object> map, String key, @Nullable String value) {
        if (value != null) {
            map.put(key, value);
        }
    }
}
