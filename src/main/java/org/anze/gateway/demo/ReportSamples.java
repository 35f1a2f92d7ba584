package org.anze.gateway.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/** Claim reports, as insurer 戊 sends them (DOMAIN.md H5). */
final class ReportSamples {

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
    private static final DateTimeFormatter ISO_SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss");

    private final DemoSeries series;

    ReportSamples(DemoSeries series) {
        this.series = series;
    }

    ExpectedOutcome write(OutputStream out, long rows, long policies) throws IOException {
        ExpectedOutcome.Tally tally = new ExpectedOutcome.Tally();
        String[] causes = {
            "\"A63\",\"causeL2\":\"N0395\"", "\"A62\",\"causeL2\":\"N0453\"", "\"A61\",\"causeL2\":\"N0301\""
        };
        try (Writer json = SampleText.writer(out, StandardCharsets.UTF_8)) {
            json.write("[");
            for (long i = 0; i < rows; i++) {
                DemoUnit unit = series.unit(i % policies);
                int trap = series.trap(i, 3);
                long second = unit.startAt().plusDays(5 + i % 300).atTime(7, 0).toEpochSecond(ZoneOffset.ofHours(8))
                        + i / policies;
                String quote = i % 2 == 0 ? "" : "\"";
                json.append(i == 0 ? "" : ",\n").append("{\"policyNo\":\"").append(unit.policyNo("insurer-wu"));
                json.append("\",\"uscc\":\"")
                        .append(unit.uscc())
                        .append("\",\"insuredName\":\"")
                        .append(unit.name());
                json.append("\",\"lossType\":")
                        .append(i % 5 == 0 ? "[\"1\",\"2\"]" : "[\"1\"]")
                        .append(",\"causeL1\":");
                json.append(trap == 2 ? "\"A69\",\"causeL2\":\"N9999\"" : causes[(int) (i % causes.length)]);
                json.append(",\"accidentTime\":")
                        .append(quote)
                        .append(Long.toString(second * 1000))
                        .append(quote);
                json.append(",\"reportLossSum\":\"").append(trap == 0 ? "" : i % 7 == 0 ? "1,250,000" : "400000");
                json.append("\",\"currency\":").append(trap == 1 ? "\"02\"" : i % 6 == 0 ? "null" : "\"01\"");
                json.append(",\"reporter\":\"李四\",\"reporterTel\":\"13800000000\"}");
                DemoSeries.count(tally, unit, trap, "MAP-0201", "MAP-0211", "MAP-0211");
                if (trap < 0 && series.isWitnessed()) {
                    LocalDateTime at = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.ofHours(8));
                    String policy = unit.policyNo("insurer-wu");
                    series.witness()
                            .accepted(
                                    "claim",
                                    policy + "-" + SECONDS.format(at),
                                    Map.of(
                                            "policyNo",
                                            policy,
                                            "uscc",
                                            unit.uscc(),
                                            "occurredAt",
                                            ISO_SECONDS.format(at) + "+08:00",
                                            "estimate",
                                            i % 7 == 0 ? 125_000_000L : 40_000_000L));
                }
            }
            json.write("]\n");
        }
        return tally.outcome();
    }
}
