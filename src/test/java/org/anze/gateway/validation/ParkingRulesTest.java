package org.anze.gateway.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.anze.gateway.jurisdiction.Profiles;
import org.anze.gateway.problem.Severity;
import org.anze.gateway.record.RecordType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** V-T02: what waits, what does not, and what becomes of it. */
class ParkingRulesTest {

    private final SampleContext empty = new SampleContext().knowingNothing();

    @ParameterizedTest
    @EnumSource(names = {"ENDORSEMENT", "ROSTER", "PLAN", "SERVICE_RECORD", "CLAIM"})
    void makesARecordWaitForItsPolicy(RecordType type) {
        Validated verdict = empty.validate(SampleRecords.a(type).build());
        assertThat(verdict.valid()).isNull();
        assertThat(verdict.awaited()).isEqualTo(new Reference(RecordType.POLICY, "AJIA202514021200001"));
        assertThat(verdict.findings()).noneMatch(finding -> finding.rejects());
    }

    @ParameterizedTest
    @EnumSource(
            names = {"ENDORSEMENT", "ROSTER", "PLAN", "SERVICE_RECORD", "CLAIM", "HAZARD"},
            mode = Mode.EXCLUDE)
    void letsNothingElseWait(RecordType type) {
        assertThat(empty.validate(SampleRecords.a(type).build()).awaited()).isNull();
    }

    @Test
    void acceptsAFeeEntryWhosePolicyAndServiceAreUnknownSoThatTheNextOneFindsItsPredecessor() {
        for (SampleContext context :
                List.of(empty, new SampleContext().knowingNothing().forTheLastTime())) {
            Validated verdict = context.validate(SampleRecords.aFeeEntry().build());
            assertThat(verdict.awaited()).isNull();
            assertThat(verdict.valid()).isNotNull();
            assertThat(SampleContext.names(verdict)).contains("POLICY_UNKNOWN", "REFERENCE_UNKNOWN");
        }
    }

    @Test
    void makesAUnitsListWaitForAPolicyThatIsNotItsOwnAsIfItWereNotThere() {
        SampleRecords.Sample line =
                SampleRecords.aRosterLine().with("@insurer=; headcount=0; line=0; personKey=; limit=");
        Validated foreign =
                new SampleContext().from(SampleContext.sender("unit-other")).validate(line.build());
        Validated absent = empty.from(SampleContext.sender("unit-other")).validate(line.build());
        assertThat(foreign.awaited()).isEqualTo(new Reference(RecordType.POLICY, "AJIA202514021200001"));
        assertThat(foreign).isEqualTo(new Validated(foreign.record(), null, absent.findings(), absent.awaited()));
    }

    @Test
    void makesAHazardWaitForItsService() {
        Validated verdict = empty.validate(SampleRecords.aHazard().build());
        assertThat(verdict.awaited()).isEqualTo(new Reference(RecordType.SERVICE_RECORD, "S-1"));
    }

    @Test
    void acceptsItWhenTheReferenceIsKnown() {
        Validated verdict = new SampleContext().validate(SampleRecords.aClaim().build());
        assertThat(verdict.awaited()).isNull();
        assertThat(verdict.valid()).isNotNull();
    }

    @Test
    void rejectsAtOnceWhatHasAnotherFlaw() {
        Validated verdict =
                empty.validate(SampleRecords.aClaim().with("paid=40000001").build());
        assertThat(verdict.awaited()).isNull();
        assertThat(verdict.valid()).isNull();
        assertThat(verdict.findings()).anyMatch(finding -> finding.rejects());
    }

    @Test
    void rejectsForTheLastTime() {
        Validated verdict =
                empty.forTheLastTime().validate(SampleRecords.aClaim().build());
        assertThat(verdict.awaited()).isNull();
        assertThat(verdict.valid()).isNull();
        assertThat(verdict.findings()).anySatisfy(finding -> {
            assertThat(finding.rule()).isEqualTo("V-T02");
            assertThat(finding.severity()).isEqualTo(Severity.REJECT);
        });
    }

    @Test
    void neverMakesAWithdrawalWait() {
        Validated verdict = empty.validate(SampleRecords.aClaim()
                .only("claimNo", "policyNo")
                .with("@op=VOID; @version=2")
                .build());
        assertThat(verdict.awaited()).isNull();
        assertThat(verdict.valid()).isNotNull();
    }

    @Test
    void countsTheTimeFromTheReceipt() {
        ValidationContext context = empty.build();
        Validated verdict = empty.validate(SampleRecords.aClaim().build());
        assertThat(SampleContext.VALIDATOR.parkedUntil(verdict, context.receivedAt()))
                .isEqualTo(context.receivedAt().plus(Duration.ofHours(72)));
    }

    @Test
    void onlyWarnsWhereTheProfileSaysSo(@TempDir Path folder) throws IOException {
        String national = Files.readString(Path.of("jurisdictions/national.yaml"));
        Files.writeString(
                folder.resolve("national.yaml"),
                national.replace("{value: PARK, ", "{value: WARN, ").replace("72 h", "1 h"));
        Validator validator = new Validator(SampleRecords.DEFINITIONS, Profiles.load(folder), SampleContext.CODES);
        for (SampleContext context :
                List.of(empty, new SampleContext().knowingNothing().forTheLastTime())) {
            Validated verdict = validator
                    .validate(List.of(SampleRecords.aClaim().build()), context.build())
                    .get(0);
            assertThat(verdict.awaited()).isNull();
            assertThat(verdict.valid()).isNotNull();
            assertThat(SampleContext.names(verdict)).contains("POLICY_UNKNOWN");
        }
        assertThat(validator.parkedUntil(
                        empty.validate(SampleRecords.aClaim().build()),
                        empty.build().receivedAt()))
                .isEqualTo(empty.build().receivedAt().plus(Duration.ofHours(1)));
    }
}
