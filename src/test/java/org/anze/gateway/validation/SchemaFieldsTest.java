package org.anze.gateway.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

class SchemaFieldsTest {

    /** The fields of DOMAIN.md C, entries joined by a slash taken apart; place of risk and sector are the record's scope. */
    private static final Map<RecordType, String> FIELDS = Map.of(
            RecordType.ENTERPRISE,
                    "uscc name regRegion town address industry subType scale employees annualOutput annualRevenue"
                            + " legalPerson principal controller contactName contactMobile safetyPermitNo stdLevel"
                            + " creditGrade keyTags supervisor opStatus",
            RecordType.POLICY,
                    "policyNo proposalNo prevPolicyNo insurer insurerBranch coType coInsurers broker commissionRate"
                            + " productCode productName clauseRegNo applicant insured masterPolicy insuredUnits"
                            + " signDate payDate startAt endAt premium received subsidy employeeShare rate baseRate"
                            + " factors perPersonDeath perPersonMedical perAccident aggregate thirdParty rescue legal"
                            + " appraisal deductible insuredCount actualCount feeRateAgreed servicePlan"
                            + " depositReplaced handler status",
            RecordType.SERVICE_RECORD,
                    "serviceNo planItem policyNo uscc item startAt endAt place gps onSite provider agency contractNo"
                            + " experts content result hazards mainRisks attendees effectScore cost integrated"
                            + " socialContractNo socialOffset satisfaction feedback confirmEnt confirmIns archivedAt"
                            + " files",
            RecordType.HAZARD,
                    "hazardNo serviceNo uscc level criteria category desc photos foundAt notifyTo notifiedAt"
                            + " noticeReceipt measure rectBy deadline rectifiedAt evidence recheckAt recheckBy"
                            + " recheckResult state reportTo fundsPlanTime",
            RecordType.ACCIDENT_REPORT,
                    "reportNo uscc policyNo occurredAt reportedAt place region type brief dead missing serious minor"
                            + " directLoss levelPrelim rescue reporter addressees followUps caseClosed causeFinal"
                            + " levelFinal",
            RecordType.CLAIM,
                    "claimNo reportNo policyNo accidentNo occurredAt reportedAt reporter lossType cause stages"
                            + " estimate assessed paid directFees victims workInjuryRef refuseReason recourse status");

    @ParameterizedTest
    @EnumSource
    void holdsEveryFieldOfTheCanonicalModel(RecordType type) {
        assertThat(SampleRecords.DEFINITIONS.of(type).fields())
                .extracting(FieldDefinition::name)
                .contains(FIELDS.get(type).split(" "));
    }

    @Test
    void namesTheSameUnitsForTheSealAsForTheRecords() throws IOException {
        Map<String, List<String>> expected = new HashMap<>();
        for (RecordType type : RecordType.values()) {
            RecordDefinition definition = SampleRecords.DEFINITIONS.of(type);
            expected.put(type.code() + "/" + definition.version(), definition.units());
        }
        try (InputStream in = getClass().getResourceAsStream("/org/anze/gateway/seal/units-v1.json")) {
            assertThat(JsonMapper.shared().readValue(in, new TypeReference<Map<String, List<String>>>() {}))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsPersonalAndCommercialFieldsInUnitsOfTheirOwn(RecordType type) {
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
            String codes = field.codes();
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
    }
}
