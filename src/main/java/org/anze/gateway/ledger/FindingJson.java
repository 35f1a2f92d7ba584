package org.anze.gateway.ledger;

import java.util.List;
import org.anze.gateway.problem.Finding;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Findings as the database keeps them. */
public final class FindingJson {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private FindingJson() {}

    /** As JSON. PostgreSQL's text cannot hold NUL, which a sender's words may. */
    public static String write(List<Finding> findings) {
        return JSON.writeValueAsString(findings).replace("\\u0000", "\\uFFFD");
    }

    /** One finding as JSON. */
    public static String write(Finding finding) {
        return JSON.writeValueAsString(finding).replace("\\u0000", "\\uFFFD");
    }

    /** What {@link #write(List)} wrote; empty for null. */
    public static List<Finding> read(@Nullable String json) {
        return json == null ? List.of() : List.of(JSON.readValue(json, Finding[].class));
    }

    /** What {@link #write(Finding)} wrote. */
    public static @Nullable Finding readOne(@Nullable String json) {
        return json == null ? null : JSON.readValue(json, Finding.class);
    }
}
