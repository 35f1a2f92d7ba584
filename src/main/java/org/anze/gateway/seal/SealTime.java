package org.anze.gateway.seal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Times in sealed documents: always milliseconds, always China Standard Time, {@code 2026-11-22T09:30:00.000+08:00}.
 * One instant has one spelling.
 */
public final class SealTime {

    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT);
    private static final Pattern SHAPE =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}\\+08:00");

    private SealTime() {}

    /** The text of an instant; what is finer than a millisecond is cut off. */
    public static String write(Instant time) {
        return FORM.format(time.atOffset(CHINA));
    }

    /** The instant of a text. */
    public static Instant parse(String text, String where) throws FlawException {
        if (SHAPE.matcher(text).matches()) {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException noSuchDay) {
                throw new FlawException(Flaw.MALFORMED, where);
            }
        }
        throw new FlawException(Flaw.MALFORMED, where);
    }
}
