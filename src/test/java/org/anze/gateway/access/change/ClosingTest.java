package org.anze.gateway.access.change;

import static org.assertj.core.api.Assertions.assertThat;

import org.anze.gateway.access.Decision;
import org.anze.gateway.access.Facts;
import org.anze.gateway.access.Purpose;
import org.anze.gateway.access.StatisticsRight;
import org.anze.gateway.record.DisclosedRecord.Manner;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What closes something comes into force at once; what it would let through waits for two people. */
class ClosingTest extends ChangesOfOneParty {

    @Test
    void revokesAtOnceWhatIsRevokedBesideSomethingThatWaits() {
        files.put("other", otherText(1, "give: [parties]"));
        follow();
        approvePending();
        assertThat(counts.agreements().of(CITY)).hasSize(2);

        files.put("shared", text(2, "give: [parties, period, limits]") + "revokedAt: 2026-11-01T00:00:00+08:00\n");
        files.put("other", otherText(2, "give: [parties, period]"));
        follow();

        assertThat(decision()).isInstanceOf(Decision.Deny.class);
        assertThat(counts.waiting()).containsExactly(CITY);
        assertThat(counts.agreements().find(CITY, "other").orElseThrow().version())
                .isEqualTo(1);
        assertThat(outcomes()).endsWith("in force at once, ahead of what waits: nobody gains anything");
        long revision = changes.revision();
        follow();
        assertThat(changes.revision()).isEqualTo(revision);
    }

    @Test
    void withdrawsAtOnceWhatIsRemovedBesideSomethingThatWaits() {
        files.put("shared", text(2, "give: [parties]"));
        files.put("other", otherText(1, "give: [parties]"));
        follow();
        assertThat(agreement().version()).isEqualTo(2);
        approvePending();

        files.remove("shared");
        files.put("other", otherText(2, "give: [parties, period]"));
        follow();

        assertThat(decision()).isInstanceOf(Decision.Deny.class);
        assertThat(changes.pending()).hasSize(1);
    }

    @Test
    void holdsFiguresWhenAGrantGoesThatKeptUnitsOutOfThem() {
        String figures = text(2, "give: [parties]").replace("    units: {give: [parties]}", "    aggregate: true");
        files.put(
                "shared",
                figures + "  - type: policy\n    where: insured == '91140212MAXX00015K'\n"
                        + "    units: {give: [parties]}\n");
        follow();
        approvePending();

        assertThat(right().reaches(DEFINITIONS.of(RecordType.POLICY), "premium"))
                .isFalse();
        files.put("shared", figures.replace("version: 2", "version: 3"));
        follow();

        assertThat(agreement().version()).isEqualTo(3);
        assertThat(agreement().grants()).hasSize(1);
        assertThat(onlyPending().figuresHeld()).containsExactly(RecordType.POLICY);
        assertThat(onlyPending().files()).isEmpty();
        assertThat(changes.preview(onlyPending().id()).countsOrAsks()).isTrue();
        assertThat(right().decision()).isEqualTo(new Decision.Deny(Decision.Reason.FIGURES_HELD, agreement()));

        approvePending();
        assertThat(right().reaches(DEFINITIONS.of(RecordType.POLICY), "premium"))
                .isTrue();
    }

    @Test
    void revokesAWholeAgreementAtOnceAndHoldsWhatTheOthersWouldLetCountThen() {
        files.put("shared", text(2, "{give: [parties], mask: [premium]}"));
        files.put("other", otherText(1, "{give: [parties, period], mask: [premium, limits]}"));
        follow();
        approvePending();
        assertThat(right().reaches(DEFINITIONS.of(RecordType.POLICY), "aggregate"))
                .isFalse();

        files.remove("shared");
        follow();

        assertThat(decision()).isInstanceOf(Decision.Deny.class);
        assertThat(decisionIn("140300")).isInstanceOf(Decision.Permit.class);
        assertThat(right().permitted()).isFalse();
        assertThat(counts.waiting()).containsExactly(CITY);
        assertThat(outcomes()).endsWith("in force at once, ahead of what waits: nobody gains anything");

        // Neither another look at the same files nor another node lifts it, nor does closing more.
        long revision = changes.revision();
        follow();
        assertThat(changes.revision()).isEqualTo(revision);
        assertThat(node().follow(proposed(), parties(), REGIONS)
                        .agreements()
                        .mayCount(CITY, Purpose.SUP, RecordType.POLICY, NOW)
                        .permitted())
                .isFalse();
        files.put("other", otherText(2, "{give: [parties, period], mask: [premium]}"));
        follow();
        assertThat(counts.agreements().find(CITY, "other").orElseThrow().version())
                .isEqualTo(2);
        assertThat(right().permitted()).isFalse();

        approvePending();
        assertThat(right().permitted()).isTrue();
        assertThat(changes.pending()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{give: [parties], mask: [period, premium]} | 140214 | 2028-12-31",
                "{give: [parties], mask: [period]}          | 1402   | 2028-12-31",
            })
    void holdsFiguresWithHiddenCellsWhenOtherRecordsOrFieldsCount(String units, String region, String until) {
        files.put("shared", text(2, "{give: [parties], mask: [period, premium]}"));
        follow();
        approvePending();

        files.put("shared", text(3, units, region, until));
        follow();

        assertThat(agreement().version()).isEqualTo(3);
        assertThat(right().permitted()).isFalse();
        assertThat(onlyPending().figuresHeld()).containsExactly(RecordType.POLICY);
    }

    @Test
    void holdsFiguresWhenOneOfTwoAgreementsIsToEndEarlier() {
        files.put("shared", text(2, "{give: [parties], mask: [premium]}"));
        files.put("other", otherText(1, "{give: [parties], mask: [premium]}"));
        follow();
        approvePending();

        files.put("shared", text(3, "{give: [parties], mask: [premium]}", "1402", "2027-01-31"));
        follow();

        assertThat(agreement().version()).isEqualTo(3);
        assertThat(right().permitted()).isFalse();
    }

    @Test
    void holdsNothingWhereEveryRecordThatCountsIsGivenInTheClear() {
        files.put("other", otherText(1, "give: [parties, period]"));
        follow();
        approvePending();

        files.remove("shared");
        follow();

        assertThat(changes.pending()).isEmpty();
        assertThat(right().permitted()).isTrue();
    }

    @Test
    void holdsNothingWhenNothingMayBeCountedAnyMore() {
        files.put("shared", text(2, "{give: [parties], mask: [premium]}"));
        follow();
        approvePending();

        files.remove("shared");
        follow();

        assertThat(changes.pending()).isEmpty();
        assertThat(counts.waiting()).isEmpty();
    }

    @Test
    void takesASingleCaseOutThatWouldDecideOnceTheAgreementBeforeItIsRevoked() {
        files.put("shared", text(2, "give: [parties]"));
        files.put("single", caseText().replace("id: case", "id: single").replace("purpose: ENF", "purpose: SUP"));
        follow();
        approvePending();
        assertThat(((Decision.Permit) asked()).manner("premium")).isEqualTo(Manner.WITHHELD);

        files.remove("shared");
        follow();

        assertThat(decision()).isInstanceOf(Decision.Deny.class);
        assertThat(asked()).isInstanceOf(Decision.Deny.class);
        assertThat(onlyPending().files()).extracting(AgreementChange.File::name).containsExactly("single.yaml");

        approvePending();
        assertThat(((Decision.Permit) asked()).manner("premium")).isEqualTo(Manner.GIVEN);
    }

    @Test
    void leavesASingleCaseInForceThatNothingStoodBefore() {
        files.put("case", caseText().replace("purpose: ENF", "purpose: SUP"));
        follow();
        approvePending();
        assertThat(((Decision.Permit) asked()).manner("premium")).isEqualTo(Manner.GIVEN);

        files.remove("shared");
        follow();

        assertThat(changes.pending()).isEmpty();
        assertThat(((Decision.Permit) asked()).manner("premium")).isEqualTo(Manner.GIVEN);
    }

    private StatisticsRight right() {
        return counts.agreements().mayCount(CITY, Purpose.SUP, RecordType.POLICY, NOW);
    }

    private Decision asked() {
        return counts.agreements()
                .decide(
                        CITY,
                        Purpose.SUP,
                        RecordType.POLICY,
                        Facts.of(DATONG, field -> field.equals("policyNo") ? "P-1" : null),
                        NOW);
    }

    private Decision decisionIn(String region) {
        return counts.agreements()
                .decide(
                        CITY,
                        null,
                        RecordType.POLICY,
                        Facts.of(new Scope(region, "03", "insurer-jia"), field -> null),
                        NOW);
    }

    @Test
    void concludesNothingFromAFolderThatIsNotThere() {
        folderIsThere = false;
        follow();
        assertThat(decision()).isInstanceOf(Decision.Deny.class);
        // Its feed stands; otherwise records would pass it by, and open parcels would be emptied.
        assertThat(counts.agreements().broken().get(CITY))
                .extracting(finding -> finding.code())
                .containsExactly("ACC-0303");

        folderIsThere = true;
        follow();

        assertThat(decision()).isInstanceOf(Decision.Permit.class);
        assertThat(changes.pending()).isEmpty();
    }
}
