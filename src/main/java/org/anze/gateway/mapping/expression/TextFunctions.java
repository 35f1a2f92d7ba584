package org.anze.gateway.mapping.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.anze.gateway.mapping.convert.BoundedPattern;
import org.anze.gateway.mapping.convert.Texts;

/** What expressions can do with texts. None gives a text longer than {@link Expression#LONGEST_TEXT}. Safe for many threads. */
final class TextFunctions {

    private static final int MOST_PATTERNS = 200;
    private static final Map<String, BoundedPattern> PATTERNS = new ConcurrentHashMap<>();

    private TextFunctions() {}

    static String bounded(String text) {
        if (text.length() > Expression.LONGEST_TEXT) {
            throw new Refused("text too long");
        }
        return text;
    }

    static boolean present(String text) {
        return !Texts.isNone(Texts.trim(text));
    }

    static String digits(String text) {
        StringBuilder digits = new StringBuilder();
        for (char c : Texts.halfWidth(text).toCharArray()) {
            if (c >= '0' && c <= '9') {
                digits.append(c);
            }
        }
        return digits.toString();
    }

    /** Group 1 of the first match; empty when there is none. */
    static String part(String text, String pattern) {
        String group = pattern(pattern).firstGroup(text);
        return group == null ? "" : group;
    }

    /** Whether the pattern matches anywhere in the text. */
    static boolean matches(String text, String pattern) {
        return pattern(pattern).isIn(text);
    }

    /** Compiled once: patterns are nearly always written out. One that is made of a record's texts is refused when it is none. */
    private static BoundedPattern pattern(String text) {
        BoundedPattern known = PATTERNS.get(text);
        if (known != null) {
            return known;
        }
        BoundedPattern read;
        try {
            read = BoundedPattern.of(text);
        } catch (IllegalArgumentException e) {
            throw new Refused("pattern");
        }
        if (PATTERNS.size() >= MOST_PATTERNS) {
            // Those of mappings that are gone would otherwise keep the place of those that are in use.
            PATTERNS.clear();
        }
        PATTERNS.put(text, read);
        return read;
    }

    static String piece(String text, long from, long to) {
        int end = to < 0 ? text.length() : (int) Math.min(to, text.length());
        if (from < 0 || from > end) {
            throw new Refused("outside of the text");
        }
        return text.substring((int) from, end);
    }

    static String replace(String text, String old, String by) {
        if (old.isEmpty()) {
            throw new Refused("nothing to replace");
        }
        StringBuilder replaced = new StringBuilder();
        int at = 0;
        for (int next = text.indexOf(old); next >= 0; next = text.indexOf(old, at)) {
            bounded(replaced.append(text, at, next).append(by));
            at = next + old.length();
        }
        return bounded(replaced.append(text, at, text.length()).toString());
    }

    static List<String> split(String text, String separator) {
        if (separator.isEmpty()) {
            throw new Refused("nothing to split at");
        }
        List<String> parts = new ArrayList<>();
        int at = 0;
        for (int next = text.indexOf(separator); next >= 0; next = text.indexOf(separator, at)) {
            parts.add(text.substring(at, next));
            at = next + separator.length();
            ListFunctions.bounded(parts.size() + 1);
        }
        parts.add(text.substring(at));
        return parts;
    }

    static String join(List<?> texts, String separator) {
        ListFunctions.bounded(texts.size());
        StringBuilder joined = new StringBuilder();
        for (Object text : texts) {
            bounded(joined.append(joined.isEmpty() ? "" : separator).append((String) text));
        }
        return joined.toString();
    }

    private static void bounded(StringBuilder text) {
        if (text.length() > Expression.LONGEST_TEXT) {
            throw new Refused("text too long");
        }
    }
}
