package org.anze.gateway.intake.returned;

import java.util.regex.Pattern;

/**
 * Masks what a returned file would show of people: whole cells of personal columns, and numbers of people in any other text
 * (DOMAIN.md B4). The same text gives the same mask, by which an unchanged cell is recognised. Safe for many threads.
 */
final class PersonalCells {

    /** Region, a birthday that can be, order, check digit; blanks and hyphens between the groups are seen through. */
    private static final Pattern IDENTITY_NUMBER = Pattern.compile(
            "(?<![0-9A-Za-z])([1-8][0-9]{5})[ -]?"
                    + "(?:18|19|20)[0-9]{2}[ -]?(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[ -]?[0-9]{3}[0-9Xx](?![0-9A-Za-z])");

    private static final Pattern MOBILE =
            Pattern.compile("(?<![0-9A-Za-z])((?:\\+?86[ -]?)?1[3-9][0-9])[ -]?[0-9]{4}[ -]?([0-9]{4})(?![0-9A-Za-z])");

    private static final Pattern EMAIL =
            Pattern.compile("([A-Za-z0-9])[A-Za-z0-9._%+-]*(@[A-Za-z0-9.-]+\\.[A-Za-z]{2,})");
    private static final Pattern MASKED_NUMBER =
            Pattern.compile("[1-8][0-9]{5}\\*{12}|1[3-9][0-9]\\*{4}[0-9]{4}|[A-Za-z0-9]\\*{3}@");

    private static final Pattern MASKED_WHOLE = Pattern.compile("\\*\\*|^.\\*$");
    private static final int LONGEST_NAME = 8;
    private static final int ALMOST_NUMBER = 7;

    private PersonalCells() {}

    /** What is shown instead of a cell; the same text when there is nothing to hide. */
    static String mask(String text, boolean personal) {
        if (text.isBlank()) {
            return text;
        }
        return personal ? maskWhole(text.strip()) : maskNumbers(text);
    }

    /** Whether a text has the form of a mask, so that it cannot be a value. */
    static boolean looksMasked(String text, boolean personal) {
        if (text.indexOf('*') < 0) {
            return false;
        }
        return MASKED_NUMBER.matcher(text).find()
                || personal && MASKED_WHOLE.matcher(text.strip()).find();
    }

    private static String maskWhole(String text) {
        long digits = text.chars().filter(c -> c >= '0' && c <= '9').count();
        if (text.indexOf('@') > 0) {
            return EMAIL.matcher(text).matches() ? maskNumbers(text) : "***";
        }
        if (digits >= ALMOST_NUMBER) {
            int length = text.length();
            int tail = length >= 11 ? 4 : 2;
            return text.substring(0, Math.min(3, length - tail)) + "****" + text.substring(length - tail);
        }
        int[] points = text.codePoints().limit(LONGEST_NAME + 1L).toArray();
        boolean name = digits == 0 && points.length > 1 && points.length <= LONGEST_NAME;
        return name ? new String(points, 0, 1) + "*".repeat(points.length - 1) : "***";
    }

    private static String maskNumbers(String text) {
        boolean mayHold = text.indexOf('@') >= 0;
        for (int i = 0; i < text.length() && !mayHold; i++) {
            mayHold = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        if (!mayHold) {
            return text;
        }
        String hidden = IDENTITY_NUMBER.matcher(text).replaceAll("$1************");
        hidden = MOBILE.matcher(hidden).replaceAll("$1****$2");
        return EMAIL.matcher(hidden).replaceAll("$1***$2");
    }
}
