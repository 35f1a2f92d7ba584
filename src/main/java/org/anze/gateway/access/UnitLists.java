package org.anze.gateway.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.RecordDefinition;

/**
 * What stands under {@code units} of a grant.
 *
 * @param mask units masked whole or in part
 * @param fields unit → the fields of it that are masked, for units masked in part
 */
record UnitLists(List<String> give, List<String> mask, Map<String, Set<String>> fields) {

    static final UnitLists NONE = new UnitLists(List.of(), List.of(), Map.of());

    static UnitLists read(RecordDefinition definition, YamlSection units, FileFindings findings) {
        List<String> give = words(units, "give");
        List<String> mask = new ArrayList<>();
        Map<String, Set<String>> fields = new LinkedHashMap<>();
        give.forEach(unit -> known(definition, unit, units, "give", findings));
        for (String word : words(units, "mask")) {
            int dot = word.indexOf('.');
            String unit = dot < 0 ? word : word.substring(0, dot);
            if (!known(definition, unit, units, "mask", findings)) {
                continue;
            }
            if (unit.equals(RecordDefinition.KEY_UNIT) || unit.equals(RecordDefinition.SCOPE_UNIT)) {
                findings.add(AccessProblem.ALWAYS_GIVEN, units.lineOf("mask"), units.path("mask"), unit);
                continue;
            }
            boolean again = mask.contains(unit);
            if (!again) {
                mask.add(unit);
            }
            if (dot < 0 ? again : again && !fields.containsKey(unit)) {
                findings.add(AccessProblem.NAMED_TWICE, units.lineOf("mask"), units.path("mask"), "units", unit);
            } else if (dot >= 0) {
                field(definition, unit, word.substring(dot + 1), units, findings);
                fields.computeIfAbsent(unit, name -> new LinkedHashSet<>()).add(word.substring(dot + 1));
            }
        }
        Set<String> both = new LinkedHashSet<>(give);
        both.retainAll(mask);
        for (String unit : both) {
            findings.add(AccessProblem.NAMED_TWICE, units.lineOf("mask"), units.path("mask"), "units", unit);
        }
        if (give.isEmpty() && mask.isEmpty()) {
            findings.add(AccessProblem.EMPTY_LIST, units.line(), units.path("give"), units.path("give"));
        }
        return new UnitLists(give, List.copyOf(mask), fields);
    }

    private static List<String> words(YamlSection units, String key) {
        YamlSection.Words words = units.has(key) ? units.words(key, null) : null;
        return words == null || words.list() == null ? List.of() : words.list();
    }

    private static boolean known(
            RecordDefinition definition, String unit, YamlSection units, String key, FileFindings findings) {
        if (definition.units().contains(unit)) {
            return true;
        }
        findings.add(
                AccessProblem.UNKNOWN_UNIT,
                units.lineOf(key),
                units.path(key),
                definition.type().code(),
                unit,
                String.join(", ", definition.units()));
        return false;
    }

    private static void field(
            RecordDefinition definition, String unit, String field, YamlSection units, FileFindings findings) {
        List<FieldDefinition> members = definition.fieldsOf(unit);
        if (members.stream().noneMatch(member -> member.name().equals(field))) {
            findings.add(
                    AccessProblem.UNKNOWN_FIELD,
                    units.lineOf("mask"),
                    units.path("mask"),
                    unit,
                    field,
                    members.stream().map(FieldDefinition::name).collect(Collectors.joining(", ")));
        }
    }
}
