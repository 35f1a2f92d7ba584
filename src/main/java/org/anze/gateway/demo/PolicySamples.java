package org.anze.gateway.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/** Policies, as insurer 甲 exports them (DOMAIN.md H1) and in canonical form. Traps of {@link DemoSeries} in the former alone. */
final class PolicySamples {

    private final DemoSeries series;

    PolicySamples(DemoSeries series) {
        this.series = series;
    }

    ExpectedOutcome csv(OutputStream out, long rows, long firstUnit) throws IOException {
        ExpectedOutcome.Tally tally = new ExpectedOutcome.Tally();
        long premiums = 0;
        long people = 0;
        try (Writer csv = SampleText.writer(out, SampleText.GB18030)) {
            csv.write("\"序号\",\"保单号\",\"投保人\",\"统一社会信用代码\",\"行业类别\",\"区划\",\"起保日期\",\"终保日期\","
                    + "\"保费(元)\",\"预防费比例\",\"承保人数\",\"每人限额(万元)\"\r\n");
            for (long i = 0; i < rows; i++) {
                DemoUnit unit = series.unit(firstUnit + i);
                PolicyTrap trap = PolicyTrap.of(series.trap(i, PolicyTrap.values().length - 1));
                premiums += unit.premiumFen();
                people += unit.people();
                csv.append('"').append(Long.toString(i + 1)).append("\",\"");
                csv.append(unit.policyNo("insurer-jia"))
                        .append("\",\"")
                        .append(unit.name())
                        .append("\",\"");
                csv.append(trap == PolicyTrap.CREDIT_CODE ? unit.brokenUscc() : unit.uscc())
                        .append("\",\"");
                csv.append(trap == PolicyTrap.SECTOR ? "未分类" : unit.sectorName())
                        .append("\",\"");
                csv.append(unit.region())
                        .append("\",\"")
                        .append(DateTimeFormatter.BASIC_ISO_DATE.format(unit.startAt()))
                        .append("\",\"");
                csv.append(
                                trap == PolicyTrap.DATE
                                        ? "20240230"
                                        : DateTimeFormatter.BASIC_ISO_DATE.format(unit.lastDay()))
                        .append("\",\"");
                csv.append(SampleText.yuan(unit.premiumFen())).append("\",\"");
                csv.append(trap == PolicyTrap.FEE_RATE ? "25%" : "18%").append("\",\"");
                csv.append(Integer.toString(unit.people())).append("\",\"");
                csv.append(trap == PolicyTrap.LIMIT ? "20" : "40").append("\"\r\n");
                trap.count(tally, unit);
                if (trap == PolicyTrap.NONE) {
                    witness(unit.policyNo("insurer-jia"), unit);
                }
            }
            csv.write("\"合计\",\"" + rows + "单\",\"\",\"\",\"\",\"\",\"\",\"\",\"" + SampleText.yuan(premiums)
                    + "\",\"\",\"" + people + "\",\"\"\r\n");
        }
        return tally.outcome();
    }

    ExpectedOutcome canonical(String party, OutputStream out, long rows) throws IOException {
        ExpectedOutcome.Tally tally = new ExpectedOutcome.Tally();
        try (Writer json = SampleText.writer(out, StandardCharsets.UTF_8)) {
            for (long i = 0; i < rows; i++) {
                DemoUnit unit = series.unit(i);
                json.append("{\"policyNo\":\"").append(unit.policyNo(party));
                json.append("\",\"insured\":\"").append(unit.uscc());
                json.append("\",\"applicant\":\"").append(unit.uscc());
                json.append("\",\"insuredName\":\"").append(unit.name());
                json.append("\",\"startAt\":\"").append(unit.startAt().toString());
                json.append("T00:00:00+08:00\",\"endAt\":\"")
                        .append(unit.startAt().plusYears(1).toString());
                json.append("T00:00:00+08:00\",\"premium\":").append(Long.toString(unit.premiumFen()));
                json.append(",\"received\":").append(Long.toString(unit.premiumFen()));
                json.append(",\"perPersonDeath\":40000000,\"perAccident\":2000000000,\"aggregate\":4000000000");
                json.append(",\"insuredCount\":").append(Integer.toString(unit.people()));
                json.append(",\"feeRateAgreed\":180000,\"status\":\"VALID\",\"riskRegion\":\"")
                        .append(unit.region());
                json.append("\",\"sector\":\"").append(unit.sector()).append("\"}\n");
                tally.accept(unit);
                witness(unit.policyNo(party), unit);
            }
        }
        return tally.outcome();
    }

    private void witness(String policyNo, DemoUnit unit) {
        if (series.isWitnessed()) {
            series.witness()
                    .accepted(
                            "policy",
                            policyNo,
                            Map.of(
                                    "insured",
                                    unit.uscc(),
                                    "insuredName",
                                    unit.name(),
                                    "startAt",
                                    unit.startAt() + "T00:00:00+08:00",
                                    "endAt",
                                    unit.startAt().plusYears(1) + "T00:00:00+08:00",
                                    "premium",
                                    unit.premiumFen(),
                                    "insuredCount",
                                    (long) unit.people(),
                                    "perPersonDeath",
                                    40_000_000L,
                                    "feeRateAgreed",
                                    180_000L));
        }
    }

    private enum PolicyTrap {
        NONE(""),
        CREDIT_CODE("V-S01"),
        FEE_RATE("V-P11"),
        LIMIT("V-P03"),
        SECTOR("MAP-0211"),
        DATE("V-S07");

        private final String reason;

        PolicyTrap(String reason) {
            this.reason = reason;
        }

        static PolicyTrap of(int trap) {
            return values()[trap + 1];
        }

        void count(ExpectedOutcome.Tally tally, DemoUnit unit) {
            if (this == NONE) {
                tally.accept(unit);
            } else {
                tally.reject(reason);
            }
        }
    }
}
