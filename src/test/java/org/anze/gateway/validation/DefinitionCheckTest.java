package org.anze.gateway.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.Presence;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DefinitionCheckTest {

    private final SampleContext context = new SampleContext();

    @ParameterizedTest
    @EnumSource
    void findsNothingWrongWithAFaultlessRecord(RecordType type) {
        Validated verdict = context.validate(SampleRecords.a(type).build());
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.valid()).isNotNull();
        assertThat(verdict.valid().scope()).isEqualTo(verdict.record().scope());
    }

    @ParameterizedTest
    @EnumSource
    void rejectsEveryRequiredAndWarnsOfEveryExpectedFieldThatLacks(RecordType type) {
        for (FieldDefinition field : SampleRecords.DEFINITIONS.of(type).fields()) {
            String problems = context.problems(
                    SampleRecords.a(type).with(field.name() + "=").build());
            assertThat(problems.contains("FIELD_MISSING"))
                    .as("%s.%s is %s: %s", type, field.name(), field.presence(), problems)
                    .isEqualTo(field.presence() == Presence.REQUIRED);
            assertThat(problems.contains("FIELDS_EXPECTED"))
                    .as("%s.%s is %s: %s", type, field.name(), field.presence(), problems)
                    .isEqualTo(field.presence() == Presence.EXPECTED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void rejectsValuesOfTheWrongJavaTypeWithoutFailing(RecordType type) {
        for (FieldDefinition field : SampleRecords.DEFINITIONS.of(type).fields()) {
            for (Object wrong : List.of(new Object(), 1.5, Map.of(), "", Integer.valueOf(1))) {
                Validated verdict = context.validate(
                        SampleRecords.a(type).set(field.name(), wrong).build());
                assertThat(SampleContext.names(verdict))
                        .as("%s.%s", type, field.name())
                        .contains("FORM_WRONG");
                assertThat(verdict.valid()).isNull();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void rejectsTextsAndListsThatAreTooLong(RecordType type) {
        RecordDefinition definition = SampleRecords.DEFINITIONS.of(type);
        for (FieldDefinition field : definition.fields()) {
            int limit = field.maxLength();
            if (field.type() == FieldType.TEXT) {
                int longest = limit == 0 ? 2000 : limit;
                assertThat(context.problems(SampleRecords.a(type)
                                .set(field.name(), "x".repeat(longest + 1))
                                .build()))
                        .as(field.name())
                        .contains("TOO_LONG");
                assertThat(context.problems(SampleRecords.a(type)
                                .set(field.name(), "x".repeat(longest))
                                .build()))
                        .as(field.name())
                        .doesNotContain("TOO_LONG");
            } else if (field.type() == FieldType.OBJECTS || field.type() == FieldType.TEXTS) {
                assertThat(limit).as(field.name()).isPositive();
                assertThat(context.problems(SampleRecords.a(type)
                                .set(field.name(), Collections.nCopies(limit + 1, "x"))
                                .build()))
                        .as(field.name())
                        .contains("TOO_MANY");
            }
        }
    }

    @ParameterizedTest(name = "{0}: {1} → {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "POLICY | coType=联合 | CODE_UNKNOWN",
                "POLICY | status=valid | CODE_UNKNOWN",
                "POLICY | premium=-1; received= | FIELDS_EXPECTED NEGATIVE PREMIUM_OFF_RATE",
                "POLICY | insuredCount=-1; actualCount= | FIELDS_EXPECTED NEGATIVE",
                "POLICY | perPersonMedical=9007199254740991 | -",
                "POLICY | perPersonMedical=9007199254740992 | FORM_WRONG",
                "POLICY | commissionRate=-1 | PERCENT_OUT_OF_RANGE",
                "POLICY | baseRate=1000001 | PERCENT_OUT_OF_RANGE",
                "POLICY | factors=[{\"code\":\"A\",\"value\":1200000}] | -",
                "POLICY | factors=[{\"code\":\"A\",\"value\":10000001}] | PERCENT_OUT_OF_RANGE",
                "POLICY | policyNo=ABC | KEY_TOO_SHORT",
                "POLICY | policyNo=ABCD | -",
                "POLICY | @version=0 | VERSION_WRONG",
                "POLICY | signDate=2025-02-30 | FORM_WRONG",
                "POLICY | signDate=2024-02-29 | -",
                "POLICY | signDate=20250528 | FORM_WRONG",
                "POLICY | startAt=2025-06-01T00:00:00Z | FORM_WRONG",
                "POLICY | startAt=2025-06-01T24:00:00+08:00 | FORM_WRONG",
                "POLICY | startAt=2025-06-01 00:00:00+08:00 | FORM_WRONG",
                "POLICY | insuredName=䶮㛃精密铸造（山西）有限公司 | -",
                "POLICY | insuredName=𠮷野矿业有限公司 | -",
                "POLICY | insuredName=山西?煤业 | TEXT_DAMAGED",
                "POLICY | deductible=每次500元? | -",
                "POLICY | deductible=每次\uFFFD元 | TEXT_DAMAGED",
                "POLICY | deductible=每次\uD842元 | TEXT_DAMAGED",
                "POLICY | deductible=每次\u0007元 | TEXT_DAMAGED",
                "POLICY | insuredName=\uE81E矿业有限公司 | PRIVATE_CHARACTERS",
                "POLICY | insuredUnits=[{\"uscc\":\"91140221MAXX00023F\",\"idNo\":\"x\"}] | ENTRY_KEY_UNKNOWN",
                "POLICY | coType=共保; coInsurers=[{\"insurer\":\"a\",\"share\":1000000},{\"share\":0}] | ENTRY_KEY_MISSING",
                "ENTERPRISE | keyTags=[\"氨制冷\",\"有限空间\"] | -",
                "ENTERPRISE | keyTags=[\"氨制冷\",\"密室\"] | CODE_UNKNOWN",
                "ENTERPRISE | scale=大; annualRevenue= | CODE_UNKNOWN",
                "SERVICE_RECORD | item=8 | AGENCY_NOT_QUALIFIED CODE_UNKNOWN",
                "SERVICE_RECORD | result=[{\"code\":\"A\",\"value\":5}] | FORM_WRONG",
                "CLAIM | lossType=[\"人伤\",\"1\"] | CODE_UNKNOWN",
                "CLAIM | cause=其他爆炸 | -",
                "CLAIM | cause=可燃气体爆炸 | CODE_UNKNOWN",
                "CLAIM | stages=[{\"stage\":\"DONE\"}] | CODE_UNKNOWN",
                "CLAIM | victims=[{\"outcome\":\"伤残10\"}] | -",
                "CLAIM | victims=[{\"outcome\":\"伤残11\"}] | CODE_UNKNOWN",
                "CLAIM | victims=[{\"paid\":-1}] | NEGATIVE",
                "CLAIM | directFees=[{\"item\":\"律师\",\"amount\":1}] | -",
                "ACCIDENT_REPORT | region=140271 | REGION_NOT_IN_TABLE",
                "MUST_INSURE | listYear=12025 | TOO_LONG",
                "MUST_INSURE | status=不详 | CODE_UNKNOWN",
                "ROSTER | line=9999999 | -",
                "ROSTER | line=10000000 | TOO_LONG",
                "ROSTER | line=-1 | NEGATIVE",
                "ROSTER | personKey=110101190001010006 | PERSON_NOT_PSEUDONYM",
                "ROSTER | byPost=[{\"post\":\"采煤工\",\"count\":10000000}] | TOO_LONG",
                "ENDORSEMENT | countDelta=-9007199254740992 | FORM_WRONG",
                "PLAN | items=[{\"item\":\"8\",\"freq\":1}] | CODE_UNKNOWN",
                "PLAN | items=[{\"item\":\"2\",\"freq\":1,\"unit\":\"次/月\"}] | CODE_UNKNOWN",
                "RISK_RATE | adjust=-10000001 | PERCENT_OUT_OF_RANGE",
                "RISK_RATE | adjust=10000001 | PERCENT_OUT_OF_RANGE",
                "RISK_RATE | lossRatio=80000000 | -",
                "RISK_RATE | lossRatio=1000000001 | PERCENT_OUT_OF_RANGE",
                "RISK_RATE | lossRatio=-1 | PERCENT_OUT_OF_RANGE",
                "ANNUAL_STAT | figures=[{\"code\":\"N\",\"sector\":\"99\"}] | CODE_UNKNOWN",
                "ANNUAL_STAT | form=F6 | CODE_UNKNOWN",
                "ESCALATION | level=5 | CODE_UNKNOWN",
                "AGENCY | quals=[{\"item\":\"4\",\"from\":\"2025-02-30\"}] | FORM_WRONG",
                "AGENCY | experts=[{\"certNo\":\"Z-1\"}] | ENTRY_KEY_MISSING"
            })
    void checksFormCodesAndEntries(RecordType type, String changes, String problems) {
        assertThat(context.problems(SampleRecords.a(type).with(changes).build()))
                .isEqualTo(problems);
    }

    @ParameterizedTest
    @EnumSource
    void neverFailsWhateverLacks(RecordType type) {
        Random random = new Random(20261122);
        List<FieldDefinition> fields = SampleRecords.DEFINITIONS.of(type).fields();
        for (int round = 0; round < 2000; round++) {
            SampleRecords.Sample sample = SampleRecords.a(type);
            for (FieldDefinition field : fields) {
                switch (random.nextInt(8)) {
                    case 0 -> sample.with(field.name() + "=");
                    case 1 -> sample.set(field.name(), field.type() == FieldType.OBJECTS ? List.of(Map.of()) : 0L);
                    case 2 -> sample.set(field.name(), "2025-06-01T00:00:00+08:00");
                    default -> {
                        // Stays as it is.
                    }
                }
            }
            sample.with(random.nextBoolean() ? "@riskRegion=" : "@sector=");
            Validated verdict = context.validate(sample.build());
            boolean rejected = verdict.findings().stream().anyMatch(finding -> finding.rejects());
            assertThat(rejected && verdict.awaited() != null).isFalse();
            assertThat(verdict.valid() == null).isEqualTo(rejected || verdict.awaited() != null);
        }
    }

    @Test
    void takesTheAccidentTableOfTheDayOfTheAccident() {
        SampleContext later = new SampleContext().receivedAt("2026-07-02T00:00:00+08:00");
        String to = "reportedAt=2026-07-01T00:10:00+08:00; policyNo=; occurredAt=";
        assertThat(later.problems(SampleRecords.anAccidentReport()
                        .with(to + "2026-06-30T23:59:59+08:00; type=车辆伤害")
                        .build()))
                .isEqualTo("-");
        assertThat(later.problems(SampleRecords.anAccidentReport()
                        .with(to + "2026-07-01T00:00:00+08:00; type=车辆伤害")
                        .build()))
                .isEqualTo("CODE_UNKNOWN");
    }

    @Test
    void namesAllAbsentFieldsInOneFindingAtTheRecordsOwnLine() {
        Validated verdict = context.validate(
                SampleRecords.aPolicy().with("handler=; status=").build());
        assertThat(verdict.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.zh()).isEqualTo("未提供应填项：承保人员、保单状态");
            assertThat(finding.en()).isEqualTo("expected fields are absent: handler, status");
            assertThat(finding.location().line()).isEqualTo(7);
        });
    }

    @Test
    void remembersOnlySoManyCombinationsOfAbsentFields() {
        List<String> expected = SampleRecords.DEFINITIONS.of(RecordType.POLICY).fields().stream()
                .filter(field -> field.presence() == Presence.EXPECTED)
                .map(FieldDefinition::name)
                .toList();
        for (int i = 1; i < 2000; i++) {
            List<String> absent = new ArrayList<>();
            for (int bit = 0; bit < 11; bit++) {
                if ((i & 1 << bit) != 0) {
                    absent.add(expected.get(bit));
                }
            }
            String changes = String.join("=; ", absent) + "=";
            assertThat(context.validate(SampleRecords.aPolicy().with(changes).build())
                            .findings()
                            .get(0)
                            .en()
                            .split("[ ,]+"))
                    .contains(absent.toArray(String[]::new));
        }
    }
}
