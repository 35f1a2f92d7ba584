package org.anze.bench.baseline;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Header;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads a batch and checks what any team would: it is JSON, the fields that must be there are there and have their kinds. */
public final class Intake {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> TEXTS =
            List.of("policyNo", "insured", "applicant", "startAt", "endAt", "riskRegion", "sector", "status");
    private static final List<String> NUMBERS = List.of("premium", "perPersonDeath", "insuredCount");
    private static final int CREDIT_CODE = 18;

    /** A step of the route. */
    public Submission read(@Body byte[] body, @Header("Submission-Id") String id) {
        String text = new String(body, StandardCharsets.UTF_8);
        List<ObjectNode> records = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (int begin = 0; begin < text.length(); ) {
            int end = text.indexOf('\n', begin);
            end = end < 0 ? text.length() : end;
            if (end > begin) {
                String line = text.substring(begin, end);
                lines.add(line);
                records.add(checked((ObjectNode) JSON.readTree(line)));
            }
            begin = end + 1;
        }
        return new Submission(id, records, lines);
    }

    private static ObjectNode checked(ObjectNode node) {
        for (String name : TEXTS) {
            JsonNode value = node.get(name);
            if (value == null || !value.isString() || value.stringValue().isEmpty()) {
                throw new IllegalArgumentException(name + " is missing");
            }
        }
        for (String name : NUMBERS) {
            JsonNode value = node.get(name);
            if (value == null || !value.isIntegralNumber() || value.longValue() < 0) {
                throw new IllegalArgumentException(name + " is no number");
            }
        }
        if (node.get("insured").stringValue().length() != CREDIT_CODE) {
            throw new IllegalArgumentException("insured is no credit code");
        }
        if (node.get("startAt").stringValue().compareTo(node.get("endAt").stringValue()) >= 0) {
            throw new IllegalArgumentException("the period is reversed");
        }
        return node;
    }
}
