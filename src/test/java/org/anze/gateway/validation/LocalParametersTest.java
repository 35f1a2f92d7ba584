package org.anze.gateway.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.anze.gateway.jurisdiction.Profiles;
import org.anze.gateway.record.IdentityNumber;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules whose parameters no shipped file states, because no document gives the numbers. */
class LocalParametersTest {

    @Test
    void holdsPoliciesToTheTariffOfThePlace(@TempDir Path folder) throws IOException {
        Validator validator = validator(folder, "tariffBinding", "true", "tariffRates", "{'01': 0.04 %}");
        assertThat(names(validator, SampleRecords.aPolicy().with("@riskRegion=110105")))
                .isEqualTo("-");
        assertThat(
                        names(
                                validator,
                                SampleRecords.aPolicy()
                                        .with(
                                                "@riskRegion=110105; baseRate=401; factors=; rate=401; premium=6736800; received=1")))
                .isEqualTo("BASE_RATE_OFF_TARIFF");
        assertThat(names(
                        validator,
                        SampleRecords.aPolicy().with("@riskRegion=110105; @sector=02; baseRate=401; rate=365")))
                .isEqualTo("-");
    }

    @Test
    void measuresTheRateByTheTariffOfThePlaceWhenThePolicyStatesNoBase(@TempDir Path folder) throws IOException {
        Validator validator = validator(folder, "tariffBinding", "true", "tariffRates", "{'01': 0.04 %}");
        assertThat(names(validator, SampleRecords.aPolicy().with("@riskRegion=110105; baseRate=; factors=; rate=401")))
                .doesNotContain("RATE_OFF_TARIFF");
        // 0.0400 % four times by 100.1249 % is 0.0402 %: rounded at the end, not at each factor.
        String factors = "@riskRegion=110105; baseRate=; factors=[{\"code\":\"A\",\"value\":1001249},"
                + "{\"code\":\"B\",\"value\":1001249},{\"code\":\"C\",\"value\":1001249},"
                + "{\"code\":\"D\",\"value\":1001249}]; rate=";
        assertThat(names(validator, SampleRecords.aPolicy().with(factors + 402)))
                .doesNotContain("RATE_OFF_TARIFF");
        assertThat(names(validator, SampleRecords.aPolicy().with(factors + 400)))
                .contains("RATE_OFF_TARIFF");
        assertThat(names(validator, SampleRecords.aPolicy().with("@riskRegion=110105; baseRate=; factors=; rate=402")))
                .contains("RATE_OFF_TARIFF");
    }

    @Test
    void tellsARelatedPayee(@TempDir Path folder) throws IOException {
        Validator validator = validator(folder, "relatedPayees", "['91140106MAYY000693']", "accrualAllowed", "true");
        assertThat(names(validator, SampleRecords.aFeeEntry().with("@riskRegion=110105")))
                .isEqualTo("PAYEE_RELATED");
        assertThat(names(validator, SampleRecords.aFeeEntry())).isEqualTo("-");
    }

    @Test
    void refusesAnIdentityNumberFromARegionThatNobodyKnows() {
        // 990000 was never given to any region; the other number is that of a person from Beijing.
        Validated verdict = new SampleContext()
                .validate(SampleRecords.aRosterLine()
                        .with("idNo=" + numberOf("119900"))
                        .build());
        assertThat(SampleContext.names(verdict)).isEqualTo("IDENTITY_REGION_UNKNOWN");
        assertThat(verdict.valid()).isNull();
        assertThat(new SampleContext()
                        .problems(SampleRecords.aRosterLine()
                                .with("idNo=" + numberOf("110101"))
                                .build()))
                .isEqualTo("-");
    }

    private static String numberOf(String region) {
        for (char check : "0123456789X".toCharArray()) {
            String number = region + "19000101000" + check;
            if (IdentityNumber.isValid(number)) {
                return number;
            }
        }
        throw new IllegalStateException(region);
    }

    private static String names(Validator validator, SampleRecords.Sample sample) {
        SampleContext context = new SampleContext().from(SampleContext.insurer("insurer-jia"));
        return SampleContext.names(
                validator.validate(List.of(sample.build()), context.build()).get(0));
    }

    private static Validator validator(Path folder, String name, String value, String other, String otherValue)
            throws IOException {
        Files.copy(Path.of("jurisdictions/national.yaml"), folder.resolve("national.yaml"));
        Files.writeString(folder.resolve("local.yaml"), """
                profile: local
                zh: 地方
                en: Local
                regionPrefix: '11'
                parameters:
                  %s:
                    - {value: %s, validFrom: 2020-01-01, source: test}
                  %s:
                    - {value: %s, validFrom: 2020-01-01, source: test}
                """.formatted(name, value, other, otherValue));
        return new Validator(SampleRecords.DEFINITIONS, Profiles.load(folder), SampleContext.CODES);
    }
}
