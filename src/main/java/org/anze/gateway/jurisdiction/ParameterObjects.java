package org.anze.gateway.jurisdiction;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.problem.Severity;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the values of parameters that have several parts. */
final class ParameterObjects {

    /** What protects people and premiums: findings that no file may let pass. */
    static final Set<String> GUARANTEED = Set.of("VAL-0303", "VAL-0307", "VAL-0308", "VAL-0310", "VAL-0316");

    private static final Pattern SCALE = Pattern.compile("[LMSX]");
    private static final Pattern PROBLEM = Pattern.compile("VAL-\\d{4}");
    private static final int MOST_STEPS = 10;

    private ParameterObjects() {}

    static MoneyRange range(JsonNode value) {
        ParameterText.object(value, Set.of("from", "to"), "{from: 50000 yuan, to: 100000 yuan}");
        return new MoneyRange(ParameterText.money(value.get("from")), ParameterText.money(value.get("to")));
    }

    static ParticipationTarget target(JsonNode value) {
        String form = "{share: 100 %, sectors: ['01'], by: 2026-12-31}";
        ParameterText.object(value, Set.of("share", "sectors", "by"), form);
        try {
            return new ParticipationTarget(
                    ParameterText.percent(value.get("share")),
                    ParameterText.codes(value.get("sectors")),
                    LocalDate.parse(ParameterText.text(value.get("by"), form)));
        } catch (DateTimeException e) {
            throw ParameterText.expected(form, value);
        }
    }

    static List<ServiceFrequency> frequencies(JsonNode value) {
        String form =
                "a list of {sectors: ['01'], scales: [L], assessments: 1, inspections: 1}, also with either, onSite";
        if (!value.isArray() || value.isEmpty()) {
            throw ParameterText.expected(form, value);
        }
        List<ServiceFrequency> list = new ArrayList<>();
        for (JsonNode entry : value) {
            if (!entry.isObject()
                    || !Set.of("sectors", "scales", "assessments", "inspections", "either", "onSite")
                            .containsAll(entry.propertyNames())
                    || entry.get("sectors") == null
                    || entry.get("scales") == null) {
                throw ParameterText.expected(form, value);
            }
            list.add(new ServiceFrequency(
                    ParameterText.codes(entry.get("sectors")),
                    ParameterText.texts(entry.get("scales"), SCALE, "[L, M]"),
                    times(entry.get("assessments")),
                    times(entry.get("inspections")),
                    times(entry.get("either")),
                    entry.get("onSite") != null && ParameterText.flag(entry.get("onSite"))));
        }
        return List.copyOf(list);
    }

    /** Sector → the base rate of its tariff. */
    static Map<String, Long> tariff(JsonNode value) {
        if (!value.isObject() || value.isEmpty()) {
            throw ParameterText.expected("{'01': 0.05 %}", value);
        }
        Map<String, Long> rates = new HashMap<>();
        for (String sector : value.propertyNames()) {
            if (!sector.matches("\\d{2}")) {
                throw ParameterText.expected("{'01': 0.05 %}", value);
            }
            rates.put(sector, ParameterText.percent(value.get(sector)));
        }
        return Map.copyOf(rates);
    }

    /** Catalogue code → the severity it has here. */
    static Map<String, Severity> severities(JsonNode value) {
        String form = "{VAL-0311: REJECT}";
        if (!value.isObject() || value.isEmpty()) {
            throw ParameterText.expected(form, value);
        }
        Map<String, Severity> severities = new HashMap<>();
        for (String code : value.propertyNames()) {
            Severity severity = severity(value.get(code));
            if (!PROBLEM.matcher(code).matches() || severity == null) {
                throw ParameterText.expected(form, value);
            }
            if (GUARANTEED.contains(code) && severity != Severity.REJECT) {
                throw new IllegalArgumentException(code + " may not be let pass");
            }
            severities.put(code, severity);
        }
        return Map.copyOf(severities);
    }

    private static @Nullable Severity severity(JsonNode value) {
        for (Severity severity : Severity.values()) {
            if (value.isString() && severity.name().equals(value.stringValue())) {
                return severity;
            }
        }
        return null;
    }

    /** Trigger → the steps of its escalation in the order of time. */
    static Map<EscalationTrigger, List<EscalationStep>> ladder(JsonNode value) {
        if (!value.isObject() || value.isEmpty()) {
            throw ParameterText.expected("{policyLapse: [{after: 7 d, to: [CTY]}]}", value);
        }
        Map<EscalationTrigger, List<EscalationStep>> ladder = new EnumMap<>(EscalationTrigger.class);
        for (String name : value.propertyNames()) {
            EscalationTrigger trigger = EscalationTrigger.byName(name)
                    .orElseThrow(() -> new IllegalArgumentException("no trigger " + name));
            ladder.put(trigger, steps(value.get(name)));
        }
        return Map.copyOf(ladder);
    }

    private static List<EscalationStep> steps(JsonNode value) {
        String form = "[{after: 0 d, to: [ENT, INS]}, {after: 7 d, to: [CTY], act: enforcementCase}]";
        if (!value.isArray() || value.isEmpty() || value.size() > MOST_STEPS) {
            throw ParameterText.expected(form, value);
        }
        List<EscalationStep> steps = new ArrayList<>();
        for (JsonNode entry : value) {
            if (!entry.isObject()
                    || !Set.of("after", "to", "act").containsAll(entry.propertyNames())
                    || entry.get("after") == null
                    || entry.get("to") == null) {
                throw ParameterText.expected(form, value);
            }
            EscalationStep step = new EscalationStep(
                    ParameterText.shift(entry.get("after")),
                    partyTypes(entry.get("to"), form),
                    entry.get("act") == null ? null : ParameterText.text(entry.get("act"), form));
            if (!steps.isEmpty()
                    && step.after().compareTo(steps.get(steps.size() - 1).after()) <= 0) {
                throw new IllegalArgumentException("each step comes after the one before");
            }
            steps.add(step);
        }
        return List.copyOf(steps);
    }

    private static Set<PartyType> partyTypes(JsonNode value, String form) {
        Set<PartyType> types = EnumSet.noneOf(PartyType.class);
        if (!value.isArray()) {
            throw ParameterText.expected(form, value);
        }
        for (JsonNode entry : value) {
            try {
                types.add(PartyType.valueOf(ParameterText.text(entry, form)));
            } catch (IllegalArgumentException e) {
                throw ParameterText.expected(form, value);
            }
        }
        return types;
    }

    private static int times(@Nullable JsonNode value) {
        if (value == null) {
            return 0;
        }
        if (!value.isInt() || value.intValue() < 0 || value.intValue() > 366) {
            throw ParameterText.expected("a number of times a year", value);
        }
        return value.intValue();
    }
}
