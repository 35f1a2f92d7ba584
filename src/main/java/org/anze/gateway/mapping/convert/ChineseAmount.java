package org.anze.gateway.mapping.convert;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Amounts in words as on vouchers: 陆万壹仟壹佰壹拾伍元捌角叁分, 肆拾万元整. Exact, and strict about the order of the words. */
final class ChineseAmount {

    private static final String DIGITS = "零壹贰叁肆伍陆柒捌玖";
    private static final String PLAIN_DIGITS = "〇一二三四五六七八九";
    private static final String UNITS = "拾佰仟";
    private static final String PLAIN_UNITS = "十百千";
    private static final int LONGEST = 40;

    private ChineseAmount() {}

    /** Whether a text begins like one. */
    static boolean begins(String compact) {
        return !compact.isEmpty() && (digit(compact.charAt(0)) >= 0 || power(compact.charAt(0)) == 1);
    }

    /** The amount in yuan; null when the words make none. */
    static @Nullable BigDecimal parse(String compact) {
        if (compact.length() > LONGEST) {
            return null;
        }
        String text =
                compact.endsWith("整") || compact.endsWith("正") ? compact.substring(0, compact.length() - 1) : compact;
        int yuan = Math.max(text.indexOf('元'), text.indexOf('圆'));
        if (yuan < 0) {
            return null;
        }
        long whole = yuan == 0 ? 0 : whole(text.substring(0, yuan));
        long fen = small(text.substring(yuan + 1));
        return whole < 0 || fen < 0 ? null : BigDecimal.valueOf(whole * 100 + fen, 2);
    }

    /** Three parts of four digits each, with 亿 and 万 between them; -1 when it is none. */
    private static long whole(String text) {
        int hundredMillions = text.indexOf('亿');
        String rest = text.substring(hundredMillions + 1);
        int tenThousands = rest.indexOf('万');
        long high = hundredMillions < 0 ? 0 : section(text.substring(0, hundredMillions));
        long middle = tenThousands < 0 ? 0 : section(rest.substring(0, tenThousands));
        String low = rest.substring(tenThousands + 1);
        long units = low.isEmpty() && (hundredMillions >= 0 || tenThousands >= 0) ? 0 : section(low);
        return high < 0 || middle < 0 || units < 0 ? -1 : high * 100_000_000 + middle * 10_000 + units;
    }

    /** Below ten thousand; -1 when it is none. */
    private static long section(String text) {
        long sum = 0;
        int number = -1;
        int lastPower = 4;
        for (int i = 0; i < text.length(); i++) {
            int digit = digit(text.charAt(i));
            int power = power(text.charAt(i));
            if (digit == 0 && number < 0) {
                continue; // 零 fills a gap.
            }
            if (digit > 0 && number < 0) {
                number = digit;
            } else if (power > 0 && power < lastPower && (number > 0 || power == 1 && i == 0)) {
                sum += Math.max(number, 1) * (long) Math.pow(10, power);
                number = -1;
                lastPower = power;
            } else {
                return -1;
            }
        }
        return text.isEmpty() ? -1 : sum + Math.max(number, 0);
    }

    /** What stands behind 元, in fen; -1 when it is none. */
    private static long small(String text) {
        String rest = text.startsWith("零") ? text.substring(1) : text;
        long fen = 0;
        for (char unit : new char[] {'角', '分'}) {
            if (rest.length() >= 2 && rest.charAt(1) == unit && digit(rest.charAt(0)) >= 0) {
                fen += digit(rest.charAt(0)) * (unit == '角' ? 10L : 1L);
                rest = rest.substring(2);
            }
        }
        return rest.isEmpty() ? fen : -1;
    }

    private static int digit(char c) {
        int digit = DIGITS.indexOf(c);
        return digit >= 0 ? digit : c == '两' ? 2 : PLAIN_DIGITS.indexOf(c);
    }

    /** 1 for 拾, 2 for 佰, 3 for 仟, 0 for anything else. */
    private static int power(char c) {
        return 1 + Math.max(UNITS.indexOf(c), PLAIN_UNITS.indexOf(c));
    }
}
