package org.anze.gateway.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/** Service records, as insurer 丙 exports them (DOMAIN.md H3). */
final class ServiceSamples {

    /** Codes of table SRV in the order of the items that services have. */
    private static final int[] ITEM_CODES = {4, 5, 1, 3, 2};

    private static final DateTimeFormatter SLASHED = DateTimeFormatter.ofPattern("yyyy/MM/dd");
    private static final String AGENCY = "<JiGou>太原虚拟安全技术有限公司</JiGou><JiGouDaiMa>91140106MAYY000693</JiGouDaiMa>";
    private static final String BROKER = "<JiGou>北京虚拟保险经纪有限公司</JiGou><JiGouDaiMa>91110108MAYY000859</JiGouDaiMa>";

    private final DemoSeries series;

    ServiceSamples(DemoSeries series) {
        this.series = series;
    }

    ExpectedOutcome write(OutputStream out, long rows, long policies) throws IOException {
        ExpectedOutcome.Tally tally = new ExpectedOutcome.Tally();
        String[] items = {"隐患排查", "应急演练", "教育培训", "标准化", "风险评估"};
        try (Writer xml = SampleText.writer(out, SampleText.GB18030)) {
            xml.write("<?xml version=\"1.0\" encoding=\"GB18030\"?><FuWuJiLu PiCi=\"" + series.seed() + "\" ZongShu=\""
                    + rows + "\">\n");
            for (long i = 0; i < rows; i++) {
                DemoUnit unit = series.unit(i % policies);
                long round = i / policies;
                int trap = series.trap(i, 3);
                String item = trap == 1 ? "打扫卫生" : items[(int) (round % items.length)];
                String agency = trap == 0 ? BROKER : round % 3 == 1 ? "<JiGou/><JiGouDaiMa/>" : AGENCY;
                xml.append("<JiLu><BaoDanHao>")
                        .append(trap == 2 ? series.foreignPolicyNo() : unit.policyNo("insurer-bing"));
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
                DemoSeries.count(tally, unit, trap, "V-V02", "MAP-0211", "V-T02");
                if (trap < 0 && series.isWitnessed()) {
                    LocalDate day = unit.startAt().plusDays(10 + round / items.length % 300);
                    String policy = unit.policyNo("insurer-bing");
                    series.witness()
                            .accepted(
                                    "serviceRecord",
                                    policy + "-" + ITEM_CODES[(int) (round % items.length)] + "-"
                                            + DateTimeFormatter.BASIC_ISO_DATE.format(day),
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
}
