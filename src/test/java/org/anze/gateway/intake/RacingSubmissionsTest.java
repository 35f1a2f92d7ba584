package org.anze.gateway.intake;

import static org.anze.gateway.intake.ParkingFixture.claim;
import static org.anze.gateway.intake.ParkingFixture.paid;
import static org.anze.gateway.intake.ParkingFixture.policy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.anze.gateway.intake.SubmissionStatus.State;
import org.anze.gateway.ledger.LedgerReferences;
import org.anze.gateway.problem.Finding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two submissions of the same moment, each within a limit and together beyond it: whoever is appended second is judged by
 * what the first one brought.
 */
@ParameterizedClass
@ValueSource(ints = {LedgerReferences.MOST_HELD, 0})
class RacingSubmissionsTest {

    private static final String START = "0".repeat(64);

    /** With 0 each answer of the ledger is read on its own. */
    @Parameter
    int mostHeld;

    private ParkingFixture intake;

    @BeforeEach
    void start() {
        intake = new ParkingFixture(mostHeld);
        // The policy pays 1000 万 in a year.
        intake.policies("M-0", policy("WU-1"));
    }

    @AfterEach
    void stop() {
        intake.close();
    }

    @Test
    void addsUpTheClaimsOfAYearAlsoWhenTwoSubmissionsRace() {
        intake.claims("M-1", paid("C-1", "WU-1", 400_000_000));
        overtake("M-2", () -> assertThat(
                        intake.claims("M-3", paid("C-3", "WU-1", 400_000_000)).accepted())
                .isEqualTo(1));

        SubmissionStatus slow = intake.claims("M-2", paid("C-2", "WU-1", 400_000_000));

        assertThat(slow.state()).isEqualTo(State.REJECTED);
        assertThat(slow.findings()).extracting(Finding::rule).contains("V-C04");
    }

    @Test
    void addsUpTheSpendingOfAPolicyAlsoWhenTwoSubmissionsRace() {
        send("M-1", "canonical-policy", policy("JI-1").replace("\"premium\"", "\"received\":100000,\"premium\""));
        // 21 % of what was received are 21,000 fen.
        overtake("M-2", () -> assertThat(ledger("M-3", spending("F-3", 15_000)).accepted())
                .isEqualTo(1));

        assertThat(ledger("M-2", spending("F-2", 15_000)).accepted()).isEqualTo(1);

        assertThat(intake.jdbc
                        .sql("select business_key from ledger_entry where findings like '%V-F01%'")
                        .query(String.class)
                        .list())
                .containsExactly("insurer-ji/F-2");
    }

    @Test
    void letsTheFeeChainForkInNoRace() {
        overtake(
                "M-2", () -> assertThat(ledger("M-3", budget("F-3")).accepted()).isEqualTo(1));

        SubmissionStatus slow = ledger("M-2", budget("F-2"));

        assertThat(slow.state()).isEqualTo(State.REJECTED);
        assertThat(slow.findings()).extracting(Finding::rule).contains("V-F07");
    }

    @Test
    void judgesAnewWhatWasParkedWhenAnotherSubmissionIsQuicker() {
        intake.claims("M-1", paid("C-1", "WU-2", 400_000_000), paid("C-2", "WU-2", 400_000_000));
        AtomicInteger releases = new AtomicInteger();
        intake.between.set(batch -> {
            if (batch.raw().isRelease() && releases.incrementAndGet() == 1) {
                assertThat(intake.claims("M-3", paid("C-3", "WU-2", 400_000_000))
                                .accepted())
                        .isEqualTo(1);
            }
        });

        intake.policies("M-2", policy("WU-2"));

        assertThat(intake.settled("M-1"))
                .extracting(SubmissionStatus::state, SubmissionStatus::accepted, SubmissionStatus::rejected)
                .containsExactly(State.PARTLY_ACCEPTED, 1L, 1L);
    }

    @Test
    void judgesAnewAlsoTheBatchesBehindTheOneThatWasOvertaken() {
        String[] lines = new String[1600];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = claim("C-" + i, "WU-1");
        }
        // Alone the two are no more than the policy pays; with the other submission's the first of them is too much,
        // and
        // the second, in a batch that was judged with the first in mind, is not.
        lines[0] = paid("BIG-1", "WU-1", 500_000_000);
        lines[700] = paid("BIG-2", "WU-1", 300_000_000);
        overtake("M-2", () -> {
            intake.claims("M-3", paid("C-X", "WU-1", 300_000_000));
            intake.claims("M-4", paid("C-Y", "WU-1", 300_000_000));
        });

        SubmissionStatus slow = intake.claims("M-2", lines);

        assertThat(slow)
                .extracting(SubmissionStatus::records, SubmissionStatus::accepted, SubmissionStatus::rejected)
                .containsExactly(1600L, 1599L, 1L);
        assertThat(slow.findings())
                .filteredOn(Finding::rejects)
                .allMatch(finding -> finding.location().line() == 1);
    }

    @Test
    void appendsWhileNobodyElseMayWhatIsOvertakenAgainAndAgain() {
        AtomicInteger attempts = new AtomicInteger();
        AtomicReference<CompletableFuture<SubmissionStatus>> last = new AtomicReference<>();
        List<SubmissionStatus> quicker = new ArrayList<>();
        intake.between.set(batch -> {
            if (batch.raw().submission().messageId().equals("M-2")) {
                int attempt = attempts.incrementAndGet();
                if (attempt <= 4) {
                    quicker.add(intake.claims("M-X" + attempt, claim("C-X" + attempt, "WU-1")));
                } else {
                    // This one has to wait: it would be waited for in vain.
                    last.set(CompletableFuture.supplyAsync(() -> intake.claims("M-X5", claim("C-X5", "WU-1"))));
                }
            }
        });

        SubmissionStatus slow = intake.claims("M-2", claim("C-2", "WU-1"));

        assertThat(slow.state()).isEqualTo(State.ACCEPTED);
        assertThat(attempts).hasValue(5);
        assertThat(quicker).hasSize(4).allMatch(status -> status.state() == State.ACCEPTED);
        assertThat(last.get().join().state()).isEqualTo(State.ACCEPTED);
        assertThat(intake.jdbc
                        .sql("select business_key from ledger_entry where record_type ="
                                + " (select record_type from ledger_entry where business_key = 'C-2')"
                                + " order by idx desc limit 2")
                        .query(String.class)
                        .list())
                .containsExactly("C-X5", "C-2");
    }

    /** Runs something when a submission was judged for the first time, before it is appended. */
    private void overtake(String messageId, Runnable quicker) {
        AtomicInteger judged = new AtomicInteger();
        intake.between.set(batch -> {
            if (batch.raw().submission().messageId().equals(messageId) && judged.incrementAndGet() == 1) {
                quicker.run();
            }
        });
    }

    private SubmissionStatus ledger(String messageId, String entry) {
        return send(messageId, "canonical-feeLedger", entry);
    }

    /** From an insurer that keeps a fee ledger. */
    private SubmissionStatus send(String messageId, String mapping, String line) {
        Arrival arrival = new Arrival(
                intake.parties().find("insurer-ji").orElseThrow(),
                Arrival.Channel.REST,
                messageId,
                null,
                mapping,
                false);
        String id = intake.desk()
                .receive(arrival, new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)))
                .id();
        return intake.desk().await(id, ParkingFixture.PATIENCE);
    }

    private static String budget(String entryNo) {
        return "{\"entryNo\":\"" + entryNo + "\",\"insurer\":\"insurer-ji\",\"bookDate\":\"2026-02-20\","
                + "\"type\":\"BUDGET\",\"subAccount\":\"TRAIN\",\"amount\":100,\"voucherNo\":\"V-" + entryNo
                + "\",\"prevHash\":\"" + START + "\"}";
    }

    private static String spending(String entryNo, long fen) {
        return "{\"entryNo\":\"" + entryNo + "\",\"insurer\":\"insurer-ji\",\"policyNo\":\"JI-1\","
                + "\"bookDate\":\"2026-02-20\",\"type\":\"SPEND\",\"subAccount\":\"TRAIN\",\"amount\":" + fen
                + ",\"payee\":\"insurer-ji\",\"serviceNo\":\"S-1\",\"voucherNo\":\"V-" + entryNo + "\"}";
    }
}
