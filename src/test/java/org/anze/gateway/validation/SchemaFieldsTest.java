package org.anze.gateway.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.RandomRecords;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

class SchemaFieldsTest {

    @Test
    void namesTheSameUnitsForTheSealAsForTheRecords() throws IOException {
        Map<String, List<String>> expected = new HashMap<>();
        for (RecordType type : RecordType.values()) {
            for (RecordDefinition definition : SampleRecords.DEFINITIONS.versions(type)) {
                expected.put(type.code() + "/" + definition.version(), definition.units());
            }
        }
        try (InputStream in = getClass().getResourceAsStream("/org/anze/gateway/seal/units-v1.json")) {
            assertThat(JsonMapper.shared().readValue(in, new TypeReference<Map<String, List<String>>>() {}))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsPersonalAndCommercialFieldsInUnitsOfTheirOwn(RecordType type) {
        // Versions only add: the newest has every unit of the others.
        RecordDefinition definition = SampleRecords.DEFINITIONS.of(type);
        for (String unit : definition.units().subList(2, definition.units().size())) {
            List<FieldDefinition> fields = definition.fieldsOf(unit);
            assertThat(fields).as(type + "." + unit).isNotEmpty();
            boolean personal = fields.stream().anyMatch(field -> field.sensitivity() >= 4);
            assertThat(fields).as(type + "." + unit).allMatch(field -> field.sensitivity() >= 4 == personal);
            boolean money =
                    fields.stream().anyMatch(field -> field.type() == FieldType.MONEY && field.sensitivity() == 3);
            assertThat(money && fields.stream().anyMatch(field -> field.sensitivity() == 1))
                    .as(type + "." + unit)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void usesCodeTablesThatExist(RecordType type) {
        for (FieldDefinition field : SampleRecords.DEFINITIONS.of(type).fields()) {
            usesCodeTablesThatExist(field);
            field.entries().forEach(SchemaFieldsTest::usesCodeTablesThatExist);
        }
    }

    private static void usesCodeTablesThatExist(FieldDefinition field) {
        String codes = field.codes();
        assertThat(codes != null || field.type() != FieldType.CODE)
                .as(field.name())
                .isTrue();
        if (codes != null && !codes.contains("|")) {
            assertThat(SampleContext.CODES.names().contains(codes) || codes.equals("REGION"))
                    .as(field.name())
                    .isTrue();
        }
        if (codes != null && codes.contains("|")) {
            assertThat(Arrays.stream(codes.split("\\|")))
                    .as(field.name())
                    .doesNotHaveDuplicates()
                    .noneMatch(String::isBlank);
        }
    }

    @ParameterizedTest
    @EnumSource
    void acceptsTheFormOfEveryRandomRecord(RecordType type) {
        Random random = new Random(20261122);
        for (RecordDefinition definition : SampleRecords.DEFINITIONS.versions(type)) {
            DefinitionCheck check = new DefinitionCheck(definition);
            for (int i = 0; i < 200; i++) {
                Case subject = new Case(
                        new SampleContext().build(),
                        SampleContext.PROFILES,
                        SampleContext.CODES,
                        RandomRecords.next(definition, random));
                assertThat(check.check(subject)).isTrue();
                // What the model asks for but does not insist on may lack.
                assertThat(subject.findings())
                        .filteredOn(finding -> !finding.code().equals(ValidationProblem.FIELDS_EXPECTED.code()))
                        .isEmpty();
            }
        }
    }
}
