package org.anze.gateway.intake.returned;

import java.util.regex.Pattern;
import org.anze.gateway.record.text.PersonalNumbers;
import org.anze.gateway.record.text.PersonalNumbers.Found;
import org.anze.gateway.record.text.PersonalNumbers.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Masks what a returned file would show of people: whole cells of personal columns, and numbers of people in any other text
 * (DOMAIN.md B4). The same text gives the same mask, by which an unchanged cell is recognised. Safe for many threads.
 */
final class PersonalCells {

    private static final Pattern MASKED_NUMBER =
            Pattern.compile("[1-8][0-9]{5}\\*{12}|1[3-9][0-9]\\*{4}[0-9]{4}|.\\*{3}[@＠]"
                    + "|(?<![0-9*])\\*{4}[0-9X]{4}(?![0-9])|\\p{IsHan}[A-Za-zＡ-Ｚａ-ｚ]\\*{5}");

    private static final Pattern MASKED_WHOLE = Pattern.compile("\\*\\*|^.\\*$");
    private static final int LONGEST_NAME = 8;
    private static final int ALMOST_NUMBER = 7;

    private PersonalCells() {}

    /** What is shown instead of a cell; the same text when there is nothing to hide. */
    static String mask(String text, boolean personal) {
        if (text.isBlank()) {
            return text;
        }
        return personal ? maskWhole(text.strip()) : PersonalNumbers.mask(text);
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
            String address = PersonalNumbers.replace(text, PersonalCells::showAddress);
            return address.equals(text) ? "***" : address;
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

    private static @Nullable String showAddress(Found found) {
        return found.kind() == Kind.EMAIL && found.whole() ? found.masked() : null;
    }
}
