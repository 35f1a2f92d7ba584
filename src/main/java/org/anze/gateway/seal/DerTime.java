package org.anze.gateway.seal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as certificates have them (RFC 5280 §4.1.2.5): to the second, in UTC, and such that exist. */
public final class DerTime {

    /** Tag of UTCTime. */
    public static final int UTC_TIME = 0x17;

    /** Tag of GeneralizedTime. */
    public static final int GENERALIZED_TIME = 0x18;

    private static final int PIVOT = 50;
    private static final Pattern DIGITS =
            Pattern.compile("([0-9]{2}|[0-9]{4})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})Z");

    private DerTime() {}

    /**
     * The instant of a time's text.
     *
     * @param tag of the element: {@link #UTC_TIME} with two digits of the year, or {@link #GENERALIZED_TIME} with four
     */
    public static Optional<Instant> instant(int tag, String text) {
        Matcher parts = DIGITS.matcher(text);
        boolean known = tag == UTC_TIME || tag == GENERALIZED_TIME;
        if (!known || !parts.matches() || parts.group(1).length() != (tag == UTC_TIME ? 2 : 4)) {
            return Optional.empty();
        }
        int year = Integer.parseInt(parts.group(1));
        if (tag == UTC_TIME) {
            year += year < PIVOT ? 2000 : 1900;
        }
        try {
            return Optional.of(
                    LocalDateTime.of(year, number(parts, 2), number(parts, 3), number(parts, 4), number(parts, 5))
                            .withSecond(number(parts, 6))
                            .toInstant(ZoneOffset.UTC));
        } catch (DateTimeException noSuchTime) {
            return Optional.empty();
        }
    }

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }
}
