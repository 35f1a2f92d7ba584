package org.anze.gateway.jurisdiction;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.MonthDay;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * How parameter values are written: a number always with its unit. Every method refuses with IllegalArgumentException whose
 * message shows the expected form.
 */
final class ParameterText {

    private static final Pattern MONEY = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,2})?) yuan");
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,4})?) %");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,5}) (min|h|d)");
    private static final Pattern WORKING_DAYS = Pattern.compile("(\\d{1,3}) working days");
    private static final Pattern CODE = Pattern.compile("\\d{2}");
    private static final Pattern TERM = Pattern.compile("(\\d{1,3}) (months|years)");
    private static final Pattern PER_DAY = Pattern.compile("(\\d{1,3}) a day");
    private static final Pattern METRES = Pattern.compile("(\\d{1,6}) m");
    private static final Pattern WORD = Pattern.compile("\\S(?:.{0,98}\\S)?");
    private static final Pattern SHIFT = Pattern.compile("(-?)(\\d{1,5}) (min|h|d)");

    private ParameterText() {}

    static Long money(JsonNode value) {
        Matcher matcher = match(MONEY, value, "400000 yuan");
        return new BigDecimal(matcher.group(1)).movePointRight(2).longValueExact();
    }

    static Long percent(JsonNode value) {
        Matcher matcher = match(PERCENT, value, "21 %");
        return new BigDecimal(matcher.group(1)).movePointRight(4).longValueExact();
    }

    static Duration duration(JsonNode value) {
        Matcher matcher = match(DURATION, value, "24 h");
        return duration(matcher.group(1), matcher.group(2));
    }

    private static Duration duration(String number, String unit) {
        long amount = Long.parseLong(number);
        return switch (unit) {
            case "min" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    static Integer workingDays(JsonNode value) {
        return Integer.valueOf(match(WORKING_DAYS, value, "10 working days").group(1));
    }

    static Boolean flag(JsonNode value) {
        if (!value.isBoolean()) {
            throw expected("true", value);
        }
        return value.booleanValue();
    }

    static MonthDay monthDay(JsonNode value) {
        try {
            return MonthDay.parse("--" + text(value, "01-10"));
        } catch (DateTimeException e) {
            throw expected("01-10", value);
        }
    }

    static Set<String> codes(JsonNode value) {
        return texts(value, CODE, "['01', '02']");
    }

    static HazardRecipients recipients(JsonNode value) {
        for (HazardRecipients recipients : HazardRecipients.values()) {
            if (recipients.name().equals(text(value, "BOTH"))) {
                return recipients;
            }
        }
        throw expected("EITHER or BOTH", value);
    }

    static UnknownReference unknownReference(JsonNode value) {
        for (UnknownReference choice : UnknownReference.values()) {
            if (choice.name().equals(text(value, "PARK"))) {
                return choice;
            }
        }
        throw expected("PARK or WARN", value);
    }

    /** Months; years are written as such. */
    static Integer months(JsonNode value) {
        Matcher matcher = match(TERM, value, "12 months");
        int number = Integer.parseInt(matcher.group(1));
        return matcher.group(2).equals("years") ? number * 12 : number;
    }

    static Integer perDay(JsonNode value) {
        return Integer.valueOf(match(PER_DAY, value, "4 a day").group(1));
    }

    static Integer metres(JsonNode value) {
        return Integer.valueOf(match(METRES, value, "2000 m").group(1));
    }

    static Set<String> words(JsonNode value) {
        return texts(value, WORD, "[完全停产, 重复投保]");
    }

    /** A duration that may be negative. */
    static Duration shift(JsonNode value) {
        Matcher matcher = match(SHIFT, value, "-60 d");
        Duration duration = duration(matcher.group(2), matcher.group(3));
        return matcher.group(1).isEmpty() ? duration : duration.negated();
    }

    static Set<String> texts(JsonNode value, Pattern pattern, String form) {
        if (!value.isArray() || value.isEmpty()) {
            throw expected(form, value);
        }
        Set<String> texts = new LinkedHashSet<>();
        for (JsonNode entry : value) {
            if (!texts.add(match(pattern, entry, form).group())) {
                throw expected("each only once", value);
            }
        }
        return Set.copyOf(texts);
    }

    static void object(JsonNode value, Set<String> keys, String form) {
        if (!value.isObject() || !Set.copyOf(value.propertyNames()).equals(keys)) {
            throw expected(form, value);
        }
    }

    private static Matcher match(Pattern pattern, JsonNode value, String form) {
        Matcher matcher = pattern.matcher(text(value, form));
        if (!matcher.matches()) {
            throw expected(form, value);
        }
        return matcher;
    }

    static String text(JsonNode value, String form) {
        if (!value.isString()) {
            throw expected(form, value);
        }
        return value.stringValue();
    }

    static IllegalArgumentException expected(String form, JsonNode value) {
        return new IllegalArgumentException("\"" + value + "\" is not written like \"" + form + "\"");
    }
}
