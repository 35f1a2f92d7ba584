package org.anze.gateway.intake;

import static org.anze.gateway.intake.ParkingFixture.claim;
import static org.anze.gateway.intake.ParkingFixture.policy;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.anze.gateway.intake.SubmissionStatus.State;
import org.anze.gateway.ledger.FaultySource.Fault;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.RecordType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A claim that comes before its policy waits for it, and everybody is told what became of it. */
class ParkingFlowTest {

    private ParkingFixture intake;

    @BeforeEach
    void start() {
        intake = new ParkingFixture();
    }

    @AfterEach
    void stop() {
        intake.close();
    }

    @Test
    void parksAClaimWhosePolicyIsNotKnownAndSaysForHowLong() {
        SubmissionStatus status = intake.claims("M-1", claim("C-1", "WU-1"));

        assertThat(status)
                .extracting(
                        SubmissionStatus::state,
                        SubmissionStatus::received,
                        SubmissionStatus::accepted,
                        SubmissionStatus::rejected,
                        SubmissionStatus::parked)
                .containsExactly(State.PARTLY_ACCEPTED, 1L, 0L, 0L, 1L);
        assertThat(status.awaiting())
                .containsExactly(new SubmissionStatus.Awaiting(
                        1,
                        RecordType.CLAIM,
                        "C-1",
                        RecordType.POLICY,
                        "WU-1",
                        intake.now().plus(Duration.ofHours(72))));
        assertThat(text(status.receipt())).contains("\"parked\":1", "\"awaitedKey\":\"WU-1\"");
    }

    @Test
    void acceptsItWhenThePolicyArrivesAndMakesASecondReceipt() {
        AtomicInteger bells = new AtomicInteger();
        intake.supplements.whenMade(bells::incrementAndGet);
        intake.claims("M-1", claim("C-1", "WU-1"), claim("C-2", "WU-2"));

        intake.policies("M-2", policy("WU-1"));
        Awaitility.await()
                .atMost(ParkingFixture.PATIENCE)
                .until(() -> intake.status("M-1").parked() == 1);
        assertThat(intake.status("M-1").supplement()).isNull();
        intake.policies("M-3", policy("WU-2"));

        SubmissionStatus status = intake.settled("M-1");
        assertThat(status)
                .extracting(SubmissionStatus::state, SubmissionStatus::accepted, SubmissionStatus::awaiting)
                .containsExactly(State.ACCEPTED, 2L, List.of());
        assertThat(text(status.supplement())).contains("\"accepted\":2", "\"supplementOf\":");
        assertThat(text(status.receipt())).contains("\"parked\":2").doesNotContain("supplementOf");
        Awaitility.await().atMost(ParkingFixture.PATIENCE).until(() -> bells.get() == 1);
        assertThat(entries()).isEqualTo(4);
    }

    @Test
    void rejectsItWhenThePolicyHasNotComeInTime() {
        intake.claims("M-1", claim("C-1", "WU-1"));

        intake.pass(Duration.ofHours(72).minusSeconds(1));
        intake.look();
        intake.policies("M-2", policy("WU-9"));
        assertThat(intake.status("M-1").parked()).isEqualTo(1);
        intake.pass(Duration.ofSeconds(1));
        intake.look();

        SubmissionStatus status = intake.settled("M-1");
        assertThat(status)
                .extracting(SubmissionStatus::state, SubmissionStatus::accepted, SubmissionStatus::rejected)
                .containsExactly(State.REJECTED, 0L, 1L);
        assertThat(status.findings()).anyMatch(Finding::rejects).anyMatch(finding -> "V-T02".equals(finding.rule()));
        assertThat(text(status.supplement())).contains("\"status\":\"REJECTED\"");
    }

    @Test
    void rejectsWhatCanNoLongerBeReadAndGoesOnWithWhatIsBehindIt() {
        intake.claims("M-1", claim("C-1", "WU-1"), claim("C-2", "WU-1"));
        Instant sent = intake.now();
        intake.pass(Duration.ofDays(30));
        intake.claims("M-2", claim("C-3", "WU-2"));
        intake.keys.destroy("insurer-wu", sent);

        intake.pass(Duration.ofHours(72));
        intake.look();

        SubmissionStatus status = intake.settled("M-1");
        assertThat(status)
                .extracting(SubmissionStatus::state, SubmissionStatus::accepted, SubmissionStatus::rejected)
                .containsExactly(State.REJECTED, 0L, 2L);
        assertThat(status.findings()).extracting(Finding::code).containsOnly("LED-0103");
        assertThat(status.findings())
                .extracting(finding -> finding.location().line())
                .contains(1L, 2L);
        assertThat(text(status.supplement())).contains("\"status\":\"REJECTED\"");
        assertThat(intake.settled("M-2").findings()).anyMatch(finding -> "V-T02".equals(finding.rule()));
    }

    @Test
    void refusesASubmissionWhoseBytesCanNoLongerBeRead() {
        intake.keys.destroy("insurer-wu", intake.now());

        SubmissionStatus status = intake.policies("M-1", policy("WU-1"));

        assertThat(status.state().isFinal()).isTrue();
        assertThat(status.refusal()).isNotNull();
        assertThat(status.refusal().code()).isEqualTo("KEY-0001");
        assertThat(entries()).isZero();
    }

    @Test
    void judgesItAnewByAllRulesWhenThePolicyArrives() {
        intake.claims("M-1", claim("C-1", "WU-1").replace("2026-02-20T10", "2026-01-20T10"), claim("C-2", "WU-1"));

        // The accident of the first was before the policy began.
        intake.policies("M-2", policy("WU-1"));

        SubmissionStatus status = intake.settled("M-1");
        assertThat(status)
                .extracting(SubmissionStatus::state, SubmissionStatus::accepted, SubmissionStatus::rejected)
                .containsExactly(State.PARTLY_ACCEPTED, 1L, 1L);
        assertThat(status.findings()).anyMatch(finding -> "V-C01".equals(finding.rule()));
        assertThat(status.findings().stream()
                        .filter(Finding::rejects)
                        .findFirst()
                        .orElseThrow()
                        .location()
                        .line())
                .isEqualTo(1);
    }

    @Test
    void releasesAfterARestartWhatBecameDueWhenNobodyWasThere() {
        intake.claims("M-1", claim("C-1", "WU-1"), claim("C-2", "WU-2"));
        // The gateway dies when the policy is in the ledger and before anybody looked.
        intake.between.set(batch -> {
            if (batch.raw().isRelease()) {
                throw new IllegalStateException("sample: killed");
            }
        });
        intake.policies("M-2", policy("WU-1"));
        intake.close();
        assertThat(intake.status("M-1").parked()).isEqualTo(2);
        intake.between.set(batch -> {});
        intake.pass(Duration.ofHours(72));

        intake.start();

        assertThat(intake.settled("M-1"))
                .extracting(SubmissionStatus::state, SubmissionStatus::accepted, SubmissionStatus::rejected)
                .containsExactly(State.PARTLY_ACCEPTED, 1L, 1L);
        assertThat(entries()).isEqualTo(2);
    }

    @Test
    void releasesOnceAlsoWhenTheStoreFailsOnTheWay() {
        intake.claims("M-1", claim("C-1", "WU-1"));
        AtomicInteger releases = new AtomicInteger();
        intake.between.set(batch -> {
            if (batch.raw().isRelease()) {
                int attempt = releases.incrementAndGet();
                intake.pool.fail(attempt == 1 ? Fault.BEFORE_COMMIT : attempt == 2 ? Fault.ANSWER_LOST : Fault.NONE);
            }
        });

        intake.policies("M-2", policy("WU-1"));
        Awaitility.await().atMost(ParkingFixture.PATIENCE).until(() -> releases.get() >= 1);
        Awaitility.await().atMost(ParkingFixture.PATIENCE).until(() -> {
            intake.pass(Duration.ofSeconds(10));
            intake.look();
            return intake.status("M-1").parked() == 0;
        });

        assertThat(intake.status("M-1").accepted()).isEqualTo(1);
        assertThat(entries()).isEqualTo(2);
    }

    @Test
    void missesNoPolicyThatIsAppendedWhileTheClaimIsOnItsWayToBeParked() throws Exception {
        CountDownLatch looked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        intake.between.set(batch -> {
            if (!batch.parked().isEmpty() && !batch.raw().isRelease()) {
                looked.countDown();
                ParkingFixture.await(goOn);
            }
        });
        CompletableFuture<SubmissionStatus> claims =
                CompletableFuture.supplyAsync(() -> intake.claims("M-1", claim("C-1", "WU-1")));
        assertThat(looked.await(30, TimeUnit.SECONDS)).isTrue();

        // The claim looked for its policy in vain; the policy is quicker.
        intake.policies("M-2", policy("WU-1"));
        goOn.countDown();
        claims.get(30, TimeUnit.SECONDS);

        assertThat(intake.settled("M-1").accepted()).isEqualTo(1);
    }

    @Test
    void countsAParkedClaimAsADuplicateWhenItCameOnceMoreWithThePolicyThere() {
        intake.claims("M-1", claim("C-1", "WU-1"));
        // The release is held up until the claim has come another way.
        CountDownLatch goOn = new CountDownLatch(1);
        intake.between.set(batch -> {
            if (batch.raw().isRelease()) {
                ParkingFixture.await(goOn);
            }
        });
        intake.policies("M-2", policy("WU-1"));

        assertThat(intake.claims("M-3", claim("C-1", "WU-1")).accepted()).isEqualTo(1);
        goOn.countDown();

        assertThat(intake.settled("M-1"))
                .extracting(SubmissionStatus::state, SubmissionStatus::accepted, SubmissionStatus::duplicate)
                .containsExactly(State.ACCEPTED, 0L, 1L);
        assertThat(entries()).isEqualTo(2);
    }

    @Test
    void goesOnWaitingWhenThePolicyIsWithdrawnBeforeTheClaimIsJudged() {
        intake.claims("M-1", claim("C-1", "WU-1"));
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger releases = new AtomicInteger();
        intake.between.set(batch -> {
            if (batch.raw().isRelease() && releases.incrementAndGet() == 1) {
                ParkingFixture.await(goOn);
                throw new IllegalStateException("sample: looked before the policy was withdrawn");
            }
        });
        intake.policies("M-2", policy("WU-1"));
        intake.policies("M-3", policy("WU-1", 2, "VOID"));
        goOn.countDown();

        Awaitility.await().atMost(ParkingFixture.PATIENCE).until(() -> {
            intake.pass(Duration.ofSeconds(10));
            intake.look();
            return releases.get() >= 2;
        });
        assertThat(intake.status("M-1").parked()).isEqualTo(1);
        // Nothing new: it is not tried over and over again.
        Awaitility.await().atMost(ParkingFixture.PATIENCE).until(() -> due() == 0);

        intake.policies("M-4", policy("WU-1", 3, "CORRECT"));
        assertThat(intake.settled("M-1").accepted()).isEqualTo(1);
    }

    @Test
    void answersARepetitionWithTheSameSubmissionWhileItWaits() {
        SubmissionStatus first = intake.claims("M-1", claim("C-1", "WU-1"));
        SubmissionStatus again = intake.claims("M-1", claim("C-1", "WU-1"));

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.parked()).isEqualTo(1);
        assertThat(again.receipt()).isEqualTo(first.receipt());
    }

    @Test
    void handsTheSecondReceiptOverUntilItIsSaidToBeThere() {
        intake.claims("M-1", claim("C-1", "WU-1"));
        assertThat(intake.supplements.open(Arrival.Channel.REST, 0, 10)).isEmpty();
        intake.policies("M-2", policy("WU-1"));
        intake.settled("M-1");

        List<SupplementaryReceipts.Supplement> open = intake.supplements.open(Arrival.Channel.REST, 0, 10);

        assertThat(open).singleElement().satisfies(supplement -> assertThat(supplement.messageId())
                .isEqualTo("M-1"));
        assertThat(open.get(0).receipt()).isEqualTo(intake.status("M-1").supplement());
        assertThat(intake.supplements.open(Arrival.Channel.SFTP, 0, 10)).isEmpty();
        intake.supplements.handedOver(open.get(0));
        assertThat(intake.supplements.open(Arrival.Channel.REST, 0, 10)).isEmpty();
    }

    @Test
    void parksManyAndReleasesThemInTheOrderOfTheSource() {
        String[] lines = new String[1200];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = claim("C-" + i, "WU-1");
        }
        assertThat(intake.claims("M-1", lines))
                .extracting(
                        SubmissionStatus::parked, status -> status.awaiting().size())
                .containsExactly(1200L, 100);

        intake.policies("M-2", policy("WU-1"));

        assertThat(intake.settled("M-1").accepted()).isEqualTo(1200);
        assertThat(intake.jdbc
                        .sql("select bool_and(source_line = idx) from ledger_entry where idx > 0")
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @Test
    void keepsWhatWasParkedWhenTheRestIsRefused() {
        SubmissionRows.Registered half =
                intake.halfWay("half", "canonical-claim", claim("C-1", "WU-1") + "\n" + policyless(600));
        assertThat(intake.status("half").parked()).isEqualTo(500);
        // As if an edited mapping read it otherwise.
        intake.jdbc
                .sql("update submission set read_to_line = read_to_line + 1 where seq = ?")
                .param(half.seq())
                .update();

        intake.start();

        Awaitility.await()
                .atMost(ParkingFixture.PATIENCE)
                .until(() -> intake.status("half").state().isFinal());
        assertThat(intake.status("half"))
                .extracting(SubmissionStatus::received, SubmissionStatus::parked)
                .containsExactly(500L, 500L);
        assertThat(intake.jdbc
                        .sql("select count(*) from parked_intake")
                        .query(Long.class)
                        .single())
                .isEqualTo(500);

        intake.policies("M-2", policy("WU-1"));

        Awaitility.await()
                .atMost(ParkingFixture.PATIENCE)
                .until(() -> intake.status("half").accepted() == 1);
        assertThat(intake.status("half"))
                .extracting(SubmissionStatus::received, SubmissionStatus::parked)
                .containsExactly(500L, 499L);
    }

    private static String policyless(int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append(claim("D-" + i, "WU-none")).append('\n');
        }
        return lines.toString();
    }

    private long entries() {
        return intake.jdbc
                .sql("select count(*) from ledger_entry")
                .query(Long.class)
                .single();
    }

    private long due() {
        return intake.jdbc
                .sql("select count(*) from parked_intake where due")
                .query(Long.class)
                .single();
    }

    private static String text(byte[] receipt) {
        return new String(receipt, StandardCharsets.UTF_8);
    }
}
