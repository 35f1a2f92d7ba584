package org.anze.gateway.seal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Times in sealed documents: always milliseconds, always China Standard Time, {@code 2026-11-22T09:30:00.000+08:00}.
 * One instant has one spelling.
 */
public final class SealTime {

    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);
    /** Digits where there are zeros. By hand, since every entry header has one and a formatter costs microseconds. */
    private static final String SHAPE = "0000-00-00T00:00:00.000+08:00";

    private SealTime() {}

    /** The text of an instant; what is finer than a millisecond is cut off. */
    public static String write(Instant time) {
        LocalDateTime local = LocalDateTime.ofInstant(time, CHINA);
        if (local.getYear() < 0 || local.getYear() > 9999) {
            throw new IllegalArgumentException("year " + local.getYear());
        }
        char[] text = SHAPE.toCharArray();
        number(text, 0, 4, local.getYear());
        number(text, 5, 2, local.getMonthValue());
        number(text, 8, 2, local.getDayOfMonth());
        number(text, 11, 2, local.getHour());
        number(text, 14, 2, local.getMinute());
        number(text, 17, 2, local.getSecond());
        number(text, 20, 3, local.getNano() / 1_000_000);
        return new String(text);
    }

    private static void number(char[] text, int at, int digits, int value) {
        int rest = value;
        for (int i = at + digits - 1; i >= at; i--) {
            text[i] = (char) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** The instant of a text. */
    public static Instant parse(String text, String where) throws FlawException {
        if (hasShape(text)) {
            try {
                return LocalDateTime.of(
                                number(text, 0, 4),
                                number(text, 5, 2),
                                number(text, 8, 2),
                                number(text, 11, 2),
                                number(text, 14, 2),
                                number(text, 17, 2),
                                number(text, 20, 3) * 1_000_000)
                        .toInstant(CHINA);
            } catch (DateTimeException noSuchDay) {
                throw new FlawException(Flaw.MALFORMED, where);
            }
        }
        throw new FlawException(Flaw.MALFORMED, where);
    }

    private static boolean hasShape(String text) {
        boolean fits = text.length() == SHAPE.length();
        for (int i = 0; fits && i < SHAPE.length(); i++) {
            char c = text.charAt(i);
            // The last six, +08:00, stand as they are.
            boolean digit = SHAPE.charAt(i) == '0' && i < 23;
            fits = digit ? c >= '0' && c <= '9' : c == SHAPE.charAt(i);
        }
        return fits;
    }

    private static int number(String text, int at, int digits) {
        int value = 0;
        for (int i = at; i < at + digits; i++) {
            value = value * 10 + text.charAt(i) - '0';
        }
        return value;
    }
}
