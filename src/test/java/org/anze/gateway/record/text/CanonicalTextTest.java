package org.anze.gateway.record.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.RandomRecords;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalTextTest {

    private static final RecordDefinitions DEFINITIONS = RecordDefinitions.load();

    @ParameterizedTest
    @CsvSource({
        "MONEY, 6111583, 61115.83",
        "MONEY, 0, 0.00",
        "MONEY, 5, 0.05",
        "MONEY, -500, -5.00",
        "MONEY, 9007199254740991, 90071992547409.91",
        "PERCENT, 180000, 18%",
        "PERCENT, 1, 0.0001%",
        "PERCENT, 0, 0%",
        "PERCENT, 1000000, 100%",
        "PERCENT, -50000, -5%",
        "INTEGER, 420, 420",
        "INTEGER, -3, -3"
    })
    void writesNumbersAndReadsThemBack(FieldType type, long value, String text) {
        assertThat(CanonicalText.write(type, value)).isEqualTo(text);
        assertThat(CanonicalText.read(type, text)).isEqualTo(value);
    }

    @Test
    void writesListsAsCompactJson() {
        assertThat(CanonicalText.write(FieldType.TEXTS, List.of("人伤", "a\"b"))).isEqualTo("[\"人伤\",\"a\\\"b\"]");
        assertThat(CanonicalText.write(FieldType.OBJECTS, List.of(Map.of("stage", "REPORT", "amount", 100L))))
                .isEqualTo("[{\"amount\":100,\"stage\":\"REPORT\"}]");
    }

    @ParameterizedTest
    @CsvSource({
        "MONEY, 61115.8",
        "MONEY, '61,115.83'",
        "MONEY, 1e3",
        "MONEY, 061.00",
        "PERCENT, 18",
        "PERCENT, 0.00001%",
        "INTEGER, 1.0",
        "INTEGER, 007",
        "BOOLEAN, Y",
        "DATE, 2024-02-30",
        "DATE, 2024/01/31",
        "INSTANT, 2024-01-31T00:00:00Z",
        "INSTANT, 2024-01-31T25:00:00+08:00",
        "INSTANT, 2024-01-31",
        "TEXTS, 人伤；物损",
        "TEXTS, '[1]'",
        "TEXTS, '[\"a\"] b'",
        "OBJECTS, '{}'",
        "OBJECTS, '[{\"a\":1.5}]'",
        "OBJECTS, '[{\"a\":1,\"a\":2}]'",
        "OBJECTS, '[{\"a\":{\"b\":1}}]'"
    })
    void readsNothingButItsOwnForm(FieldType type, String text) {
        assertThat(CanonicalText.read(type, text)).isNull();
    }

    @ParameterizedTest
    @EnumSource(RecordType.class)
    void readsBackEveryValueItWrites(RecordType type) {
        Random random = new Random(type.ordinal());
        for (RecordDefinition definition : DEFINITIONS.versions(type)) {
            for (int i = 0; i < 200; i++) {
                Map<String, Object> values = RandomRecords.values(definition, random);
                for (FieldDefinition field : definition.fields()) {
                    Object value = values.get(field.name());
                    String cell = CellText.write(field.type(), value);
                    String text = CellText.read(cell);
                    assertThat(text == null ? null : CanonicalText.read(field.type(), text))
                            .as(field.name())
                            .isEqualTo(value);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+cmd|' /C calc'!A0",
                "-2+3",
                "@SUM(A1)",
                "\t=1",
                "\r=1",
                "\n=1",
                " =1+1",
                "　＝1",
                "＋1",
                "﹦1",
                "−1",
                "\u200B=1",
                "\u000B=1",
                "\u2003+1",
                "'quoted",
                ""
            })
    void keepsTextsFromBecomingFormulas(String text) {
        assertThat(CellText.write(FieldType.TEXT, text)).isEqualTo("'" + text);
        assertThat(CellText.read("'" + text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=1", "1-2", "甲 -乙", "0", "　甲"})
    void leavesOtherTextsAlone(String text) {
        assertThat(CellText.write(FieldType.TEXT, text)).isEqualTo(text);
    }

    @Test
    void tellsAbsentFromEmpty() {
        assertThat(CellText.write(FieldType.TEXT, null)).isEmpty();
        assertThat(CellText.read("")).isNull();
        assertThat(CellText.read("'")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(RecordType.class)
    void givesEveryColumnAHeadingOfItsOwn(RecordType type) {
        for (RecordDefinition definition : DEFINITIONS.versions(type)) {
            List<CanonicalColumn> columns = CanonicalColumn.of(definition);
            Set<String> forms = new HashSet<>();
            assertThat(columns).hasSize(definition.fields().size() + 4).allSatisfy(column -> {
                assertThat(forms.add(CanonicalColumn.form(column.heading())))
                        .as(column.heading())
                        .isTrue();
                assertThat(column.accepted()).contains(column.heading(), column.name());
            });
        }
    }
}
