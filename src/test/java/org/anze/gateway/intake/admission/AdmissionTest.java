package org.anze.gateway.intake.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.SettableClock;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.problem.TryAgainLater;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.util.unit.DataSize;

class AdmissionTest {

    /** 23:59:00 in China. */
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T15:59:00Z"));

    private long nanos;
    private final Map<String, Backlog.Waiting> stored = new HashMap<>();
    private final Map<String, Long> today = new HashMap<>();
    private int looks;
    private Instant dayBegins;
    private boolean down;
    private int nodes = 1;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AdmissionSettings settings = new AdmissionSettings(
            5, DataSize.ofBytes(1000), 20, DataSize.ofBytes(100_000), 6, DataSize.ofBytes(50_000));
    private final Admission admission = new Admission(
            settings,
            100,
            new Backlog() {
                @Override
                public Map<String, Waiting> waiting() {
                    looks++;
                    if (down) {
                        throw new DataAccessResourceFailureException("sample");
                    }
                    return Map.copyOf(stored);
                }

                @Override
                public Map<String, Long> receivedSince(Instant dayBegin) {
                    dayBegins = dayBegin;
                    return Map.copyOf(today);
                }
            },
            () -> nodes,
            clock,
            () -> nanos,
            meters);

    @Test
    void saysWhenAPartyThatCameTooOftenMayComeAgainAndDoesNotTouchAnother() {
        for (int i = 0; i < 10; i++) {
            take("a", 1, false);
        }

        TryAgainLater refused = refusal("a");

        assertThat(refused.finding().code()).isEqualTo("INT-0401");
        assertThat(refused.retryAfterSeconds()).hasValue(1);
        assertThat(refused.finding().zh()).contains("1 秒后");
        take("b", 1, false);
        pass(Duration.ofMillis(199));
        assertThat(refusal("a").finding().code()).isEqualTo("INT-0401");
        pass(Duration.ofMillis(1));
        take("a", 1, false);
        assertThat(meters.counter("anze.intake.admitted", "party", "a").count()).isEqualTo(11);
        assertThat(meters.counter("anze.intake.refused", "party", "a", "code", "INT-0401")
                        .count())
                .isEqualTo(2);
    }

    @Test
    void showsWhoIsHeldBackNowAndByWhichLimit() {
        for (int i = 0; i < 10; i++) {
            take("a", 1, false);
        }
        assertThat(meters.find("anze.intake.held.back").gauge()).isNull();

        refusal("a");

        assertThat(heldBack("a", "INT-0401")).isEqualTo(0.2);
        pass(Duration.ofMillis(150));
        assertThat(heldBack("a", "INT-0401")).isEqualTo(0.05);
        pass(Duration.ofMillis(150));
        assertThat(heldBack("a", "INT-0401")).isZero();
        assertThat(meters.find("anze.intake.held.back").gauges()).hasSize(1);
    }

    private double heldBack(String party, String code) {
        return meters.get("anze.intake.held.back")
                .tags("party", party, "code", code)
                .gauge()
                .value();
    }

    @Test
    void countsTheRightDayAgainWhenItsClockWasADayAhead() {
        clock.pass(Duration.ofDays(1));
        take("a", 1, false);
        admission.sum();
        assertThat(dayBegins).isEqualTo(Instant.parse("2026-11-22T16:00:00Z"));
        clock.pass(Duration.ofDays(-1));
        today.put("a", 100_000L);
        take("a", 1, false);
        admission.sum();

        TryAgainLater refused = refusal("a");

        assertThat(dayBegins).isEqualTo(Instant.parse("2026-11-21T16:00:00Z"));
        assertThat(refused.finding().code()).isEqualTo("INT-0404");
        assertThat(refused.retryAfterSeconds()).hasValue(60);
    }

    @Test
    void givesItsPartOfARateWhileOtherNodesLive() {
        nodes = 2;
        for (int i = 0; i < 5; i++) {
            take("a", 1, false);
        }
        TryAgainLater refused = refusal("a");
        assertThat(refused.finding().code()).isEqualTo("INT-0401");
        assertThat(refused.finding().en()).contains("yours are 2.5");
        pass(Duration.ofMillis(399));
        assertThat(refusal("a").finding().code()).isEqualTo("INT-0401");
        pass(Duration.ofMillis(1));
        take("a", 2000, false);
        // Half of the rate: what is beyond the burst of 1000 takes two seconds and a little.
        assertThat(refusal("a").finding().code()).isEqualTo("INT-0402");

        nodes = 1;
        pass(Duration.ofSeconds(2));
        take("a", 1, false);
    }

    @Test
    void givesTheWholeRateToWhatCanUseOnlyOneNode() {
        nodes = 2;
        Party party = party("a", null);
        for (int i = 0; i < 10; i++) {
            admission.admit(party, false, Reach.ONE_NODE).close();
        }
        TryAgainLater refused =
                catchThrowableOfType(TryAgainLater.class, () -> admission.admit(party, false, Reach.ONE_NODE));
        assertThat(refused.finding().en()).contains("yours are 5");
        pass(Duration.ofMillis(200));
        admission.admit(party, false, Reach.ONE_NODE).close();

        // What it sends by another door to this node is counted with it, and has the node's part of the burst.
        pass(Duration.ofSeconds(10));
        for (int i = 0; i < 5; i++) {
            take("a", 1, false);
        }
        assertThat(refusal("a").finding().code()).isEqualTo("INT-0401");
    }

    @Test
    void letsALargeOneThroughAndItsSenderWaitForAsLongAsItWouldHaveTaken() {
        take("a", 62_000, false);

        TryAgainLater refused = refusal("a");

        assertThat(refused.finding().code()).isEqualTo("INT-0402");
        // Two seconds' worth was there at the beginning.
        assertThat(refused.retryAfterSeconds()).hasValue(61);
        take("b", 1, false);
        pass(Duration.ofSeconds(61));
        take("a", 1, false);
    }

    @Test
    void countsWhatWaitsOnOtherNodesAndWhatWasStoredHereSinceTheLook() {
        stored.put("a", new Backlog.Waiting(15, 15));
        admission.look();
        for (int i = 0; i < 4; i++) {
            take("a", 1, true);
        }

        // The store says the same as before: the four of this node are not in its answer's past.
        stored.put("a", new Backlog.Waiting(19, 19));
        pass(Duration.ofSeconds(1));
        TryAgainLater refused = refusal("a");

        assertThat(refused.finding().code()).isEqualTo("INT-0403");
        assertThat(admission.waiting("a")).isEqualTo(19);
        take("b", 1, true);
        stored.put("a", new Backlog.Waiting(1, 1));
        pass(Duration.ofSeconds(1));
        take("a", 1, true);
    }

    @Test
    void asksTheStoreOnceHoweverManyAreRefused() {
        stored.put("a", new Backlog.Waiting(50, 50));
        admission.look();
        pass(Duration.ofSeconds(1));
        for (int i = 0; i < 1000; i++) {
            refusal("a");
        }

        assertThat(looks).isEqualTo(2);
    }

    @Test
    void saysHowLongItTakesAtThePaceOfLate() {
        take("a", 1, false);
        stored.put("a", new Backlog.Waiting(100, 100));
        admission.look();
        for (int i = 1; i <= 20; i++) {
            pass(Duration.ofSeconds(1));
            stored.put("a", new Backlog.Waiting(100 - 3 * i, 1));
            admission.look();
        }

        // 40 wait, 19 may; three are finished in a second.
        assertThat(refusal("a").retryAfterSeconds()).hasValue(8);
    }

    @Test
    void keepsAPartOfWhatMayWaitForWhatIsUrgent() {
        for (String party : List.of("b", "c", "d", "e", "f")) {
            stored.put(party, new Backlog.Waiting(19, 1));
        }
        admission.look();

        assertThat(refusal("a").finding().code()).isEqualTo("INT-0405");

        try (Admission.Ticket ticket = admission.admit(party("a", null), true, Reach.EVERY_NODE)) {
            ticket.stored();
        }
        stored.put("g", new Backlog.Waiting(5, 1));
        pass(Duration.ofSeconds(1));
        admission.look();
        assertThatThrownBy(() -> admission.admit(party("a", null), true, Reach.EVERY_NODE))
                .isInstanceOf(TryAgainLater.class);
    }

    @Test
    void boundsTheBytesThatWait() {
        stored.put("b", new Backlog.Waiting(1, 50_000));
        admission.look();

        assertThat(refusal("a").finding().code()).isEqualTo("INT-0405");
    }

    @Test
    void knowsTheVolumeOfTheDayFromTheStoreAndBeginsAnewAtMidnightInChina() {
        today.put("a", 99_000L);
        admission.sum();
        take("a", 1000, true);

        TryAgainLater refused = refusal("a");

        assertThat(refused.finding().code()).isEqualTo("INT-0404");
        assertThat(refused.retryAfterSeconds()).hasValue(60);
        take("b", 1, true);
        pass(Duration.ofSeconds(60));
        take("a", 1, true);
    }

    @Test
    void countsARepetitionInTheRateButNotInTheVolume() {
        today.put("a", 99_500L);
        admission.sum();
        for (int i = 0; i < 4; i++) {
            take("a", 500, false);
        }

        assertThat(admission.waiting("a")).isZero();
        // Of the day's volume 500 bytes are left as before; the two seconds' worth of the rate is used up.
        assertThat(refusal("a").finding().code()).isEqualTo("INT-0402");
        pass(Duration.ofSeconds(1));
        take("a", 500, true);
        assertThat(refusal("a").finding().code()).isEqualTo("INT-0404");
    }

    @Test
    void holdsToTheLastLookWhileTheStoreIsDown() {
        stored.put("a", new Backlog.Waiting(50, 50));
        admission.look();
        down = true;
        pass(Duration.ofSeconds(1));

        assertThat(refusal("a").finding().code()).isEqualTo("INT-0403");
        take("b", 1, true);
        admission.look();
        assertThat(admission.waiting("b")).isEqualTo(1);
    }

    @Test
    void takesTheLimitsOfThePartysFileBeforeThoseOfAll() {
        Party strict = party("a", new Party.Limits(0.5, null, null, null, null, 1));
        admission.admit(strict, false, Reach.EVERY_NODE).close();

        TryAgainLater refused =
                catchThrowableOfType(TryAgainLater.class, () -> admission.admit(strict, false, Reach.EVERY_NODE));

        assertThat(refused.retryAfterSeconds()).hasValue(2);
    }

    @Test
    void neverRefusesWhatTheGatewayItselfHandsIn() {
        stored.put("a", new Backlog.Waiting(100, 1));
        admission.look();

        admission.admitOwn(party("a", null)).close();

        assertThat(admission.waiting("a")).isEqualTo(100);
    }

    private void take(String party, int bytes, boolean fresh) {
        try (Admission.Ticket ticket = admission.admit(party(party, null), false, Reach.EVERY_NODE)) {
            assertThat(ticket.through(new ByteArrayInputStream(new byte[bytes])))
                    .hasBinaryContent(new byte[bytes]);
            if (fresh) {
                ticket.stored();
            }
        }
    }

    private TryAgainLater refusal(String party) {
        TryAgainLater refused = catchThrowableOfType(
                TryAgainLater.class, () -> admission.admit(party(party, null), false, Reach.EVERY_NODE));
        assertThat(refused).isNotNull();
        return refused;
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
        clock.pass(time);
    }

    private static Party party(String id, Party.Limits limits) {
        return new Party(
                id,
                PartyType.INS,
                new Party.Name(id, id),
                "USCC-" + id,
                List.of(),
                new Party.Intake(null, List.of(), true, false, false, null, null, null, null, limits),
                null,
                List.of());
    }
}
