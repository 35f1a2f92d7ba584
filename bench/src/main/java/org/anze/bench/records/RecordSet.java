package org.anze.bench.records;

import java.nio.charset.StandardCharsets;

/**
 * Invented policies with all units filled, in canonical form, one JSON object a line. The same number is always the same policy.
 * Every policy number holds {@link #MARK} and ten digits, by which a recipient knows a record without parsing it.
 */
public final class RecordSet {

    /** Stands before the ten digits of a record's number. */
    public static final String MARK = "ANZB";

    private static final int DIGITS = 10;
    /** Characters of a policy number. */
    public static final int LENGTH = MARK.length() + DIGITS;

    private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final int LONGEST_NAME = 90;
    private static final int MOST_UNITS = 990;

    private final int size;

    /** @param size about so many bytes a record; the smallest is what a policy with every unit takes */
    public RecordSet(int size) {
        this.size = size;
    }

    static boolean inTheCity(long number) {
        return number % 2 == 0;
    }

    static boolean inTheSector(long number) {
        return number / 2 % 2 == 0;
    }

    /** The lines of {@code count} records, the first of which has this number. */
    public byte[] lines(long first, int count) {
        StringBuilder text = new StringBuilder(count * (size + 64));
        for (long number = first; number < first + count; number++) {
            append(text, number);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void append(StringBuilder text, long number) {
        String region = inTheCity(number) ? "140212" : number % 4 == 1 ? "140403" : "140105";
        String uscc = creditCode(region, number);
        String name = "山西虚拟样本" + (number + 1) + "号有限公司";
        long premium = 1_000_000 + Math.floorMod(number * 7919, 20_000_000L);
        long rescue = premium / 5;
        int begun = text.length();
        text.append("{\"policyNo\":\"").append(MARK);
        String digits = Long.toString(number);
        text.append("0".repeat(DIGITS - digits.length())).append(digits);
        text.append("\",\"proposalNo\":\"TB").append(number);
        text.append("\",\"insurer\":\"甲财产保险股份有限公司\",\"insurerBranch\":\"大同中心支公司\",\"coType\":\"独立\"");
        text.append(",\"broker\":\"示例保险经纪有限公司\",\"commissionRate\":50000,\"productCode\":\"AZX-2026\"");
        text.append(",\"productName\":\"安全生产责任保险（2026版）\",\"clauseRegNo\":\"C00001230912026010100001\"");
        text.append(",\"applicant\":\"")
                .append(uscc)
                .append("\",\"applicantName\":\"")
                .append(name);
        text.append("\",\"insured\":\"")
                .append(uscc)
                .append("\",\"insuredName\":\"")
                .append(name);
        text.append("\",\"masterPolicy\":false,\"signDate\":\"2026-02-20\",\"payDate\":\"2026-02-21\"");
        text.append(",\"startAt\":\"2026-03-01T00:00:00+08:00\",\"endAt\":\"2027-03-01T00:00:00+08:00\"");
        text.append(",\"premium\":").append(premium).append(",\"received\":").append(premium);
        text.append(",\"subsidy\":100000,\"employeeShare\":0,\"rate\":12000,\"baseRate\":15000");
        text.append(",\"factors\":[{\"code\":\"GRADE\",\"value\":900000},{\"code\":\"CLAIMS\",\"value\":850000}]");
        text.append(",\"perPersonDeath\":40000000,\"perPersonMedical\":8000000,\"perAccident\":2000000000");
        text.append(",\"aggregate\":4000000000,\"thirdParty\":500000000,\"rescue\":100000000,\"legal\":50000000");
        text.append(",\"appraisal\":50000000,\"deductible\":\"每次事故绝对免赔额为人民币5000元或损失金额的10%，两者以高者为准\"");
        int people = 5 + (int) (number % 900);
        text.append(",\"insuredCount\":")
                .append(people)
                .append(",\"actualCount\":")
                .append(people);
        text.append(",\"items\":[{\"code\":\"DEATH\",\"name\":\"死亡伤残\",\"premium\":")
                .append(premium - rescue);
        text.append(",\"limit\":40000000},{\"code\":\"RESCUE\",\"name\":\"救援费用\",\"premium\":")
                .append(rescue);
        text.append(",\"limit\":20000000}],\"feeRateAgreed\":180000,\"servicePlan\":\"FWFA-")
                .append(number);
        text.append("\",\"depositReplaced\":true,\"handler\":\"张示例\",\"status\":\"VALID\",\"riskRegion\":\"")
                .append(region);
        text.append("\",\"sector\":\"")
                .append(inTheSector(number) ? "03" : "05")
                .append('"');
        fill(text, begun);
        text.append("}\n");
    }

    /** Units that are insured too, until the record has its size in UTF-8. */
    private void fill(StringBuilder text, int begun) {
        int missing = size - text.substring(begun).getBytes(StandardCharsets.UTF_8).length - 24;
        if (missing < 60) {
            return;
        }
        text.append(",\"insuredUnits\":[");
        for (int unit = 0; unit < MOST_UNITS && missing > 0; unit++) {
            int characters = Math.max(1, Math.min(2 * LONGEST_NAME, (missing - 36) / 3));
            int name = (characters + 1) / 2;
            int post = Math.max(1, characters - name);
            text.append(unit == 0 ? "" : ",").append("{\"name\":\"").append("虚".repeat(name));
            text.append("\",\"post\":\"").append("岗".repeat(post)).append("\",\"count\":12}");
            missing -= 36 + 3 * (name + post);
        }
        text.append(']');
    }

    /** A valid code of GB 32100: registrar 9, kind 1, region, organisation code with its own check digit, check character. */
    public static String creditCode(String region, long number) {
        StringBuilder code = new StringBuilder(18).append("91").append(region).append("MB");
        char[] serial = new char[6];
        long rest = number;
        for (int i = serial.length - 1; i >= 0; i--) {
            serial[i] = ALPHABET.charAt((int) (rest % ALPHABET.length()));
            rest /= ALPHABET.length();
        }
        code.append(serial).append(organisationCheck(code.substring(8)));
        int sum = 0;
        int weight = 1;
        for (int i = 0; i < 17; i++) {
            sum += ALPHABET.indexOf(code.charAt(i)) * weight;
            weight = weight * 3 % 31;
        }
        return code.append(ALPHABET.charAt((31 - sum % 31) % 31)).toString();
    }

    private static char organisationCheck(String body) {
        int[] weights = {3, 7, 9, 10, 5, 8, 4, 2};
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            char c = body.charAt(i);
            sum += (c <= '9' ? c - '0' : c - 'A' + 10) * weights[i];
        }
        int check = 11 - sum % 11;
        return check == 10 ? 'X' : check == 11 ? '0' : (char) ('0' + check);
    }
}
