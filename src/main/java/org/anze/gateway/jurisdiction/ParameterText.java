package org.anze.gateway.jurisdiction;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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
    private static final Pattern SCALE = Pattern.compile("[LMSX]");

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
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
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

    static MoneyRange range(JsonNode value) {
        object(value, Set.of("from", "to"), "{from: 50000 yuan, to: 100000 yuan}");
        return new MoneyRange(money(value.get("from")), money(value.get("to")));
    }

    static ParticipationTarget target(JsonNode value) {
        String form = "{share: 100 %, sectors: ['01'], by: 2026-12-31}";
        object(value, Set.of("share", "sectors", "by"), form);
        try {
            return new ParticipationTarget(
                    percent(value.get("share")),
                    codes(value.get("sectors")),
                    LocalDate.parse(text(value.get("by"), form)));
        } catch (DateTimeException e) {
            throw expected(form, value);
        }
    }

    static List<ServiceFrequency> frequencies(JsonNode value) {
        String form = "a list of {sectors: ['01'], scales: [L], assessments: 1, inspections: 1}";
        if (!value.isArray() || value.isEmpty()) {
            throw expected(form, value);
        }
        List<ServiceFrequency> list = new ArrayList<>();
        for (JsonNode entry : value) {
            object(entry, Set.of("sectors", "scales", "assessments", "inspections"), form);
            list.add(new ServiceFrequency(
                    codes(entry.get("sectors")),
                    texts(entry.get("scales"), SCALE, "[L, M]"),
                    times(entry.get("assessments")),
                    times(entry.get("inspections"))));
        }
        return List.copyOf(list);
    }

    private static int times(JsonNode value) {
        if (!value.isInt() || value.intValue() < 0 || value.intValue() > 366) {
            throw expected("a number of times a year", value);
        }
        return value.intValue();
    }

    private static Set<String> texts(JsonNode value, Pattern pattern, String form) {
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

    private static void object(JsonNode value, Set<String> keys, String form) {
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

    private static String text(JsonNode value, String form) {
        if (!value.isString()) {
            throw expected(form, value);
        }
        return value.stringValue();
    }

    private static IllegalArgumentException expected(String form, JsonNode value) {
        return new IllegalArgumentException("\"" + value + "\" is not written like \"" + form + "\"");
    }
}
