package org.anze.gateway.access;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The masked forms of DOMAIN.md B4, one function each. They never return what they were given, except for values that
 * carry nothing to hide.
 */
final class Masking {

    private static final Pattern NOT_DIGITS = Pattern.compile("[^0-9]+");
    private static final long WAN = 1_000_000L;

    /** Lower bounds of the money bands in fen, and what a band is called up to the next bound. */
    private static final long[] BOUNDS = {
        0, 1, WAN, 5 * WAN, 10 * WAN, 50 * WAN, 100 * WAN, 500 * WAN, 1000 * WAN, 5000 * WAN
    };

    private static final String[] BANDS = {
        "0元",
        "1万元以下",
        "1万-5万元",
        "5万-10万元",
        "10万-50万元",
        "50万-100万元",
        "100万-500万元",
        "500万-1000万元",
        "1000万-5000万元",
        "5000万元以上"
    };

    private static final long WHOLE_PER_CENT = 10_000;
    private static final int PERCENT_STEP = 5;

    private Masking() {}

    /** 张三 → 张*, 欧阳春 → 欧**; other scripts keep the first letter only. */
    static String name(String name) {
        int[] points = name.strip().codePoints().limit(41).toArray();
        if (points.length < 2) {
            return "*";
        }
        boolean han = Character.UnicodeScript.of(points[0]) == Character.UnicodeScript.HAN;
        return new StringBuilder().appendCodePoint(points[0]).toString()
                + "*".repeat(han ? Math.min(points.length, 5) - 1 : 3);
    }

    /** 13800000000 → 138****0000; other numbers keep the last four digits. */
    static String telephone(String number) {
        String digits = NOT_DIGITS.matcher(number).replaceAll("");
        if (digits.length() == 13 && digits.startsWith("86")) {
            digits = digits.substring(2);
        }
        if (digits.length() == 11 && digits.startsWith("1")) {
            return digits.substring(0, 3) + "****" + digits.substring(7);
        }
        return lastFour(digits);
    }

    /** zhang@example.cn → z***@example.cn. */
    static String email(String address) {
        int at = address.lastIndexOf('@');
        return at < 1 ? "***" : address.substring(0, address.offsetByCodePoints(0, 1)) + "***" + address.substring(at);
    }

    /** 110101190001010006 → 110101********0006; 15-digit numbers likewise. Anything else keeps nothing. */
    static String identityNumber(String number) {
        int length = number.length();
        return length == 18 || length == 15
                ? number.substring(0, 6) + "*".repeat(length - 10) + number.substring(length - 4)
                : "*".repeat(8);
    }

    /** Account, certificate or contract number → **** and its last four; short ones keep nothing. */
    static String lastFour(String number) {
        return number.length() < 8 ? "****" : "****" + number.substring(number.length() - 4);
    }

    /** Fen → the band the amount is in, in yuan; the lower bound belongs to the band, the upper does not. */
    static String moneyBand(long fen) {
        int band = BOUNDS.length - 1;
        while (band > 0 && fen < BOUNDS[band]) {
            band--;
        }
        return fen < 0 ? "0元以下" : BANDS[band];
    }

    /** Ten-thousandths of a per cent → the band of five per cent, such as 15%-20%; the lower bound belongs to it. */
    static String percentBand(long percent) {
        if (percent < 0) {
            return "0%以下";
        }
        if (percent >= 100 * WHOLE_PER_CENT) {
            return "100%以上";
        }
        long lower = percent / (PERCENT_STEP * WHOLE_PER_CENT) * PERCENT_STEP;
        return lower + "%-" + (lower + PERCENT_STEP) + "%";
    }

    /**
     * Outcome or disability grade → the band that 《工伤保险条例》 art. 35 to 37 tie benefits to: grades 1–4, 5–6, 7–10.
     */
    static @Nullable String injuryBand(String outcome) {
        if (outcome.equals("死亡") || outcome.equals("重伤") || outcome.equals("轻伤")) {
            return outcome;
        }
        String digits = NOT_DIGITS.matcher(outcome).replaceAll("");
        if (digits.isEmpty() || digits.length() > 2) {
            return null;
        }
        int grade = Integer.parseInt(digits);
        if (grade < 1 || grade > 10) {
            return null;
        }
        return grade <= 4 ? "伤残1-4级" : grade <= 6 ? "伤残5-6级" : "伤残7-10级";
    }

    /** 2024-01-31 → 2024-01, for days that are a commercial secret. */
    static @Nullable String month(String date) {
        return date.length() < 7 ? null : date.substring(0, 7);
    }
}
