package org.anze.gateway.endurance;

import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.anze.gateway.demo.InventedCreditCode;

/**
 * A policy list as insurer 甲 exports it, with wide columns of remarks behind that its mapping leaves out: made while it is read
 * and never held. For one thread.
 */
final class PolicyFile extends InputStream {

    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final int REMARKS = 4;
    private static final BigDecimal PREMIUM = new BigDecimal("61115.83");
    private static final int PEOPLE = 12;

    private final String prefix;
    private final long rows;
    private final byte[] remarks;
    private long row = -1;
    private byte[] line;
    private int at;

    /**
     * @param prefix of policy numbers
     * @param rowBytes size of a row, about
     */
    PolicyFile(String prefix, long rows, int rowBytes) {
        this.prefix = prefix;
        this.rows = rows;
        String remark = "\"" + "x".repeat(Math.max(1, rowBytes / REMARKS - 30)) + "\"";
        this.remarks = (","
                        + String.join(
                                ",",
                                IntStream.range(0, REMARKS)
                                        .mapToObj(i -> remark)
                                        .toList()) + "\r\n")
                .getBytes(GB18030);
        this.line = ("\"序号\",\"保单号\",\"投保人\",\"统一社会信用代码\",\"行业类别\",\"区划\",\"起保日期\",\"终保日期\",\"保费(元)\","
                        + "\"预防费比例\",\"承保人数\",\"每人限额(万元)\","
                        + columns().collect(Collectors.joining(",", "", "\r\n")))
                .getBytes(GB18030);
    }

    private static Stream<String> columns() {
        return IntStream.rangeClosed(1, REMARKS).mapToObj(i -> "\"备注" + i + "\"");
    }

    /** What the field table must have besides, so that the remarks are left out. */
    static String fields() {
        return IntStream.rangeClosed(1, REMARKS)
                .mapToObj(i -> "-,备注" + i + ",,,,,,,不入账\n")
                .collect(Collectors.joining());
    }

    @Override
    public int read() {
        return more() ? line[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] buffer, int from, int length) {
        if (!more()) {
            return -1;
        }
        int count = Math.min(length, line.length - at);
        System.arraycopy(line, at, buffer, from, count);
        at += count;
        return count;
    }

    private boolean more() {
        if (at == line.length && row <= rows) {
            row++;
            at = 0;
            line = row < rows ? row(row) : row == rows ? totals() : new byte[0];
        }
        return at < line.length;
    }

    private byte[] row(long number) {
        byte[] head = ("\"" + (number + 1) + "\",\"" + prefix + number
                        + "\",\"大同虚拟化工有限公司\",\"" + InventedCreditCode.of("140212", number)
                        + "\",\"危险化学品\",\"140212\",\"20260201\",\"20270131\",\""
                        + PREMIUM + "\",\"18%\",\"" + PEOPLE + "\",\"40\"")
                .getBytes(GB18030);
        byte[] whole = new byte[head.length + remarks.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(remarks, 0, whole, head.length, remarks.length);
        return whole;
    }

    private byte[] totals() {
        return ("\"合计\",\"" + rows + "单\",\"\",\"\",\"\",\"\",\"\",\"\",\"" + PREMIUM.multiply(BigDecimal.valueOf(rows))
                        + "\",\"\",\"" + PEOPLE * rows + "\",\"\"" + ",\"\"".repeat(REMARKS) + "\r\n")
                .getBytes(GB18030);
    }
}
