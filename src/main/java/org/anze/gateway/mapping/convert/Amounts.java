package org.anze.gateway.mapping.convert;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbers as people write them. Exact: nothing is ever rounded. */
public final class Amounts {

    private static final int LONGEST = 30;
    private static final String[] SIGNS = {"￥", "¥", "人民币", "RMB", "CNY"};

    private static final Map<String, Unit> UNITS = Map.of(
            "分", Unit.FEN,
            "角", Unit.JIAO,
            "元", Unit.YUAN,
            "千元", Unit.QIAN_YUAN,
            "万元", Unit.WAN_YUAN,
            "百万元", Unit.BAI_WAN_YUAN,
            "千万元", Unit.QIAN_WAN_YUAN,
            "亿元", Unit.YI_YUAN);

    private Amounts() {}

    /** The unit an amount is written in. */
    public enum Unit {
        FEN(0),
        JIAO(1),
        YUAN(2),
        QIAN_YUAN(5),
        WAN_YUAN(6),
        BAI_WAN_YUAN(8),
        QIAN_WAN_YUAN(9),
        YI_YUAN(10);

        private final int digitsToFen;

        Unit(int digitsToFen) {
            this.digitsToFen = digitsToFen;
        }

        /** The unit by its name in field tables: fen, yuan, qian-yuan, wan-yuan, yi-yuan; null when there is none of that name. */
        public static @Nullable Unit named(String name) {
            return switch (name) {
                case "fen" -> FEN;
                case "yuan" -> YUAN;
                case "qian-yuan" -> QIAN_YUAN;
                case "wan-yuan" -> WAN_YUAN;
                case "yi-yuan" -> YI_YUAN;
                default -> null;
            };
        }

        /** The amount in fen, exact; it has decimals when it was written with more than two in yuan. */
        public BigDecimal toFen(BigDecimal amount) {
            return amount.movePointRight(digitsToFen);
        }
    }

    /**
     * @param unit the unit the text itself names; null when it names none
     */
    public record Amount(BigDecimal number, @Nullable Unit unit) {}

    /** The unit that a text such as 单位：万元 or （人民币元） names; null when it names none. */
    public static @Nullable Unit unitIn(String text) {
        String word = Texts.compact(text);
        if (word.startsWith("(") && word.endsWith(")")) {
            word = word.substring(1, word.length() - 1);
        }
        word = word.substring(Math.max(word.lastIndexOf(':'), word.lastIndexOf('位')) + 1);
        return UNITS.get(word.startsWith("人民币") ? word.substring("人民币".length()) : word);
    }

    /**
     * The amount in fen of a text that consists of ASCII digits with at most a point and well-placed commas; -1 when it is
     * written in any other way, which {@link #amount} may still understand. The usual case, without garbage.
     */
    static long plainFen(String text, Unit unit) {
        return plain(text, unit.digitsToFen);
    }

    /** The same for a whole number. */
    static long plainWhole(String text) {
        return plain(text, 0);
    }

    private static long plain(String text, int shift) {
        int length = text.length();
        if (length == 0 || length > 17) {
            return -1;
        }
        long value = 0;
        int digits = 0;
        int sinceComma = -1;
        int decimals = -1;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                value = value * 10 + (c - '0');
                digits++;
                if (decimals >= 0) {
                    decimals++;
                } else if (sinceComma >= 0) {
                    sinceComma++;
                }
            } else if (c == ',' && decimals < 0 && (sinceComma < 0 ? digits >= 1 && digits <= 3 : sinceComma == 3)) {
                sinceComma = 0;
            } else if (c == '.' && decimals < 0 && digits > 0 && (sinceComma < 0 || sinceComma == 3)) {
                decimals = 0;
            } else {
                return -1;
            }
        }
        boolean unfinished = decimals == 0 || decimals < 0 && sinceComma >= 0 && sinceComma != 3;
        int missing = shift - Math.max(decimals, 0);
        if (unfinished || missing < 0 || digits + missing > 15) {
            return -1;
        }
        for (int i = 0; i < missing; i++) {
            value *= 10;
        }
        return value;
    }

    /** An amount such as {@code 61,115.83}, {@code 11000.85元}, {@code 1.1万元}, {@code ￥5}; null when it is none. */
    public static @Nullable Amount amount(String text) {
        String rest = Texts.numeral(text);
        boolean currency = false;
        for (String sign : SIGNS) {
            // A full-width yen sign is a half-width one after compact(), so both spellings are in the list.
            if (rest.startsWith(sign)) {
                rest = rest.substring(sign.length());
                currency = true;
                break;
            }
        }
        if (ChineseAmount.begins(rest)) {
            BigDecimal words = ChineseAmount.parse(rest);
            return words == null ? null : new Amount(words, Unit.YUAN);
        }
        Unit unit = currency ? Unit.YUAN : null;
        if (rest.endsWith("元") || rest.endsWith("圆") || rest.endsWith("元整")) {
            rest = rest.substring(0, rest.length() - (rest.endsWith("整") ? 2 : 1));
            unit = Unit.YUAN;
        }
        if (unit != null && rest.endsWith("千")) {
            rest = rest.substring(0, rest.length() - 1);
            unit = Unit.QIAN_YUAN;
        } else if (rest.endsWith("万")) {
            rest = rest.substring(0, rest.length() - 1);
            unit = Unit.WAN_YUAN;
        } else if (rest.endsWith("亿")) {
            rest = rest.substring(0, rest.length() - 1);
            unit = Unit.YI_YUAN;
        } else if (unit == null && rest.endsWith("分")) {
            rest = rest.substring(0, rest.length() - 1);
            unit = Unit.FEN;
        }
        BigDecimal number = number(rest);
        return number == null ? null : new Amount(number, unit);
    }

    /**
     * A plain decimal number, with commas between groups of three digits or without any; null when it is none. {@code 12,34}
     * is none, because the comma could be meant as a decimal point.
     */
    public static @Nullable BigDecimal number(String compact) {
        int length = compact.length();
        if (length == 0 || length > LONGEST) {
            return null;
        }
        char[] digits = new char[length];
        int count = 0;
        int sinceComma = -1;
        boolean point = false;
        for (int i = 0; i < length; i++) {
            char c = compact.charAt(i);
            if (c >= '0' && c <= '9') {
                digits[count++] = c;
                if (!point && sinceComma >= 0) {
                    sinceComma++;
                }
            } else if (c == ',' && !point && groupEnds(count, sinceComma, digits[0] == '-')) {
                sinceComma = 0;
            } else if (c == '.' && !point && count > 0 && i + 1 < length && (sinceComma == 3 || sinceComma < 0)) {
                point = true;
                digits[count++] = c;
            } else if ((c == '-' || c == '+') && i == 0) {
                digits[count++] = c;
            } else {
                return null;
            }
        }
        if (!point && sinceComma >= 0 && sinceComma != 3 || digits[count - 1] == '-' || digits[count - 1] == '+') {
            return null;
        }
        return new BigDecimal(digits, 0, count);
    }

    private static boolean groupEnds(int count, int sinceComma, boolean signed) {
        int whole = signed ? count - 1 : count;
        return sinceComma < 0 ? whole >= 1 && whole <= 3 : sinceComma == 3;
    }

    /** The value as a long when it has no fraction and is below 9 × 10¹⁵, so that JSON can carry it; null otherwise. */
    public static @Nullable Long whole(BigDecimal number) {
        if (number.precision() - number.scale() > 15) {
            return null;
        }
        if (number.scale() <= 0) {
            return number.longValueExact();
        }
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() <= 0 ? stripped.longValueExact() : null;
    }
}
