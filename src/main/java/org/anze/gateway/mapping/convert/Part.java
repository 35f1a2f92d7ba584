package org.anze.gateway.mapping.convert;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A piece of a text: by position ({@code 6-11}, from 1, both ends included) or by pattern ({@code /^WU(\d{6})/}, group 1). */
final class Part {

    private static final Pattern POSITIONS = Pattern.compile("(\\d{1,3})-(\\d{1,3})");
    /** What a pattern is meant for, identifiers and the like, is shorter. */
    private static final int LONGEST = 200;

    private final int from;
    private final int to;
    private final @Nullable BoundedPattern pattern;

    private Part(int from, int to, @Nullable BoundedPattern pattern) {
        this.from = from;
        this.to = to;
        this.pattern = pattern;
    }

    static Part of(String unit) {
        Matcher positions = POSITIONS.matcher(unit);
        if (positions.matches()) {
            int from = Integer.parseInt(positions.group(1)) - 1;
            int to = Integer.parseInt(positions.group(2));
            if (from >= 0 && from < to) {
                return new Part(from, to, null);
            }
        } else if (unit.length() > 2 && unit.startsWith("/") && unit.endsWith("/")) {
            BoundedPattern pattern = pattern(unit.substring(1, unit.length() - 1));
            if (pattern.groups() == 1) {
                return new Part(0, 0, pattern);
            }
        }
        throw new IllegalArgumentException("unit: 6-11 | /…(…)…/");
    }

    private static BoundedPattern pattern(String text) {
        try {
            return BoundedPattern.of(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("unit: " + e.getMessage(), e);
        }
    }

    /** The piece; null when the text is too short or does not match. */
    @Nullable
    String take(String text) {
        if (pattern == null) {
            return text.length() < to ? null : text.substring(from, to);
        }
        return text.length() > LONGEST ? null : pattern.firstGroup(text);
    }
}
