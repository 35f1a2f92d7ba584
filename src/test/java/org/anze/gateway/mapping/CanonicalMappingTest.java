package org.anze.gateway.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.codes.CodeTables;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalMappingTest {

    private static Mappings mappings;

    @BeforeAll
    static void load() throws IOException {
        mappings = Mappings.load(Path.of("mappings"), RecordDefinitions.load(), CodeTables.load(Path.of("codes")));
    }

    private static Normalised normalise(String type, String json) {
        Mapping mapping = mappings.find("agency-test", "canonical-" + type).orElseThrow();
        Party sender = new Party(
                "agency-test",
                PartyType.AGY,
                new Party.Name("测试", "Test"),
                "91140106MAYY000693",
                List.of(),
                null,
                null,
                List.of());
        try (RawReader reader = mapping.open(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)))) {
            return mapping.normalise(reader.next(), new MappingContext(sender, Instant.EPOCH))
                    .get(0);
        }
    }

    @Test
    void takesEveryTypeOfFieldAndTheEnvelope() {
        Normalised result = normalise("claim", """
                {"claimNo":"C1","policyNo":"P1","occurredAt":"2024-03-15T00:30:00Z","lossType":["人伤","物损"],"estimate":4000000,
                 "causeConfidence":300000,"reporter":null,
                 "stages":[{"stage":"REPORT","at":"2024-03-15T09:30:00+08:00"},{"stage":"PREPAY","amount":1000}],
                 "version":2,"op":"CORRECT","riskRegion":"140212","sector":"03"}""");
        assertThat(result.findings()).isEmpty();
        CanonicalRecord record = result.record();
        assertThat(record.text("occurredAt")).isEqualTo("2024-03-15T08:30:00+08:00");
        assertThat(record.texts("lossType")).containsExactly("人伤", "物损");
        assertThat(record.number("estimate")).isEqualTo(4_000_000);
        assertThat(record.value("reporter")).isNull();
        assertThat(record.objects("stages"))
                .containsExactly(
                        Map.of("stage", "REPORT", "at", "2024-03-15T09:30:00+08:00"),
                        Map.of("stage", "PREPAY", "amount", 1000L));
        assertThat(record.version()).isEqualTo(2);
        assertThat(record.operation()).isEqualTo(Operation.CORRECT);
        assertThat(record.scope().riskRegion()).isEqualTo("140212");
        assertThat(record.scope().insurer()).as("an agency is no insurer").isEmpty();
        assertThat(record.locate("estimate").line()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "\"premium\":\"61115.83\"; MAP-0302",
                "\"premium\":611.5; MAP-0302",
                "\"premium\":-5; MAP-0302",
                "\"premium\":1e3; MAP-0302",
                "\"premium\":true; MAP-0302",
                "\"policyNo\":5; MAP-0302",
                "\"masterPolicy\":\"Y\"; MAP-0302",
                "\"startAt\":\"2024-01-31\"; MAP-0302",
                "\"startAt\":\"2024-01-31T00:00:00\"; MAP-0302",
                "\"startAt\":\"2024-02-30T00:00:00Z\"; MAP-0302",
                "\"signDate\":\"20240131\"; MAP-0302",
                "\"premiun\":1; MAP-0301",
                "\"premium\":{\"x\":1}; MAP-0301",
                "\"premium\":[1,2]; MAP-0303",
                "\"factors\":\"x\"; MAP-0302",
                "\"factors\":[{\"a\":{\"b\":1}}]; MAP-0301",
                "\"factors\":[{\"a\":1.5}]; MAP-0302",
                "\"version\":0; MAP-0302",
                "\"version\":\"1\"; MAP-0302",
                "\"op\":\"DELETE\"; MAP-0211",
                "\"sector\":3; MAP-0302",
                "\"insuredName\":\"a\\u0000b\"; MAP-0224",
                "\"insuredName\":\"a\\ud800b\"; MAP-0224"
            })
    void refusesWhatWouldHaveToBeConverted(String member, String code) {
        Normalised result = normalise("policy", "{" + member + "}");
        assertThat(result.record()).isNull();
        assertThat(result.findings()).extracting(Finding::code).containsExactly(code);
        assertThat(result.findings().get(0).location().line()).isEqualTo(1);
    }

    @Test
    void namesThePlaceOfAFinding() {
        Normalised result = normalise("claim", "[{\"stages\":[{\"at\":\"x\"},{\"amount\":1.5}]}]");
        assertThat(result.findings())
                .extracting(Finding::location)
                .containsExactly(new Location(1, 34, "/0/stages/1/amount"));
    }

    @Test
    void hidesPersonalValuesInFindings() {
        Normalised result = normalise("claim", "{\"reporter\":\"李\uFFFD四\"}");
        assertThat(result.findings()).hasSize(1);
        assertThat(result.findings().get(0).zh()).contains("***").doesNotContain("李");
    }
}
