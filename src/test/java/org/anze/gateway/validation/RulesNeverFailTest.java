package org.anze.gateway.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.RandomRecords;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.validation.deadline.DeadlineCase;
import org.anze.gateway.validation.deadline.DeadlineContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever stands in the fields of a record and of those that the ledger has, a rule finds something or nothing. */
class RulesNeverFailTest {

    private static final int ROUNDS = 300;
    private static final int NEIGHBOURS = 4;

    @ParameterizedTest
    @EnumSource
    void judgesAnyRecordAmongAnyOthers(RecordType type) {
        Random random = new Random(20261122 + type.ordinal());
        for (int round = 0; round < ROUNDS; round++) {
            CanonicalRecord record = RandomRecords.next(definition(type, random), random);
            ValidationContext context = new ValidationContext(
                    SampleContext.insurer("insurer-jia"),
                    Instant.parse("2025-06-10T02:00:00Z"),
                    new AnyReferences(random),
                    new SampleContext().build().parties(),
                    random.nextBoolean());
            Validated verdict =
                    SampleContext.VALIDATOR.validate(List.of(record), context).get(0);
            assertThat(verdict.findings()).allMatch(finding -> !finding.zh().matches(".*\\{\\d}.*"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsWhatIsDueOfAnyRecordAmongAnyOthers(RecordType type) {
        Random random = new Random(20261122 + type.ordinal());
        for (int round = 0; round < ROUNDS; round++) {
            KnownRecord record = known(type, "X-1", random);
            DeadlineContext context = new DeadlineContext(
                    new AnyReferences(random),
                    Contents.WHOLE,
                    SampleContext.PROFILES,
                    SampleContext.CODES,
                    Instant.parse("2030-01-01T00:00:00Z"));
            assertThatCode(() -> {
                        assertThat(DeadlineCase.due(List.of(record), context))
                                .allMatch(due -> !due.finding().zh().matches(".*\\{\\d}.*")
                                        && !due.addressees().isEmpty());
                    })
                    .doesNotThrowAnyException();
        }
    }

    private static RecordDefinition definition(RecordType type, Random random) {
        List<RecordDefinition> versions = SampleRecords.DEFINITIONS.versions(type);
        return versions.get(random.nextInt(versions.size()));
    }

    private static KnownRecord known(RecordType type, String key, Random random) {
        CanonicalRecord record = RandomRecords.next(definition(type, random), random);
        Map<String, Object> values = new HashMap<>();
        for (FieldDefinition field : record.definition().fields()) {
            Object value = record.value(field.name());
            if (value != null && random.nextInt(4) > 0) {
                values.put(field.name(), value);
            }
        }
        return new KnownRecord(
                type,
                key,
                random.nextBoolean() ? "insurer-jia" : "insurer-yi",
                1,
                record.operation(),
                record.scope(),
                values);
    }

    private record AnyReferences(Random random) implements References {
        @Override
        public List<KnownRecord> under(RecordType type, String businessKey) {
            return some(type, businessKey);
        }

        @Override
        public List<KnownRecord> related(Lookup lookup) {
            return some(lookup.type(), "X-" + random.nextInt(3));
        }

        private List<KnownRecord> some(RecordType type, String key) {
            return IntStream.range(0, random.nextInt(NEIGHBOURS))
                    .mapToObj(i -> known(type, key, random))
                    .toList();
        }
    }
}
