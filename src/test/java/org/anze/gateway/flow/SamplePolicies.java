package org.anze.gateway.flow;

import java.nio.charset.StandardCharsets;
import org.anze.gateway.demo.InventedCreditCode;

/** Canonical policies with keys that no other test uses. The units are invented. */
public final class SamplePolicies {

    private static final String UNIT = "91140212MAXX00015K";
    private static final int PREFIXES = 700;
    private static final long UNITS_OF_A_PREFIX = 1_000_000;

    private SamplePolicies() {}

    /** One policy as canonical JSON. */
    static String json(String policyNo, String region, String sector) {
        return json(policyNo, UNIT, region, sector);
    }

    private static String json(String policyNo, String insured, String region, String sector) {
        return "{\"policyNo\":\"" + policyNo
                + "\",\"insured\":\"" + insured + "\",\"applicant\":\"" + insured + "\","
                + "\"startAt\":\"2026-02-01T00:00:00+08:00\",\"endAt\":\"2027-02-01T00:00:00+08:00\",\"premium\":6111583,"
                + "\"perPersonDeath\":40000000,\"insuredCount\":12,\"riskRegion\":\"" + region + "\",\"sector\":\""
                + sector
                + "\"}";
    }

    /**
     * Many, one a line: {@code <prefix>0} and so on. Each insures another unit, as it is outside: a rule compares a policy with
     * all others of its unit.
     */
    public static byte[] lines(String prefix, int from, int count, String region, String sector) {
        long units = Math.floorMod(prefix.hashCode(), PREFIXES) * UNITS_OF_A_PREFIX;
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < from + count; i++) {
            lines.append(json(prefix + i, InventedCreditCode.of(region, units + i), region, sector))
                    .append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }
}
