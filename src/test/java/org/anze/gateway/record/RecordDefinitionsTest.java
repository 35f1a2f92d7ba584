package org.anze.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.anze.gateway.problem.Location;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RecordDefinitionsTest {

    private static final RecordDefinitions DEFINITIONS = RecordDefinitions.load();
    private static final RecordDefinition FIRST = DEFINITIONS.of(RecordType.ENTERPRISE, 1);
    private static final RecordDefinition SECOND = DEFINITIONS.of(RecordType.ENTERPRISE, 2);

    @Test
    void loadsVersionsSideBySideAndTakesTheNewestAsCurrent() {
        assertThat(DEFINITIONS.versions(RecordType.ENTERPRISE)).containsExactly(FIRST, SECOND);
        assertThat(DEFINITIONS.of(RecordType.ENTERPRISE)).isSameAs(SECOND);
        assertThat(FIRST.field("park")).isEmpty();
        assertThat(SECOND.field("park")).isPresent();
        assertThatThrownBy(() -> DEFINITIONS.of(RecordType.ENTERPRISE, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DEFINITIONS.of(RecordType.POLICY, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Entries under these versions exist outside; another list would make their parcels unverifiable. */
    @ParameterizedTest
    @CsvSource({
        "ENTERPRISE, key scope identity location size turnover people grading",
        "POLICY, key scope parties period limits headcount premium subsidy prevention people",
        "SERVICE_RECORD, key scope subject activity outcome text cost confirmation people",
        "HAZARD, key scope finding progress text evidence people",
        "ACCIDENT_REPORT, key scope accident casualties loss text conclusion people",
        "CLAIM, key scope subject loss handling amounts victims people"
    })
    void keepsTheUnitsOfVersionsThatWereInUse(RecordType type, String units) {
        assertThat(DEFINITIONS.of(type, 1).units()).containsExactly(units.split(" "));
    }

    @ParameterizedTest
    @EnumSource
    void changesCompatiblyFromVersionToVersion(RecordType type) {
        List<RecordDefinition> versions = DEFINITIONS.versions(type);
        for (int i = 1; i < versions.size(); i++) {
            assertThat(CompatibleChange.breaches(versions.get(i - 1), versions.get(i)))
                    .isEmpty();
        }
    }

    @Test
    void readsARecordOfTheFirstVersionAsOneOfTheSecondThatLacksTheNewFields() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            CanonicalRecord old = RandomRecords.next(FIRST, random);
            CanonicalRecord read = read(unitsOf(old), SECOND, old);

            assertThat(read.businessKey()).isEqualTo(old.businessKey());
            for (FieldDefinition field : SECOND.fields()) {
                assertThat(read.value(field.name())).isEqualTo(old.value(field.name()));
            }
            assertThat(unitsOf(read)).isEqualTo(unitsOf(old));
        }
    }

    /** What a recipient does with the units of a record: it takes out the fields that its own version knows. */
    private static CanonicalRecord read(
            Map<String, Map<String, Object>> units, RecordDefinition definition, CanonicalRecord old) {
        CanonicalRecord.Builder builder = CanonicalRecord.of(
                        definition, old.scope(), old.raw(), field -> Location.WHOLE)
                .version(old.version())
                .operation(old.operation());
        for (FieldDefinition field : definition.fields()) {
            builder.set(field.name(), units.getOrDefault(field.unit(), Map.of()).get(field.name()));
        }
        return builder.build();
    }

    private static Map<String, Map<String, Object>> unitsOf(CanonicalRecord record) {
        Map<String, Map<String, Object>> units = new HashMap<>();
        for (String unit : record.definition().units()) {
            Map<String, Object> content = record.unit(unit, record.scope());
            if (content != null) {
                units.put(unit, content);
            }
        }
        return units;
    }

    @Test
    void refusesAVersionThatIsNotACompatibleChange() {
        assertThat(breachesWithout("town")).containsExactly("town: a field may not go");
        assertThat(breaches("town", field -> copy(field, Presence.EXPECTED, 2, "location", null, 9, false)))
                .containsExactly("town: the presence may not become stricter");
        assertThat(breaches("town", field -> copy(field, Presence.OPTIONAL, 1, "location", null, 9, false)))
                .containsExactly("town: sensitivity and unit may not change");
        assertThat(breaches("town", field -> copy(field, Presence.OPTIONAL, 2, "identity", null, 9, false)))
                .containsExactly("town: sensitivity and unit may not change");
        assertThat(breaches("town", field -> copy(field, Presence.OPTIONAL, 2, "location", "REGION", 9, false)))
                .containsExactly("town: no code may go");
        assertThat(breaches("town", field -> copy(field, Presence.OPTIONAL, 2, "location", null, 6, false)))
                .containsExactly("town: the limit may not shrink");
        assertThat(breaches("opStatus", field -> copy(field, field.presence(), 1, "identity", "在产|停产", 0, false)))
                .containsExactly("opStatus: no code may go");
        assertThat(breaches("opStatus", field -> copy(field, field.presence(), 1, "identity", "在产|停产|关闭|试产", 0, false)))
                .isEmpty();
        assertThat(breaches("town", field -> copy(field, Presence.OPTIONAL, 2, "location", null, 12, false)))
                .isEmpty();
        assertThat(added("extra", Presence.EXPECTED, 1, "identity"))
                .containsExactly("extra: a new field must be optional");
        assertThat(added("extra", Presence.OPTIONAL, 2, "identity"))
                .containsExactly("extra: what is not public must be in a new unit");
        assertThat(added("extra", Presence.OPTIONAL, 5, "more")).isEmpty();
        assertThat(CompatibleChange.breaches(SECOND, FIRST)).hasSize(6).contains("park: a field may not go");
        assertThat(CompatibleChange.breaches(DEFINITIONS.of(RecordType.ACTION), DEFINITIONS.of(RecordType.ESCALATION)))
                .contains("the key may not change", "the event field may not change");
    }

    private static List<String> breachesWithout(String name) {
        return CompatibleChange.breaches(
                FIRST,
                later(
                        FIRST.fields().stream()
                                .filter(field -> !field.name().equals(name))
                                .toList(),
                        FIRST.units()));
    }

    private static List<String> breaches(String name, UnaryOperator<FieldDefinition> change) {
        return CompatibleChange.breaches(
                FIRST,
                later(
                        FIRST.fields().stream()
                                .map(field -> field.name().equals(name) ? change.apply(field) : field)
                                .toList(),
                        FIRST.units()));
    }

    private static List<String> added(String name, Presence presence, int sensitivity, String unit) {
        List<FieldDefinition> fields = new ArrayList<>(FIRST.fields());
        fields.add(new FieldDefinition(
                name, "新增", FieldType.TEXT, presence, sensitivity, unit, null, 50, null, false, List.of()));
        List<String> units = new ArrayList<>(FIRST.units());
        if (!units.contains(unit)) {
            units.add(unit);
        }
        return CompatibleChange.breaches(FIRST, later(fields, units));
    }

    private static RecordDefinition later(List<FieldDefinition> fields, List<String> units) {
        return new RecordDefinition(RecordType.ENTERPRISE, 2, FIRST.key(), fields, units, null);
    }

    private static FieldDefinition copy(
            FieldDefinition field,
            Presence presence,
            int sensitivity,
            String unit,
            String codes,
            int max,
            boolean sign) {
        return new FieldDefinition(
                field.name(), field.zh(), field.type(), presence, sensitivity, unit, codes, max, null, sign, List.of());
    }

    @Test
    void joinsTheKeyOfSeveralFieldsSoThatNoTwoRecordsShareIt() {
        RecordDefinition endorsement = DEFINITIONS.of(RecordType.ENDORSEMENT);
        assertThat(endorsement.businessKey(Map.of("policyNo", "P/1", "endorseNo", "2%")::get))
                .isEqualTo("P%2F1/2%25");
        assertThat(endorsement.businessKey(Map.of("policyNo", "P", "endorseNo", "1/2%")::get))
                .isEqualTo("P/1%2F2%25");
        assertThat(endorsement.businessKey(Map.<String, Object>of("policyNo", "P")::get))
                .isEmpty();
        assertThat(DEFINITIONS
                        .of(RecordType.ROSTER)
                        .businessKey(Map.<String, Object>of("policyNo", "P", "asOf", "2025-06-01", "line", 0L)::get))
                .isEqualTo("P/2025-06-01/0");
        assertThat(FIRST.businessKey(Map.<String, Object>of("uscc", "a/b")::get))
                .isEqualTo("a/b");
    }

    @ParameterizedTest
    @EnumSource
    void keepsWhatIsPersonalOutOfEveryKey(RecordType type) {
        RecordDefinition definition = DEFINITIONS.of(type);
        assertThat(definition.fieldsOf(RecordDefinition.KEY_UNIT))
                .extracting(FieldDefinition::name)
                .containsExactlyInAnyOrderElementsOf(definition.key());
        assertThat(definition.fieldsOf(RecordDefinition.KEY_UNIT))
                .allMatch(field -> field.sensitivity() <= 3 && field.presence() == Presence.REQUIRED);
    }

    @ParameterizedTest
    @EnumSource
    void saysWhatTheObjectsOfAListMayHave(RecordType type) {
        for (RecordDefinition definition : DEFINITIONS.versions(type)) {
            for (FieldDefinition field : definition.fields()) {
                assertThat(field.entries().isEmpty()).as(field.name()).isEqualTo(field.type() != FieldType.OBJECTS);
                assertThat(field.entries())
                        .as(field.name())
                        .extracting(FieldDefinition::name)
                        .doesNotHaveDuplicates();
                assertThat(field.entries())
                        .as(field.name())
                        .allMatch(entry -> entry.entries().isEmpty()
                                && entry.type() != FieldType.TEXTS
                                && entry.unit().equals(field.unit()));
            }
        }
    }
}
