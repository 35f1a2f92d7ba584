package org.anze.gateway.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/** Claims, as insurer 丁 posts them (DOMAIN.md H4). */
final class ClaimSamples {

    private final DemoSeries series;

    ClaimSamples(DemoSeries series) {
        this.series = series;
    }

    ExpectedOutcome write(OutputStream out, long rows, long policies) throws IOException {
        ExpectedOutcome.Tally tally = new ExpectedOutcome.Tally();
        String[] causes = {"高处坠落", "其他爆炸", "淹溺", "机械伤害", "触电"};
        try (Writer xml = SampleText.writer(out, StandardCharsets.UTF_8)) {
            xml.write("<赔案列表 机构代码=\"DCIC\">\n");
            for (long i = 0; i < rows; i++) {
                DemoUnit unit = series.unit(i % policies);
                int trap = series.trap(i, 3);
                LocalDate day =
                        trap == 2 ? unit.startAt().minusDays(1) : unit.startAt().plusDays(5 + i % 300);
                boolean open = i % 3 == 1;
                xml.append("<赔案><赔案号>DING2024")
                        .append(SampleText.padded(i + 1, 8))
                        .append("</赔案号><保单号>");
                xml.append(trap == 0 ? series.foreignPolicyNo() : unit.policyNo("insurer-ding"))
                        .append("</保单号><出险时间>");
                xml.append(DateTimeFormatter.BASIC_ISO_DATE.format(day))
                        .append("083000</出险时间><报案时间>")
                        .append(DateTimeFormatter.BASIC_ISO_DATE.format(day.plusDays(1)));
                xml.append("093000</报案时间><出险原因>")
                        .append(causes[(int) (i % causes.length)])
                        .append("</出险原因><死亡>");
                xml.append(i % 20 == 0 ? "1" : "0").append("</死亡><重伤>").append(Long.toString(i % 3));
                xml.append("</重伤><估损>").append(trap == 1 ? "" : "40.00").append("</估损><预付>");
                xml.append(i % 4 == 0 ? "10.00" : "0").append("</预付>");
                xml.append(
                        open
                                ? "<定损/><结案时间/>"
                                : "<定损>38.50</定损><结案时间>" + DateTimeFormatter.BASIC_ISO_DATE.format(day.plusDays(30))
                                        + "</结案时间>");
                xml.append("</赔案>\n");
                DemoSeries.count(tally, unit, trap, "V-T02", "MAP-0201", "V-C01");
                if (trap < 0 && series.isWitnessed()) {
                    series.witness()
                            .accepted(
                                    "claim",
                                    "DING2024" + SampleText.padded(i + 1, 8),
                                    Map.of(
                                            "policyNo",
                                            unit.policyNo("insurer-ding"),
                                            "occurredAt",
                                            day + "T08:30:00+08:00",
                                            "reportedAt",
                                            day.plusDays(1) + "T09:30:00+08:00",
                                            "estimate",
                                            40_000_000L));
                }
            }
            xml.write("</赔案列表>\n");
        }
        return tally.outcome();
    }

    /** The same inside its own SOAP 1.1 envelope. */
    ExpectedOutcome writeEnvelope(OutputStream out, long rows, long policies) throws IOException {
        out.write(("<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"><soapenv:Body>"
                        + "<ns:uploadClaim xmlns:ns=\"http://ding.example/azx\"><arg0><![CDATA[")
                .getBytes(StandardCharsets.UTF_8));
        ExpectedOutcome outcome = write(out, rows, policies);
        out.write("]]></arg0></ns:uploadClaim></soapenv:Body></soapenv:Envelope>".getBytes(StandardCharsets.UTF_8));
        return outcome;
    }
}
