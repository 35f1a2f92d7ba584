package org.anze.gateway.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;

/** Reads the section {@code records} of an agreement. For one thread. */
final class GrantReader {

    private final RecordDefinitions definitions;

    GrantReader(RecordDefinitions definitions) {
        this.definitions = definitions;
    }

    /** The grants in the order of the file; not to be used when there are findings. */
    List<Agreement.Grant> read(YamlSection file, FileFindings findings) {
        List<Agreement.Grant> grants = new ArrayList<>();
        Set<RecordType> seen = EnumSet.noneOf(RecordType.class);
        List<YamlSection> sections = file.sections("records");
        for (YamlSection section : sections) {
            String code = section.text("type");
            YamlSection units = section.section("units");
            section.refuseOthers();
            if (code == null || units == null) {
                continue;
            }
            RecordType type = RecordType.byCode(code).orElse(null);
            if (type == null) {
                findings.add(
                        AccessProblem.UNKNOWN_RECORD_TYPE, section.lineOf("type"), section.path("type"), code, types());
                continue;
            }
            if (!seen.add(type)) {
                findings.add(AccessProblem.NAMED_TWICE, section.lineOf("type"), section.path("type"), "records", code);
            }
            findings.mark(code, section.line());
            grants.add(grant(type, units, findings));
        }
        if (sections.isEmpty()) {
            findings.add(AccessProblem.EMPTY_LIST, file.lineOf("records"), "records", "records");
        }
        return grants;
    }

    private static String types() {
        return Arrays.stream(RecordType.values()).map(RecordType::code).collect(Collectors.joining(", "));
    }

    private Agreement.Grant grant(RecordType type, YamlSection units, FileFindings findings) {
        RecordDefinition definition = definitions.of(type);
        List<String> give = units(definition, units, "give", findings);
        List<String> mask = units(definition, units, "mask", findings);
        units.refuseOthers();
        for (String unit : mask) {
            if (unit.equals(RecordDefinition.KEY_UNIT) || unit.equals(RecordDefinition.SCOPE_UNIT)) {
                findings.add(AccessProblem.ALWAYS_GIVEN, units.lineOf("mask"), units.path("mask"), unit);
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
        return new Agreement.Grant(type, give, mask);
    }

    private static List<String> units(
            RecordDefinition definition, YamlSection units, String key, FileFindings findings) {
        YamlSection.Words words = units.has(key) ? units.words(key, null) : null;
        if (words == null || words.list() == null) {
            return List.of();
        }
        for (String unit : words.list()) {
            if (!definition.units().contains(unit)) {
                findings.add(
                        AccessProblem.UNKNOWN_UNIT,
                        words.line(),
                        units.path(key),
                        definition.type().code(),
                        unit,
                        String.join(", ", definition.units()));
            }
        }
        return words.list();
    }
}
