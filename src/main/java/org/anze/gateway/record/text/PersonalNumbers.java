package org.anze.gateway.record.text;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds what identifies a person in text that people wrote: identity numbers, mobile numbers, number plates (DOMAIN.md B4),
 * e-mail addresses, and long numbers such as bank accounts. What becomes of each is the caller's policy. Better one figure
 * too many than one too few: check digits are not asked for; full-width characters, and blanks or hyphens inside numbers, are
 * seen through. Takes time in proportion to the text. Safe for many threads.
 */
public final class PersonalNumbers {

    private static final String SEPARATOR = "[ -]?";

    /** Groups of at least three digits that may be one number; what it is, its length tells. Nothing is tried twice. */
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]{2,}+(?:" + SEPARATOR + "[0-9]{3,}+)*+[Xx]?");

    /** Region, a birthday that can be, order, check digit. */
    private static final Pattern IDENTITY_NUMBER = Pattern.compile("(?<![0-9])[1-8][0-9]{5}" + SEPARATOR
            + "(?:18|19|20)[0-9]{2}" + SEPARATOR + "(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])" + SEPARATOR
            + "[0-9]{3}[0-9Xx](?![0-9])");

    private static final Pattern MOBILE = Pattern.compile(
            "(?<![0-9])(?:86" + SEPARATOR + ")?1[3-9][0-9]" + SEPARATOR + "[0-9]{4}" + SEPARATOR + "[0-9]{4}(?![0-9])");

    private static final Pattern PLATE =
            Pattern.compile("[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使][A-HJ-NP-Za-hj-np-z][·•．. -]?"
                    + "(?=[A-Za-z]{0,6}[0-9])[A-HJ-NP-Za-hj-np-z0-9]{4,5}[A-HJ-NP-Za-hj-np-z0-9挂学警港澳]"
                    + "(?![A-Za-z0-9])");

    /** It begins where such characters begin, or a long text would be tried from each of its letters. */
    private static final Pattern EMAIL =
            Pattern.compile("(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]++@[A-Za-z0-9.-]+\\.[A-Za-z]{2,}");

    /** Letters in front of a number that say what it is, and are not the beginning of a code. */
    private static final Set<String> LABELS =
            Set.of("tel", "phone", "mobile", "mob", "cell", "fax", "wx", "wechat", "qq", "id", "no");

    private static final int LONGEST_LABEL = 6;
    private static final int IDENTITY_NUMBER_LENGTH = 18;
    private static final int MOBILE_LENGTH = 11;
    private static final int LONG_NUMBER_LENGTH = 15;

    private PersonalNumbers() {}

    /** What was found. */
    public enum Kind {
        /** 18 figures with a region and a birthday that can be. */
        IDENTITY_NUMBER,
        /** 18 figures otherwise: perhaps a mistyped identity number, perhaps a credit code without letters. */
        EIGHTEEN_FIGURES,
        /** A mobile number, with or without the country's prefix. */
        MOBILE,
        /** 15 figures or more: an account or a contract. */
        LONG_NUMBER,
        /** A vehicle's number plate. */
        PLATE,
        EMAIL
    }

    /**
     * An occurrence.
     *
     * @param text as it was written
     * @param figures its digits in half width, {@code X} for a letter among them; empty for a plate and an address
     * @param afterLetter whether a Latin letter stands before it that is more than a label, as in policy numbers
     * @param beforeLetter whether a Latin letter follows it at once
     * @param whole whether the text has nothing else
     */
    public record Found(
            Kind kind, String text, String figures, boolean afterLetter, boolean beforeLetter, boolean whole) {

        /** Whether it is joined to letters, as the figures of policy and contract numbers are. */
        public boolean isPartOfCode() {
            return afterLetter || beforeLetter;
        }

        /**
         * The usual form: the region of an identity number, the first three and last four of a mobile number, the province
         * of a plate, the first letter and domain of an address, the last four of anything else.
         */
        public String masked() {
            return switch (kind) {
                case IDENTITY_NUMBER -> figures.substring(0, 6) + "*".repeat(IDENTITY_NUMBER_LENGTH - 6);
                case MOBILE -> {
                    int own = figures.length() - MOBILE_LENGTH;
                    yield beforeFigure(own) + figures.substring(own, own + 3) + "****" + figures.substring(own + 7);
                }
                case PLATE -> text.substring(0, 2) + "*****";
                case EMAIL -> text.charAt(0) + "***" + domain();
                case EIGHTEEN_FIGURES, LONG_NUMBER -> "****" + figures.substring(figures.length() - 4);
            };
        }

        /** Of an address, from its at sign. */
        public String domain() {
            return text.substring(Math.max(text.indexOf('@'), text.indexOf('＠')));
        }

        /** What was written before the n-th figure, from 0: the country's prefix. */
        private String beforeFigure(int figure) {
            int seen = 0;
            for (int i = 0; i < text.length(); i++) {
                if (isDigit(half(text.charAt(i))) && seen++ == figure) {
                    return text.substring(0, i);
                }
            }
            return "";
        }
    }

    /** What a caller shows. */
    @FunctionalInterface
    public interface Policy {
        /** What stands instead of it; null leaves it, and then what is inside a longer number is asked for by itself. */
        @Nullable
        String show(Found found);
    }

    /** Hides what is about people in words of one's own staff; numbers of policies and enterprises stay readable. */
    public static String hide(String text) {
        return replace(text, found -> switch (found.kind()) {
            case IDENTITY_NUMBER, PLATE -> found.masked();
            case MOBILE -> found.isPartOfCode() ? null : found.masked();
            case EMAIL -> "***" + found.domain();
            case EIGHTEEN_FIGURES, LONG_NUMBER -> null;
        });
    }

    /** Masks numbers of people in a cell that its own sender is shown again. */
    public static String mask(String text) {
        return replace(text, found -> switch (found.kind()) {
            case IDENTITY_NUMBER, PLATE, EMAIL -> found.masked();
            case MOBILE -> found.isPartOfCode() ? null : found.masked();
            // A cell of its own has the number of a policy or an enterprise, which its sender has to see.
            case EIGHTEEN_FIGURES, LONG_NUMBER -> found.whole() || found.isPartOfCode() ? null : found.masked();
        });
    }

    /** The text with what the policy shows of each occurrence; the same text when there is none. */
    public static String replace(String text, Policy policy) {
        boolean digit = false;
        boolean at = false;
        for (int i = 0; i < text.length(); i++) {
            char c = half(text.charAt(i));
            digit |= isDigit(c);
            at |= c == '@';
        }
        String replaced = text;
        if (at) {
            replaced = new Pass(replaced, Kind.EMAIL, policy).replace(EMAIL);
        }
        if (digit) {
            // Plates first: their digits must not be taken for a number of their own.
            replaced = new Pass(replaced, Kind.PLATE, policy).replace(PLATE);
            replaced = new Pass(replaced, null, policy).replace(NUMBER);
        }
        return replaced;
    }

    /** One pass over a text. */
    private static final class Pass {
        private final String text;
        /** The same in half width, character for character. */
        private final String half;

        private final @Nullable Kind kind;
        private final Policy policy;

        /** @param kind null when the length of a number tells */
        Pass(String text, @Nullable Kind kind, Policy policy) {
            this.text = text;
            this.half = halfWidth(text);
            this.kind = kind;
            this.policy = policy;
        }

        String replace(Pattern pattern) {
            return replace(pattern, 0, text.length());
        }

        private String replace(Pattern pattern, int from, int to) {
            Matcher matcher = pattern.matcher(half).region(from, to).useTransparentBounds(true);
            StringBuilder out = null;
            int done = from;
            while (matcher.find()) {
                String shown = shown(pattern, matcher.start(), matcher.end());
                if (shown != null) {
                    out = out == null ? new StringBuilder(to - from) : out;
                    out.append(text, done, matcher.start()).append(shown);
                    done = matcher.end();
                }
            }
            return out == null
                    ? text.substring(from, to)
                    : out.append(text, done, to).toString();
        }

        private @Nullable String shown(Pattern pattern, int start, int end) {
            if (kind != null) {
                return policy.show(found(kind, start, end, ""));
            }
            String figures = figures(half, start, end);
            if (pattern == IDENTITY_NUMBER || pattern == MOBILE) {
                Kind inner = pattern == MOBILE ? Kind.MOBILE : Kind.IDENTITY_NUMBER;
                return policy.show(found(inner, start, end, figures));
            }
            Kind number = kind(figures);
            String shown = number == null ? null : policy.show(found(number, start, end, figures));
            if (shown != null || number == Kind.MOBILE || number == Kind.IDENTITY_NUMBER) {
                return shown;
            }
            return inside(start, end);
        }

        /** Numbers of people inside a longer one, or beside others. */
        private @Nullable String inside(int start, int end) {
            String without = replace(IDENTITY_NUMBER, start, end);
            if (!without.equals(text.substring(start, end))) {
                // Positions have moved; what is left is searched in its own right.
                return new Pass(without, null, policy).replace(MOBILE);
            }
            String shown = replace(MOBILE, start, end);
            return shown.equals(without) ? null : shown;
        }

        private Found found(Kind found, int start, int end, String figures) {
            return new Found(
                    found,
                    text.substring(start, end),
                    figures,
                    start > 0 && isLatin(half.charAt(start - 1)) && !isLabelled(half, start),
                    end < half.length() && isLatin(half.charAt(end)),
                    start == 0 && end == half.length());
        }
    }

    private static @Nullable Kind kind(String figures) {
        int length = figures.length();
        if (length == IDENTITY_NUMBER_LENGTH) {
            return IDENTITY_NUMBER.matcher(figures).matches() ? Kind.IDENTITY_NUMBER : Kind.EIGHTEEN_FIGURES;
        }
        if (isMobile(figures, 0) || isMobile(figures, 2) || isMobile(figures, 4)) {
            return Kind.MOBILE;
        }
        return length >= LONG_NUMBER_LENGTH && !figures.endsWith("X") ? Kind.LONG_NUMBER : null;
    }

    /** With a country's prefix of no, two or four figures: 86, 0086. */
    private static boolean isMobile(String figures, int prefix) {
        return figures.length() == MOBILE_LENGTH + prefix
                && (prefix == 0 || figures.startsWith(prefix == 2 ? "86" : "0086"))
                && figures.charAt(prefix) == '1'
                && figures.charAt(prefix + 1) >= '3';
    }

    private static boolean isLabelled(String half, int end) {
        int start = end;
        while (start > 0 && end - start <= LONGEST_LABEL && isLatin(half.charAt(start - 1))) {
            start--;
        }
        return LABELS.contains(half.substring(start, end).toLowerCase(Locale.ROOT));
    }

    private static String figures(String half, int start, int end) {
        StringBuilder figures = new StringBuilder(24);
        for (int i = start; i < end; i++) {
            char c = half.charAt(i);
            if (isDigit(c)) {
                figures.append(c);
            } else if (isLatin(c)) {
                figures.append('X');
            }
        }
        return figures.toString();
    }

    private static String halfWidth(String text) {
        StringBuilder half = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char narrow = half(c);
            if (narrow != c && half == null) {
                half = new StringBuilder(text);
            }
            if (half != null) {
                half.setCharAt(i, narrow);
            }
        }
        return half == null ? text : half.toString();
    }

    /** Full-width forms, and the blanks and dashes that stand for the plain ones. */
    private static char half(char c) {
        if (c >= '！' && c <= '～') {
            return (char) (c - '！' + '!');
        }
        if (c == '\u3000' || c == '\u00A0') {
            return ' ';
        }
        return c >= '\u2010' && c <= '\u2015' || c == '\u2212' ? '-' : c;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLatin(char c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }
}
