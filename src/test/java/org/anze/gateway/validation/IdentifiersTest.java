package org.anze.gateway.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.anze.gateway.record.IdentityNumber;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "91350100M000100Y43",
                "91140212MAXX00015K",
                "91140221MAXX00023F",
                "91140403MAXX00031J",
                "91330302MAXX0004X0",
                "91330382MAXX00058U",
                "91330106MAXX00066A",
                "91110105MAXX000741",
                "91220102MAXX00082B",
                "91330902MAXX00090A",
                "91140311MAXX000A90",
                "91140106MAYY000693",
                "91110108MAYY000859"
            })
    void acceptsCreditCodesWithBothChecks(String code) {
        assertThat(Uscc.isValid(code)).isTrue();
        assertThat(Uscc.hasValidOrganisationCode(code)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "91140212MAXX00015J",
                "91140212MAXX00014K",
                "9114O212MAXX00015K",
                "91140212MAXX0001K5",
                "91140212MAXX00015",
                "91140212MAXX00015KK",
                "91140212maxx00015k",
                "9114021ZMAXX00015K",
                "91140212MAXX0001５K",
                ""
            })
    void rejectsCreditCodesThatAreWrong(String code) {
        assertThat(Uscc.isValid(code)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"91140212MAXX00016N, USCC_ORGANISATION_PART", "51140212MAXX00016T, USCC_ORGANISATION_PART_OLD"})
    void toleratesAWrongOrganisationCodeOnlyFromOtherRegistrars(String code, String problem) {
        assertThat(Uscc.isValid(code)).isTrue();
        assertThat(Uscc.hasValidOrganisationCode(code)).isFalse();
        RuleCases.check("V-S01", SampleRecords.anEnterprise(), "uscc=" + code, problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "110101190001010006",
                "110101190001010014",
                "110101190001010022",
                "110101190001010030",
                "110101190001010049",
                "11010519491231002X"
            })
    void acceptsIdentityNumbers(String number) {
        assertThat(IdentityNumber.isValid(number)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "110101190001010007",
                "11010519491231002x",
                "110101190002300006",
                "990101190001010006",
                "11010119000101000",
                "1101011900O1010006"
            })
    void rejectsIdentityNumbersThatAreWrong(String number) {
        assertThat(IdentityNumber.isValid(number)).isFalse();
    }

    @Test
    void convertsTheOldNumberOfFifteenDigits() {
        assertThat(IdentityNumber.fromFifteen("110105491231002")).contains("11010519491231002X");
        assertThat(IdentityNumber.fromFifteen("110105491331002"))
                .hasValueSatisfying(
                        number -> assertThat(IdentityNumber.isValid(number)).isFalse());
        assertThat(IdentityNumber.fromFifteen("11010549123100X")).isEmpty();
        assertThat(IdentityNumber.fromFifteen("11010519491231002X")).isEmpty();
    }
}
