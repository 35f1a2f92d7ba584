package org.anze.gateway.flow;

import java.nio.charset.StandardCharsets;

/** Canonical policies with keys that no other test uses. The units are invented. */
public final class SamplePolicies {

    private SamplePolicies() {}

    /** One policy as canonical JSON. */
    static String json(String policyNo, String region, String sector) {
        return "{\"policyNo\":\"" + policyNo
                + "\",\"insured\":\"91140212MAXX00015K\",\"applicant\":\"91140212MAXX00015K\","
                + "\"startAt\":\"2026-02-01T00:00:00+08:00\",\"endAt\":\"2027-02-01T00:00:00+08:00\",\"premium\":6111583,"
                + "\"perPersonDeath\":40000000,\"insuredCount\":12,\"riskRegion\":\"" + region + "\",\"sector\":\""
                + sector
                + "\"}";
    }

    /** Many, one a line: {@code <prefix>-0} and so on. */
    public static byte[] lines(String prefix, int from, int count, String region, String sector) {
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < from + count; i++) {
            lines.append(json(prefix + i, region, sector)).append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }
}
