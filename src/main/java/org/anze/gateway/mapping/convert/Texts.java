package org.anze.gateway.mapping.convert;

import java.nio.charset.Charset;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What the texts of legacy systems have in common: full-width forms, odd blanks, words for nothing, private-use characters. */
public final class Texts {

    private static final Set<String> NONE = Set.of("无", "-", "--", "—", "——", "/", "空", "null", "NULL", "N/A", "n/a");
    private static final Map<Character, Integer> PUBLIC_FORMS = publicForms();

    private Texts() {}

    /** Without blanks at both ends, ideographic and non-breaking ones and byte order marks included. */
    public static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return start == 0 && end == text.length() ? text : text.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c <= ' ' || c == '\u00A0' || c == '\u3000' || c == '\uFEFF' || c == '\u200B' || Character.isSpaceChar(c);
    }

    /** Full-width letters, digits and signs as half-width ones (NFKC); plain ASCII comes back as it is. */
    public static String halfWidth(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return Normalizer.normalize(text, Normalizer.Form.NFKC);
            }
        }
        return text;
    }

    /** Half-width and without any blank, for numbers, identifiers and headings. */
    public static String compact(String text) {
        return withoutBlanks(halfWidth(text));
    }

    private static String withoutBlanks(String half) {
        for (int i = 0; i < half.length(); i++) {
            if (isBlank(half.charAt(i))) {
                StringBuilder kept = new StringBuilder(half.length());
                for (int k = 0; k < half.length(); k++) {
                    if (!isBlank(half.charAt(k))) {
                        kept.append(half.charAt(k));
                    }
                }
                return kept.toString();
            }
        }
        return half;
    }

    /**
     * Half-width and without any blank, for numbers: a sign that only looks like a digit or holds one, such as ², ① or ½, stays
     * what it is, so that 5² is no 52.
     */
    public static String numeral(String text) {
        return withoutBlanks(halfWidthNumber(text));
    }

    /** Like {@link #halfWidth}, except for signs that would turn into digits without being full-width ones. */
    static String halfWidthNumber(String text) {
        StringBuilder result = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80 && result == null) {
                result = new StringBuilder(text.length()).append(text, 0, i);
            }
            if (result != null) {
                boolean ideograph = c >= '\u4E00' && c <= '\u9FFF';
                String half = c < 0x80 || ideograph ? String.valueOf(c) : halfWidth(String.valueOf(c));
                boolean disguised = c >= 0x80 && (c < '\uFF01' || c > '\uFF5E') && hasDigit(half);
                result.append(disguised ? String.valueOf(c) : half);
            }
        }
        return result == null ? text : result.toString();
    }

    private static boolean hasDigit(String text) {
        return text.chars().anyMatch(c -> c >= '0' && c <= '9');
    }

    /** Whether a trimmed text is one of the words that mean nothing was given. */
    public static boolean isNone(String trimmed) {
        return trimmed.isEmpty() || trimmed.length() <= 4 && NONE.contains(trimmed);
    }

    /** Whether the text has characters of the private use area. */
    public static boolean hasPrivateUse(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '\uE000' && c <= '\uF8FF') {
                return true;
            }
        }
        return false;
    }

    /** Private-use characters replaced by the public ones they stand for in GB 18030, as far as they stand for any. */
    public static String toPublicForm(String text) {
        StringBuilder result = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            result.appendCodePoint(PUBLIC_FORMS.getOrDefault(c, (int) c));
        }
        return result.toString();
    }

    /**
     * Systems that decode GBK with a private-use table hand on characters such as U+E81E for FE59. The JDK knows both
     * readings of every two-byte code, so the table follows from decoding all of them twice (DOMAIN.md G4).
     */
    private static Map<Character, Integer> publicForms() {
        Charset gbk = Charset.forName("GBK");
        Charset gb18030 = Charset.forName("GB18030");
        Map<Character, Integer> forms = new HashMap<>();
        byte[] code = new byte[2];
        for (int lead = 0x81; lead <= 0xFE; lead++) {
            for (int trail = 0x40; trail <= 0xFE; trail++) {
                code[0] = (byte) lead;
                code[1] = (byte) trail;
                String old = new String(code, gbk);
                String now = new String(code, gb18030);
                if (old.length() == 1
                        && hasPrivateUse(old)
                        && now.codePointCount(0, now.length()) == 1
                        && !hasPrivateUse(now)
                        && now.charAt(0) != '\uFFFD') {
                    forms.put(old.charAt(0), now.codePointAt(0));
                }
            }
        }
        return Map.copyOf(forms);
    }
}
