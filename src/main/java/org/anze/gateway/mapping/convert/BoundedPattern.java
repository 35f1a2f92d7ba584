package org.anze.gateway.mapping.convert;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression of a mapping, RE2 syntax: no look-around and no back references, and a match takes time that grows with
 * the text only linearly. What counted repeats of counted repeats would unfold to is worked out before they are unfolded.
 * Immutable and safe for many threads.
 */
public final class BoundedPattern {

    /** Instructions that a pattern may become; a class of characters is one. */
    private static final long LARGEST = 10_000;

    private static final int LONGEST = 1000;

    private final Pattern pattern;

    private BoundedPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException when it is no pattern or unfolds to too much; the message does not quote it
     */
    public static BoundedPattern of(String text) {
        if (text.length() > LONGEST || new Size(text).sequence() > LARGEST) {
            throw new IllegalArgumentException("pattern too large");
        }
        try {
            return new BoundedPattern(Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            // Not the whole message and not the cause: both quote the pattern, which may hold a value of a record.
            throw new IllegalArgumentException(e.getDescription());
        }
    }

    /** How many groups it has. */
    public int groups() {
        return pattern.groupCount();
    }

    /** Whether it matches anywhere in the text. */
    public boolean isIn(String text) {
        return pattern.matcher(text).find();
    }

    /** Group 1 of the first match; null when there is no match or the group took no part in it. */
    public @Nullable String firstGroup(String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.groupCount() > 0 && matcher.find() ? matcher.group(1) : null;
    }

    /** An upper bound of the instructions, found without unfolding. Of a text that is no pattern it may say anything. */
    private static final class Size {
        private final String text;
        private int at;

        Size(String text) {
            this.text = text;
        }

        /** Of everything up to the end or the bracket that closes the group. */
        long sequence() {
            long sum = 1;
            long last = 0;
            while (at < text.length() && text.charAt(at) != ')') {
                long repeats = text.charAt(at) == '{' ? repeats() : -1;
                if (repeats >= 0) {
                    sum += last * Math.max(0, repeats - 1);
                    last *= Math.max(1, repeats);
                } else {
                    last = atom();
                    sum += last;
                }
                if (sum > LARGEST) {
                    return sum;
                }
            }
            return sum;
        }

        private long atom() {
            char c = text.charAt(at++);
            if (c == '(') {
                long group = 2 + sequence();
                at++;
                return group;
            }
            if (c == '[') {
                skipClass();
            } else if (c == '\\' && text.startsWith("Q", at)) {
                return quoted();
            } else if (c == '\\') {
                skipEscape();
            } else if (c == '*' || c == '+' || c == '?') {
                return 0;
            }
            return 2;
        }

        private void skipClass() {
            at = text.startsWith("^", at) ? at + 1 : at;
            // A bracket that comes first stands for itself.
            for (int first = at; at < text.length() && (text.charAt(at) != ']' || at == first); at++) {
                if (text.charAt(at) == '\\') {
                    at++;
                } else if (text.startsWith("[:", at) && text.indexOf(":]", at) > 0) {
                    at = text.indexOf(":]", at) + 1;
                }
            }
            at++;
        }

        /** Of {@code \Q…\E}, in which nothing is special. */
        private long quoted() {
            int end = text.indexOf("\\E", at);
            long size = 2L * ((end < 0 ? text.length() : end) - at);
            at = end < 0 ? text.length() : end + 2;
            return size;
        }

        private void skipEscape() {
            boolean named = at + 1 < text.length() && "pPx".indexOf(text.charAt(at)) >= 0 && text.charAt(at + 1) == '{';
            int end = named ? text.indexOf('}', at) : at;
            at = (end < 0 ? text.length() : end) + 1;
        }

        /** The most repeats of {@code {n}}, {@code {n,}} or {@code {n,m}}, which are passed over; -1 when it is none. */
        private long repeats() {
            int end = text.indexOf('}', at);
            String inside = end < 0 ? "" : text.substring(at + 1, end);
            if (inside.isEmpty() || !inside.chars().allMatch(c -> c == ',' || c >= '0' && c <= '9')) {
                return -1;
            }
            at = end + 1;
            long most = 0;
            for (String number : inside.split(",")) {
                // More digits than the library takes as a repeat; what they say does not matter any more.
                most = Math.max(most, number.isEmpty() ? 0 : number.length() > 4 ? LARGEST : Long.parseLong(number));
            }
            return inside.endsWith(",") ? most + 1 : most;
        }
    }
}
