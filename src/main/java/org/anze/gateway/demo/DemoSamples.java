package org.anze.gateway.demo;

import java.io.BufferedWriter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/**
 * Writes files of any size in the four legacy shapes of DOMAIN.md H, and the policies that services and claims refer to. Same
 * seed, same bytes. Streaming: ten million rows need no more memory than ten. Every sample people appear in is invented.
 *
 * <p>Send a party's policies before its services or claims: some traps cite policies, its own or another insurer's, that
 * {@link #policies} and {@link #canonicalPolicies} have made with the same seed.
 */
public final class DemoSamples {

    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final DateTimeFormatter COMPACT = DateTimeFormatter.ofPattern("yyyyMMdd");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
    private static final DateTimeFormatter ISO_SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss");
    /** Codes of table SRV in the order of the items that services have. */
    private static final int[] ITEM_CODES = {4, 5, 1, 3, 2};

    private static final DateTimeFormatter SLASHED = DateTimeFormatter.ofPattern("yyyy/MM/dd");
    private static final String AGENCY = "<JiGou>太原虚拟安全技术有限公司</JiGou><JiGouDaiMa>91140106MAYY000693</JiGouDaiMa>";
    private static final String BROKER = "<JiGou>北京虚拟保险经纪有限公司</JiGou><JiGouDaiMa>91110108MAYY000859</JiGouDaiMa>";

    private final long seed;
    private final int trapEvery;
    private final List<String> regions;
    private final DemoWitness witness;

    /** Units in Shanxi. */
    public DemoSamples(long seed, int trapEvery) {
        this(seed, trapEvery, DemoUnit.SHANXI, DemoWitness.NONE);
    }

    /** Units in Shanxi and in another province, for senders that are licensed in both. */
    public static DemoSamples ofTwoProvinces(long seed, int trapEvery) {
        return new DemoSamples(seed, trapEvery, DemoUnit.TWO_PROVINCES, DemoWitness.NONE);
    }

    /**
     * @param seed decides about everything that is not fixed
     * @param trapEvery every so many records one has a trap of its shape, in turn; 0 for none
     */
    private DemoSamples(long seed, int trapEvery, List<String> regions, DemoWitness witness) {
        if (trapEvery < 0) {
            throw new IllegalArgumentException("trapEvery must not be negative");
        }
        this.seed = seed;
        this.trapEvery = trapEvery;
        this.regions = regions;
        this.witness = witness;
    }

    /** The same samples, with somebody who notes what must arrive. */
    public DemoSamples witnessedBy(DemoWitness somebody) {
        return new DemoSamples(seed, trapEvery, regions, somebody);
    }

    private void witnessPolicy(String policyNo, DemoUnit unit) {
        if (witness != DemoWitness.NONE) {
            witness.accepted(
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

    /** The number of the trap a record has; -1 for none. */
    private int trap(long record, int kinds) {
        return trapEvery == 0 || record % trapEvery != trapEvery - 1 ? -1 : (int) (record / trapEvery % kinds);
    }

    /** Insurer 甲, H1: policies as CSV with its totals row, in GB18030 because some names go beyond GBK. */
    public ExpectedOutcome policies(OutputStream out, long rows) throws IOException {
        return policies(out, rows, 0);
    }

    /**
     * Like {@link #policies(OutputStream, long)}, for other units.
     *
     * @param firstUnit number of the first unit, so that several files do not repeat each other
     */
    public ExpectedOutcome policies(OutputStream out, long rows, long firstUnit) throws IOException {
        ExpectedOutcome.Tally tally = new ExpectedOutcome.Tally();
        long premiums = 0;
        long people = 0;
        try (Writer csv = writer(out, GB18030)) {
            csv.write("\"序号\",\"保单号\",\"投保人\",\"统一社会信用代码\",\"行业类别\",\"区划\",\"起保日期\",\"终保日期\","
                    + "\"保费(元)\",\"预防费比例\",\"承保人数\",\"每人限额(万元)\"\r\n");
            for (long i = 0; i < rows; i++) {
                DemoUnit unit = DemoUnit.of(seed, firstUnit + i, regions);
                PolicyTrap trap = PolicyTrap.of(trap(i, PolicyTrap.values().length - 1));
                premiums += unit.premiumFen();
                people += unit.people();
                csv.append('"').append(Long.toString(i + 1)).append("\",\"");
                csv.append(policyNo("insurer-jia", unit))
                        .append("\",\"")
                        .append(unit.name())
                        .append("\",\"");
                csv.append(trap == PolicyTrap.CREDIT_CODE ? unit.brokenUscc() : unit.uscc())
                        .append("\",\"");
                csv.append(trap == PolicyTrap.SECTOR ? "未分类" : unit.sectorName())
                        .append("\",\"");
                csv.append(unit.region())
                        .append("\",\"")
                        .append(COMPACT.format(unit.startAt()))
                        .append("\",\"");
                csv.append(trap == PolicyTrap.DATE ? "20240230" : COMPACT.format(unit.lastDay()))
                        .append("\",\"");
                csv.append(yuanWithCommas(unit.premiumFen())).append("\",\"");
                csv.append(trap == PolicyTrap.FEE_RATE ? "25%" : "18%").append("\",\"");
                csv.append(Integer.toString(unit.people())).append("\",\"");
                csv.append(trap == PolicyTrap.LIMIT ? "20" : "40").append("\"\r\n");
                trap.count(tally, unit);
                if (trap == PolicyTrap.NONE) {
                    witnessPolicy(policyNo("insurer-jia", unit), unit);
                }
            }
            csv.write("\"合计\",\"" + rows + "单\",\"\",\"\",\"\",\"\",\"\",\"\",\"" + yuanWithCommas(premiums)
                    + "\",\"\",\"" + people + "\",\"\"\r\n");
        }
        return tally.outcome();
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

    /** Policies as canonical JSON, one a line, for {@code canonical-policy}; all sound. */
    public ExpectedOutcome canonicalPolicies(String party, OutputStream out, long rows) throws IOException {
        ExpectedOutcome.Tally tally = new ExpectedOutcome.Tally();
        try (Writer json = writer(out, StandardCharsets.UTF_8)) {
            for (long i = 0; i < rows; i++) {
                DemoUnit unit = DemoUnit.of(seed, i, regions);
                json.append("{\"policyNo\":\"").append(policyNo(party, unit));
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
                witnessPolicy(policyNo(party, unit), unit);
            }
        }
        return tally.outcome();
    }

    /**
     * Insurer 丙, H3: service records as XML in GB18030. Traps: a broker as agency, an unknown item, a policy of insurer 甲.
     *
     * @param policies number of policies that {@link #canonicalPolicies} made for insurer-bing, and {@link #policies} at least
     *     for insurer-jia
     */
    public ExpectedOutcome services(OutputStream out, long rows, long policies) throws IOException {
        ExpectedOutcome.Tally tally = new ExpectedOutcome.Tally();
        String[] items = {"隐患排查", "应急演练", "教育培训", "标准化", "风险评估"};
        try (Writer xml = writer(out, GB18030)) {
            xml.write("<?xml version=\"1.0\" encoding=\"GB18030\"?><FuWuJiLu PiCi=\"" + seed + "\" ZongShu=\"" + rows
                    + "\">\n");
            for (long i = 0; i < rows; i++) {
                DemoUnit unit = DemoUnit.of(seed, i % policies, regions);
                long round = i / policies;
                int trap = trap(i, 3);
                String item = trap == 1 ? "打扫卫生" : items[(int) (round % items.length)];
                String agency = trap == 0 ? BROKER : round % 3 == 1 ? "<JiGou/><JiGouDaiMa/>" : AGENCY;
                xml.append("<JiLu><BaoDanHao>")
                        .append(trap == 2 ? foreignPolicyNo(unit) : policyNo("insurer-bing", unit));
                xml.append("</BaoDanHao><QiYe>")
                        .append(unit.name())
                        .append("</QiYe><XinYongDaiMa>")
                        .append(unit.uscc());
                xml.append("</XinYongDaiMa><XiangMu>").append(item).append("</XiangMu><CiShu>1</CiShu><RiQi>");
                xml.append(SLASHED.format(unit.startAt().plusDays(10 + round / items.length % 300)));
                xml.append("</RiQi><XianChang>")
                        .append(round % 4 == 3 ? "N" : "Y")
                        .append("</XianChang>")
                        .append(agency);
                xml.append("<FeiYong>").append(Long.toString(1000 + i % 9000)).append("</FeiYong><YinHuan ZhongDa=\"");
                xml.append(i % 10 == 0 ? "1" : "0")
                        .append("\" YiBan=\"")
                        .append(Long.toString(i % 5))
                        .append("\"/></JiLu>\n");
                count(tally, unit, trap, "V-V02", "MAP-0211", "V-T02");
                if (trap < 0 && witness != DemoWitness.NONE) {
                    LocalDate day = unit.startAt().plusDays(10 + round / items.length % 300);
                    String policy = policyNo("insurer-bing", unit);
                    witness.accepted(
                            "serviceRecord",
                            policy + "-" + ITEM_CODES[(int) (round % items.length)] + "-" + COMPACT.format(day),
                            Map.of(
                                    "policyNo",
                                    policy,
                                    "uscc",
                                    unit.uscc(),
                                    "startAt",
                                    day + "T00:00:00+08:00",
                                    "cost",
                                    (1000 + i % 9000) * 100));
                }
            }
            xml.write("</FuWuJiLu>\n");
        }
        return tally.outcome();
    }

    /**
     * Insurer 丁, H4: the document inside the CDATA. Traps: a policy of insurer 甲, an empty estimate, an accident before the
     * policy began. 其他爆炸 is among the causes and accepted.
     */
    public ExpectedOutcome claims(OutputStream out, long rows, long policies) throws IOException {
        ExpectedOutcome.Tally tally = new ExpectedOutcome.Tally();
        String[] causes = {"高处坠落", "其他爆炸", "淹溺", "机械伤害", "触电"};
        try (Writer xml = writer(out, StandardCharsets.UTF_8)) {
            xml.write("<赔案列表 机构代码=\"DCIC\">\n");
            for (long i = 0; i < rows; i++) {
                DemoUnit unit = DemoUnit.of(seed, i % policies, regions);
                int trap = trap(i, 3);
                LocalDate day =
                        trap == 2 ? unit.startAt().minusDays(1) : unit.startAt().plusDays(5 + i % 300);
                boolean open = i % 3 == 1;
                xml.append("<赔案><赔案号>DING2024").append(padded(i + 1, 8)).append("</赔案号><保单号>");
                xml.append(trap == 0 ? foreignPolicyNo(unit) : policyNo("insurer-ding", unit))
                        .append("</保单号><出险时间>");
                xml.append(COMPACT.format(day)).append("083000</出险时间><报案时间>").append(COMPACT.format(day.plusDays(1)));
                xml.append("093000</报案时间><出险原因>")
                        .append(causes[(int) (i % causes.length)])
                        .append("</出险原因><死亡>");
                xml.append(i % 20 == 0 ? "1" : "0").append("</死亡><重伤>").append(Long.toString(i % 3));
                xml.append("</重伤><估损>").append(trap == 1 ? "" : "40.00").append("</估损><预付>");
                xml.append(i % 4 == 0 ? "10.00" : "0").append("</预付>");
                xml.append(
                        open ? "<定损/><结案时间/>" : "<定损>38.50</定损><结案时间>" + COMPACT.format(day.plusDays(30)) + "</结案时间>");
                xml.append("</赔案>\n");
                count(tally, unit, trap, "V-T02", "MAP-0201", "V-C01");
                if (trap < 0 && witness != DemoWitness.NONE) {
                    witness.accepted(
                            "claim",
                            "DING2024" + padded(i + 1, 8),
                            Map.of(
                                    "policyNo",
                                    policyNo("insurer-ding", unit),
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

    /** The same inside insurer 丁's own SOAP 1.1 envelope, as its system posts it. */
    public ExpectedOutcome claimsEnvelope(OutputStream out, long rows, long policies) throws IOException {
        out.write(("<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"><soapenv:Body>"
                        + "<ns:uploadClaim xmlns:ns=\"http://ding.example/azx\"><arg0><![CDATA[")
                .getBytes(StandardCharsets.UTF_8));
        ExpectedOutcome outcome = claims(out, rows, policies);
        out.write("]]></arg0></ns:uploadClaim></soapenv:Body></soapenv:Envelope>".getBytes(StandardCharsets.UTF_8));
        return outcome;
    }

    /** Insurer 戊, H5: claim reports as a JSON array. Traps: empty amount, foreign currency, unknown cause. */
    public ExpectedOutcome reports(OutputStream out, long rows, long policies) throws IOException {
        ExpectedOutcome.Tally tally = new ExpectedOutcome.Tally();
        String[] causes = {
            "\"A63\",\"causeL2\":\"N0395\"", "\"A62\",\"causeL2\":\"N0453\"", "\"A61\",\"causeL2\":\"N0301\""
        };
        try (Writer json = writer(out, StandardCharsets.UTF_8)) {
            json.write("[");
            for (long i = 0; i < rows; i++) {
                DemoUnit unit = DemoUnit.of(seed, i % policies, regions);
                int trap = trap(i, 3);
                long second = unit.startAt().plusDays(5 + i % 300).atTime(7, 0).toEpochSecond(ZoneOffset.ofHours(8))
                        + i / policies;
                String quote = i % 2 == 0 ? "" : "\"";
                json.append(i == 0 ? "" : ",\n").append("{\"policyNo\":\"").append(policyNo("insurer-wu", unit));
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
                count(tally, unit, trap, "MAP-0201", "MAP-0211", "MAP-0211");
                if (trap < 0 && witness != DemoWitness.NONE) {
                    LocalDateTime at = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.ofHours(8));
                    String policy = policyNo("insurer-wu", unit);
                    witness.accepted(
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

    private static void count(ExpectedOutcome.Tally tally, DemoUnit unit, int trap, String... reasons) {
        if (trap < 0) {
            tally.accept(unit);
        } else {
            tally.reject(reasons[trap]);
        }
    }

    /** A policy of insurer 甲 that is in the ledger: one of a row without a trap. */
    private String foreignPolicyNo(DemoUnit unit) {
        long sound = trapEvery < 2 ? unit.number() : unit.number() - unit.number() % trapEvery;
        return policyNo("insurer-jia", DemoUnit.of(seed, sound, regions));
    }

    /** The number that the policy of a unit has with an insurer, in that insurer's own pattern. */
    static String policyNo(String party, DemoUnit unit) {
        return switch (party) {
            case "insurer-jia" -> "AJIA2024" + unit.region() + padded(unit.number() + 1, 8);
            case "insurer-bing" -> "BBING2024" + unit.region() + padded(unit.number() + 1, 8);
            case "insurer-ding" -> "DINGB" + unit.region() + padded(unit.number() + 1, 5);
            case "insurer-wu" -> "WU" + unit.region() + padded(unit.number() + 1, 8);
            default -> throw new IllegalArgumentException("no demo insurer: " + party);
        };
    }

    private static String padded(long number, int width) {
        String digits = Long.toString(number);
        return digits.length() >= width ? digits : "0".repeat(width - digits.length()) + digits;
    }

    private static String yuanWithCommas(long fen) {
        StringBuilder yuan = new StringBuilder(Long.toString(fen / 100));
        for (int i = yuan.length() - 3; i > 0; i -= 3) {
            yuan.insert(i, ',');
        }
        return yuan.append('.').append(padded(fen % 100, 2)).toString();
    }

    private static Writer writer(OutputStream out, Charset charset) {
        // Closing the writer must not close what the caller may still write to, such as the envelope around the claims.
        OutputStream kept = new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
        return new BufferedWriter(new OutputStreamWriter(kept, charset), 1 << 16);
    }
}
