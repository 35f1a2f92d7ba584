package org.anze.gateway.mapping.convert;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Numbers as people write them. Exact: nothing is ever rounded. */
public final class Amounts {

    private static final int LONGEST = 30;
    private static final String[] SIGNS = {"￥", "¥", "人民币", "RMB", "CNY"};

    private Amounts() {}

    /** The unit an amount is written in. */
    public enum Unit {
        FEN(0),
        YUAN(2),
        WAN_YUAN(6),
        YI_YUAN(10);

        private final int digitsToFen;

        Unit(int digitsToFen) {
            this.digitsToFen = digitsToFen;
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

    /** An amount such as {@code 61,115.83}, {@code 11000.85元}, {@code 1.1万元}, {@code ￥5}; null when it is none. */
    public static @Nullable Amount amount(String text) {
        String rest = Texts.compact(text);
        boolean currency = false;
        for (String sign : SIGNS) {
            // A full-width yen sign is a half-width one after compact(), so both spellings are in the list.
            if (rest.startsWith(sign)) {
                rest = rest.substring(sign.length());
                currency = true;
                break;
            }
        }
        Unit unit = currency ? Unit.YUAN : null;
        if (rest.endsWith("元") || rest.endsWith("圆") || rest.endsWith("元整")) {
            rest = rest.substring(0, rest.length() - (rest.endsWith("整") ? 2 : 1));
            unit = Unit.YUAN;
        }
        if (rest.endsWith("万")) {
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
