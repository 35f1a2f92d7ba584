package org.anze.gateway.access;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Removes what identifies a person from text that people wrote: identity numbers, mobile numbers, number plates
 * (DOMAIN.md B4), and long numbers such as bank accounts. Better one figure too many than one too few: check digits are
 * not asked for, full-width digits and blanks or hyphens inside numbers are seen through.
 */
final class FreeText {

    private static final String SEPARATOR = "[ \\-－　]?";

    /** Groups of at least three digits that may be one number; what it is, its length tells. */
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9０-９]{2,}(?:" + SEPARATOR + "[0-9０-９]{3,}+)*[XxＸｘ]?");

    private static final Pattern MOBILE = Pattern.compile(
            "(?<![0-9０-９])[1１][3-9３-９][0-9０-９]" + SEPARATOR + "[0-9０-９]{4}" + SEPARATOR + "[0-9０-９]{4}(?![0-9０-９])");

    private static final Pattern PLATE =
            Pattern.compile("([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使][A-HJ-NP-Za-hj-np-z])[·•．. \\-]?"
                    + "(?=[A-Za-z]{0,6}[0-9])[A-HJ-NP-Za-hj-np-z0-9]{4,5}[A-HJ-NP-Za-hj-np-z0-9挂学警港澳]"
                    + "(?![A-Za-z0-9])");

    private static final int IDENTITY_NUMBER_LENGTH = 18;
    private static final int LONG_NUMBER_LENGTH = 15;

    private FreeText() {}

    /**
     * @param identityNumberParts whether first six and last four digits of an identity number may stay
     */
    static String mask(String text, boolean identityNumberParts) {
        if (!mayHold(text)) {
            return text;
        }
        // Plates first: their digits must not be taken for a number of their own.
        String masked = PLATE.matcher(text).replaceAll("$1*****");
        String source = masked;
        return NUMBER.matcher(masked).replaceAll(match -> number(source, match, identityNumberParts));
    }

    private static String number(String text, MatchResult match, boolean identityNumberParts) {
        String number = compact(match.group());
        int length = number.length();
        boolean letterAtEnd = number.endsWith("X");
        if (length == IDENTITY_NUMBER_LENGTH) {
            return identityNumberParts ? Masking.identityNumber(number) : "*".repeat(IDENTITY_NUMBER_LENGTH);
        }
        if (length == 11 && isMobile(number)
                || length == 13 && number.startsWith("86") && isMobile(number.substring(2))) {
            return Masking.telephone(number);
        }
        if (length >= LONG_NUMBER_LENGTH && !letterAtEnd) {
            boolean afterLetter = match.start() > 0 && isLatin(text.charAt(match.start() - 1));
            // After a letter it is a policy or contract number.
            return afterLetter && length == match.group().length() ? match.group() : Masking.lastFour(number);
        }
        return MOBILE.matcher(match.group()).replaceAll(mobile -> Masking.telephone(compact(mobile.group())));
    }

    private static boolean isMobile(String number) {
        return number.charAt(0) == '1' && number.charAt(1) >= '3';
    }

    private static boolean isLatin(char c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }

    /** Most text holds no digits at all, and then the patterns need not be tried. */
    private static boolean mayHold(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9' || c >= '０' && c <= '９') {
                return true;
            }
        }
        return false;
    }

    private static String compact(String group) {
        StringBuilder compact = new StringBuilder(24);
        for (int i = 0; i < group.length(); i++) {
            char c = group.charAt(i);
            if (c >= '０' && c <= '９') {
                compact.append((char) (c - '０' + '0'));
            } else if (c >= '0' && c <= '9') {
                compact.append(c);
            } else if (Character.isLetter(c)) {
                compact.append('X');
            }
        }
        return compact.toString();
    }
}
