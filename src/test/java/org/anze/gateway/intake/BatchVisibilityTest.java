package org.anze.gateway.intake;

import static org.anze.gateway.intake.ParkingFixture.claim;
import static org.anze.gateway.intake.ParkingFixture.paid;
import static org.anze.gateway.intake.ParkingFixture.policy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.anze.gateway.intake.SubmissionStatus.State;
import org.anze.gateway.intake.batch.CanonicalBatch;
import org.anze.gateway.intake.batch.CheckedBatch;
import org.anze.gateway.intake.batch.EarlierBatches;
import org.anze.gateway.intake.batch.RawBatch;
import org.anze.gateway.ledger.LedgerReferences;
import org.anze.gateway.mapping.Normalised;
import org.anze.gateway.mapping.convert.ConversionProblem;
import org.anze.gateway.problem.Finding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of one batch and of one submission know of each other before any of them is in the ledger. */
@ParameterizedClass
@ValueSource(ints = {LedgerReferences.MOST_HELD, 0})
class BatchVisibilityTest {

    /** With 0 each answer of the ledger is read on its own. */
    @Parameter
    int mostHeld;

    private ParkingFixture intake;

    @BeforeEach
    void start() {
        intake = new ParkingFixture(mostHeld);
    }

    @AfterEach
    void stop() {
        intake.close();
    }

    @Test
    void acceptsAClaimWhosePolicyStandsInTheSameBatchInWhateverOrder() throws Exception {
        RawBatch frame = intake.frame(EarlierBatches.none());
        CanonicalBatch policies = policies(frame, policy("WU-1"));
        CanonicalBatch claims = claims(frame, claim("C-1", "WU-1"), claim("C-2", "WU-1"));

        CheckedBatch before = intake.check
                .apply(List.of(intake.batch(frame, policies, claims)))
                .get(0);
        CheckedBatch after = intake.check
                .apply(List.of(intake.batch(frame, claims, policies)))
                .get(0);

        assertThat(keys(before)).containsExactly("WU-1", "C-1", "C-2");
        assertThat(keys(after)).containsExactly("C-1", "C-2", "WU-1");
        assertThat(before.parked()).isEmpty();
        assertThat(after.parked()).isEmpty();
    }

    @Test
    void parksAClaimWhosePolicyInTheSameBatchIsRejected() throws Exception {
        RawBatch frame = intake.frame(EarlierBatches.none());
        CanonicalBatch policies = policies(frame, policy("WU-1").replace("40000000", "100"));
        CanonicalBatch claims = claims(frame, claim("C-1", "WU-1"));

        CheckedBatch checked = intake.check
                .apply(List.of(intake.batch(frame, claims, policies)))
                .get(0);

        assertThat(checked.accepted()).isEmpty();
        assertThat(checked.rejected()).hasSize(1);
        assertThat(checked.parked()).hasSize(1);
    }

    @Test
    void knowsTheBatchesBeforeThatAreStillOnTheirWay() throws Exception {
        EarlierBatches earlier = new EarlierBatches(2);
        RawBatch frame = intake.frame(earlier);
        intake.check.apply(List.of(policies(frame, earlier, policy("WU-1")))).get(0);
        intake.check
                .apply(List.of(claims(frame, earlier, claim("C-0", "WU-1"))))
                .get(0);

        CheckedBatch checked = intake.check
                .apply(List.of(claims(frame, earlier, claim("C-1", "WU-1"))))
                .get(0);
        // Of the last two batches none is the one with the policy any more; by now it must be in the ledger.
        CheckedBatch forgotten = intake.check
                .apply(List.of(claims(frame, earlier, claim("C-2", "WU-1"))))
                .get(0);

        assertThat(checked.parked()).isEmpty();
        assertThat(forgotten.parked()).hasSize(1);
    }

    @Test
    void doesNotKnowAPolicyThatAnEarlierBatchWithdrew() throws Exception {
        EarlierBatches earlier = new EarlierBatches(6);
        RawBatch frame = intake.frame(earlier);
        intake.check
                .apply(List.of(policies(frame, earlier, policy("WU-1"), policy("WU-1", 2, "VOID"))))
                .get(0);

        assertThat(intake.check
                        .apply(List.of(claims(frame, earlier, claim("C-1", "WU-1"))))
                        .get(0)
                        .parked())
                .hasSize(1);
    }

    @Test
    void addsUpTheClaimsOfOneBatchAndOfTheLedgerEachOnce() throws Exception {
        intake.policies("M-0", policy("WU-1"));
        // 400 万 of the 1000 万 that the policy pays in a year.
        assertThat(intake.claims("M-1", paid("C-1", "WU-1", 400_000_000)).state())
                .isEqualTo(State.ACCEPTED);

        SubmissionStatus status = intake.claims(
                "M-2",
                paid("C-1", "WU-1", 400_000_000),
                paid("C-2", "WU-1", 400_000_000),
                paid("C-3", "WU-1", 200_000_000),
                paid("C-4", "WU-1", 100));

        assertThat(status)
                .extracting(SubmissionStatus::duplicate, SubmissionStatus::accepted, SubmissionStatus::rejected)
                .containsExactly(1L, 2L, 1L);
        assertThat(status.findings())
                .filteredOn(Finding::rejects)
                .extracting(Finding::rule)
                .containsExactly("V-C04");
    }

    @Test
    void judgesTheRecordsOfALongSubmissionTheSameHoweverFastTheLedgerIs() throws Exception {
        intake.policies("M-0", policy("WU-1"));
        String[] lines = new String[1600];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = claim("C-" + i, "WU-1");
        }
        // Three claims that together are too much stand in different batches, and the writer stands still until the
        // last
        // batch was checked: the second of them is then in no ledger yet.
        lines[0] = paid("BIG-1", "WU-1", 500_000_000);
        lines[700] = paid("BIG-2", "WU-1", 500_000_000);
        lines[1500] = paid("BIG-3", "WU-1", 100);
        CountDownLatch checked = new CountDownLatch(1);
        intake.afterCommit.set(() -> ParkingFixture.await(checked));
        intake.between.set(batch -> {
            if (batch.raw().number() == 3) {
                checked.countDown();
            }
        });

        SubmissionStatus status = intake.claims("M-1", lines);

        assertThat(status)
                .extracting(SubmissionStatus::accepted, SubmissionStatus::rejected)
                .containsExactly(1599L, 1L);
        assertThat(status.findings())
                .filteredOn(Finding::rejects)
                .allMatch(finding -> finding.location().line() == 1501);
    }

    @Test
    void doesNotReviveAWithdrawnClaimByAnOldVersionThatComesAgain() throws Exception {
        intake.policies("M-0", policy("WU-1"));
        String old = paid("C-1", "WU-1", 500_000_000);
        String withdrawn = old.replace("{\"claimNo\"", "{\"version\":2,\"op\":\"VOID\",\"claimNo\"");
        assertThat(intake.claims("M-1", old, withdrawn, paid("C-2", "WU-1", 500_000_000))
                        .accepted())
                .isEqualTo(3);

        // With C-1 it would be 1500 万 of the 1000 万 that the policy pays in a year.
        SubmissionStatus status = intake.claims("M-2", old, paid("C-3", "WU-1", 500_000_000));

        assertThat(status)
                .extracting(SubmissionStatus::duplicate, SubmissionStatus::accepted, SubmissionStatus::rejected)
                .containsExactly(1L, 1L, 0L);
    }

    @Test
    void countsWhatTheMappingLeavesOutAndKeepsTheNumbersOfTheOtherParts() throws Exception {
        RawBatch frame = intake.frame(EarlierBatches.none());
        CanonicalBatch policies = policies(frame, policy("WU-1"), policy("WU-2"));
        Normalised sound = policies.records().get(0).get(0);
        Normalised skipped = new Normalised(
                sound.raw(),
                null,
                List.of(Finding.of(
                        ConversionProblem.SKIPPED, null, null, sound.raw().location(), "报价")),
                true);

        CheckedBatch checked = intake.check
                .apply(List.of(new CanonicalBatch(policies.raw(), List.of(List.of(skipped, sound), List.of(skipped)))))
                .get(0);

        assertThat(checked.rejected()).isEmpty();
        assertThat(checked.skipped()).isEqualTo(2);
        assertThat(checked.accepted()).singleElement().matches(accepted -> accepted.part() == 1);
    }

    private CanonicalBatch policies(RawBatch frame, String... lines) throws IOException {
        return intake.normalised(frame, "canonical-policy", lines);
    }

    private CanonicalBatch claims(RawBatch frame, String... lines) throws IOException {
        return intake.normalised(frame, "canonical-claim", lines);
    }

    private CanonicalBatch policies(RawBatch frame, EarlierBatches earlier, String... lines) throws IOException {
        return intake.batch(intake.frame(earlier), policies(frame, lines));
    }

    private CanonicalBatch claims(RawBatch frame, EarlierBatches earlier, String... lines) throws IOException {
        return intake.batch(intake.frame(earlier), claims(frame, lines));
    }

    private static List<String> keys(CheckedBatch batch) {
        return batch.accepted().stream()
                .map(accepted -> accepted.record().record().businessKey())
                .toList();
    }
}
