package org.anze.gateway.mapping.source;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.util.Locale;
import org.anze.gateway.mapping.convert.Times;
import org.jspecify.annotations.Nullable;

/**
 * What people read in a cell, as text: spreadsheets keep binary numbers, of which 15 digits are meant. Dates are what the
 * cell's format says is one; other numbers stay numbers, serials of dates included.
 */
final class CellText {

    /** Characters that a cell can have in any spreadsheet program. */
    static final int LONGEST = 32_767;

    private static final MathContext MEANT = new MathContext(15, RoundingMode.HALF_UP);
    private static final double DIGITS_LOST = 1e15;
    private static final long LAST_DAY = 2_958_465;
    private static final LocalDateTime DAY_ZERO_1900 = LocalDateTime.of(1899, 12, 30, 0, 0);
    private static final LocalDateTime DAY_ZERO_1904 = LocalDateTime.of(1904, 1, 1, 0, 0);

    private final boolean from1904;

    CellText(boolean from1904) {
        this.from1904 = from1904;
    }

    /** The number as the file writes it; null when it is none. */
    @Nullable
    String of(String written, CellFormat format) {
        if (format.isPlain() && isShort(written)) {
            return written;
        }
        Double number = parse(written);
        return number == null ? null : of(number, format);
    }

    /** Nearly all numbers can be taken as they are: few digits, no exponent, no zeros at the end of a fraction. */
    private static boolean isShort(String written) {
        int length = written.length();
        if (length == 0 || length > 15) {
            return false;
        }
        boolean point = false;
        int start = written.charAt(0) == '-' ? 1 : 0;
        if (written.startsWith("-0")) {
            return false;
        }
        for (int i = start; i < length; i++) {
            char c = written.charAt(i);
            if (c == '.' && !point && i > start && i + 1 < length) {
                point = true;
            } else if (c < '0' || c > '9') {
                return false;
            }
        }
        boolean leadingZero = length > start + 1 && written.charAt(start) == '0' && written.charAt(start + 1) != '.';
        return start < length && !leadingZero && !(point && written.charAt(length - 1) == '0');
    }

    private static @Nullable Double parse(String written) {
        if (written.isEmpty() || written.length() > 60) {
            return null;
        }
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
                return null;
            }
        }
        try {
            double number = Double.parseDouble(written);
            return Double.isInfinite(number) ? null : number;
        } catch (NumberFormatException e) {
            return null; // The caller names the cell.
        }
    }

    /**
     * Whether the number has more digits than a spreadsheet keeps, so that the last ones are not what was typed. Zeros that
     * a format puts before them do not count.
     */
    static boolean hasLostDigits(String text) {
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                break;
            }
            digits += c >= (digits == 0 ? '1' : '0') && c <= '9' ? 1 : 0;
        }
        return digits > 15;
    }

    String of(double number, CellFormat format) {
        if (format.kind() == CellFormat.Kind.PERCENT) {
            return plain(decimal(number).movePointRight(2)) + "%";
        }
        if (format.kind() != CellFormat.Kind.NUMBER) {
            String time = format.kind() == CellFormat.Kind.ELAPSED ? elapsed(number) : time(number, format.kind());
            if (time != null) {
                return time;
            }
        }
        WrittenNumber written = format.written();
        if (!written.isPlain()) {
            String shifted = plain(decimal(number).movePointLeft(written.shift()));
            int missing = number < 0 || shifted.indexOf('.') >= 0 ? 0 : written.width() - shifted.length();
            return "0".repeat(Math.max(missing, 0)) + shifted + written.unit();
        }
        if (number == Math.rint(number) && Math.abs(number) < DIGITS_LOST) {
            return Long.toString((long) number);
        }
        return plain(decimal(number));
    }

    /** Hours, minutes and seconds, however many hours there are; null when the number is no time that can have passed. */
    private static @Nullable String elapsed(double days) {
        if (!(days >= 0) || days >= LAST_DAY + 1) {
            return null;
        }
        long seconds = Math.round(days * 86_400);
        return String.format(Locale.ROOT, "%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    private static BigDecimal decimal(double number) {
        return BigDecimal.valueOf(number).round(MEANT);
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    /** Null when the number is no day of a calendar. */
    private @Nullable String time(double serial, CellFormat.Kind kind) {
        if (!(serial >= 0) || serial >= LAST_DAY + 1) {
            return null;
        }
        long seconds = Math.round(serial * 86_400);
        long day = seconds / 86_400;
        boolean wholeDay = seconds % 86_400 == 0;
        if (day == 0 && kind == CellFormat.Kind.TIME) {
            return Times.instant(DAY_ZERO_1904.plusSeconds(seconds)).substring(11, 19);
        }
        if (!from1904 && (day == 0 || day == 60)) {
            // 1900-01-00 and 1900-02-29 are days of the program only.
            return null;
        }
        long shift = !from1904 && day < 60 ? 86_400 : 0;
        LocalDateTime at = (from1904 ? DAY_ZERO_1904 : DAY_ZERO_1900).plusSeconds(seconds + shift);
        String date = Times.date(at.toLocalDate());
        return wholeDay && kind == CellFormat.Kind.DATE
                ? date
                : date + " " + Times.instant(at).substring(11, 19);
    }
}
