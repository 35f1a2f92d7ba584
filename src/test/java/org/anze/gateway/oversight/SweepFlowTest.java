package org.anze.gateway.oversight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.anze.gateway.intake.Arrival;
import org.anze.gateway.intake.IntakeDesk;
import org.anze.gateway.intake.IntakeProblem;
import org.anze.gateway.intake.ParkingFixture;
import org.anze.gateway.intake.SubmissionStatus;
import org.anze.gateway.jurisdiction.Profiles;
import org.anze.gateway.ledger.HeadPages;
import org.anze.gateway.nodes.Lease;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.codes.CodeTables;
import org.anze.gateway.validation.ChinaTime;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.Reference;
import org.anze.gateway.validation.Wanted;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** From a policy in the ledger to the escalation in the ledger, with the shipped rules, a real store and a turned clock. */
class SweepFlowTest {

    private static Profiles profiles;
    private static CodeTables codes;

    private final ParkingFixture gateway = new ParkingFixture(SampleOperator.PARTY);
    private final SweepRuns runs = new SweepRuns(gateway.jdbc());

    @BeforeAll
    static void shipped() throws IOException {
        profiles = Profiles.load(Path.of("jurisdictions"));
        codes = CodeTables.load(Path.of("codes"));
    }

    @AfterEach
    void closeGateway() {
        gateway.close();
    }

    @Test
    void tellsEachStageOnItsDayAndOnlyOnce() {
        policies(1);
        at("2027-01-31T23:59:59+08:00");
        run();
        assertThat(told("V-P15")).isEmpty();

        at("2027-02-01T00:00:00+08:00");
        run();
        assertThat(told("V-P15")).singleElement().asString().endsWith("-1 v1");
        assertThat(run()).isEqualTo(new SweepTally(1, 0, 0, 0, 0, 0));

        at("2027-02-07T23:59:59+08:00");
        assertThat(run().told()).isZero();
        at("2027-02-08T00:00:00+08:00");
        assertThat(run().told()).isEqualTo(1);
        assertThat(told("V-P15")).hasSize(2);
        assertThat(run().told()).isZero();
    }

    @Test
    void tellsEveryStepInOrderWhenNobodyLookedForAWeekAndAnotherNodeNoneAgain() {
        policies(1);
        at("2027-02-08T00:00:00+08:00");
        run();

        assertThat(gateway.jdbc()
                        .sql("select right(business_key, 2) from ledger_entry where record_type = 19"
                                + " and business_key like 'V-P15-%' order by idx")
                        .query(String.class)
                        .list())
                .containsExactly("-1", "-2");
        gateway.close();
        gateway.start();
        assertThat(run()).isEqualTo(new SweepTally(1, 0, 0, 0, 0, 0));
    }

    @Test
    void placesTheEscalationWhereTheRecordBelongs() {
        policies(1);
        at("2027-02-01T00:00:00+08:00");
        run();

        assertThat(gateway.jdbc()
                        .sql("select distinct risk_region || ' ' || sector || ' ' || insurer || ' ' || provider"
                                + " from ledger_entry where record_type = 19")
                        .query(String.class)
                        .list())
                .containsExactly("140212 01 insurer-wu ops-gateway");
        assertThat(gateway.jdbc()
                        .sql("select distinct channel || ' ' || state from submission where party = 'ops-gateway'")
                        .query(String.class)
                        .list())
                .containsExactly("OVERSIGHT ACCEPTED");
    }

    @Test
    void settlesTheMatterWhenItsCauseIsGone() {
        policies(1);
        at("2027-02-01T00:00:00+08:00");
        run();
        at("2027-02-02T00:00:00+08:00");
        gateway.send(
                "renewal",
                "canonical-policy",
                ParkingFixture.policy("P-renewed")
                        .replace("2027-02-01", "2028-02-01")
                        .replace("2026-02-01", "2027-02-01"));

        assertThat(run().resolved()).isPositive();

        assertThat(told("V-P15")).singleElement().asString().endsWith("-1 v2");
        String number = told("V-P15").get(0).replace(" v2", "");
        Reference escalation = new Reference(RecordType.ESCALATION, number);
        KnownRecord record = gateway.references()
                .lookUp(new Wanted(Set.of(escalation), Set.of()))
                .under(escalation.type(), escalation.businessKey())
                .get(0);
        assertThat(record.text("resolvedAt")).isEqualTo("2027-02-02T00:00:00+08:00");
        assertThat(record.scope().insurer()).isEqualTo("insurer-wu");
        assertThat(run().resolved()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void leavesNoGapAndTellsNothingTwiceWhenTheDeskFailsHalfWay(boolean stored) {
        policies(620);
        at("2026-04-01T00:00:00+08:00");
        AtomicInteger messages = new AtomicInteger();
        IntakeDesk failing = new IntakeDesk() {
            @Override
            public SubmissionStatus receive(Arrival arrival, InputStream body) {
                if (messages.incrementAndGet() == 2) {
                    if (stored) {
                        gateway.desk().receive(arrival, body);
                    }
                    throw new TryAgainLater(IntakeProblem.STORE_DOWN, null);
                }
                return gateway.desk().receive(arrival, body);
            }

            @Override
            public SubmissionStatus await(String submission, Duration patience) {
                return gateway.desk().await(submission, patience);
            }
        };
        Sweep sweep = sweep(failing);
        LocalDate day = today();

        assertThatExceptionOfType(TryAgainLater.class).isThrownBy(() -> sweep.run(day));
        assertThat(runs.isFinished(day)).isFalse();
        SweepTally rest = sweep.run(day);

        assertThat(runs.isFinished(day)).isTrue();
        assertThat(rest.refused()).isZero();
        assertThat(rest.told()).isEqualTo(stored ? 0 : 620 - 500);
        assertThat(told("V-P10")).hasSize(620).allMatch(each -> each.endsWith(" v1"));
        assertThat(sweep.run(day).told()).isZero();
    }

    @Test
    void waitsForWhatAKilledGatewayHadHandedInBeforeItJudges() throws InterruptedException {
        policies(3);
        at("2026-04-01T00:00:00+08:00");
        LocalDate day = today();
        gateway.between(batch -> {
            throw new IllegalStateException("sample: killed");
        });
        Sweep killed = sweep(gateway.desk());
        Thread sweeping =
                new Thread(() -> assertThatExceptionOfType(TryAgainLater.class).isThrownBy(() -> killed.run(day)));
        sweeping.start();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> gateway.lookup()
                .find(SampleOperator.PARTY.id(), "oversight-" + day + "-1")
                .isPresent());
        sweeping.interrupt();
        sweeping.join();
        gateway.close();
        gateway.between(batch -> {});
        gateway.start();

        SweepTally again = run();

        assertThat(again.told()).isZero();
        assertThat(told("V-P10")).hasSize(3).allMatch(each -> each.endsWith(" v1"));
        assertThat(gateway.lookup().find(SampleOperator.PARTY.id(), "oversight-" + day + "-2"))
                .isEmpty();
    }

    @Test
    void looksOnceADayFromItsTimeOnAndMakesUpForAMissedOne() {
        DailySweep daily =
                new DailySweep(sweep(gateway.desk()), runs, LocalTime.of(2, 0), Lease.ALONE, gateway.clock());

        at("2026-03-03T02:00:00+08:00");
        daily.look();
        assertThat(days()).containsExactly("2026-03-03");
        at("2026-03-04T01:59:59+08:00");
        daily.look();
        assertThat(days()).containsExactly("2026-03-03");
        at("2026-03-04T02:00:00+08:00");
        daily.look();
        daily.look();
        assertThat(days()).containsExactly("2026-03-03", "2026-03-04");
        // Down for three days, and up again before the time of the fourth.
        at("2026-03-08T01:00:00+08:00");
        daily.look();
        assertThat(days()).containsExactly("2026-03-03", "2026-03-04", "2026-03-07");
    }

    @Test
    void triesAgainAfterAPauseWhenTheLookFails() {
        AtomicInteger asked = new AtomicInteger();
        Sweep nobodys = new Sweep(
                new HeadPages(gateway.jdbc()),
                gateway.references(),
                gateway.desk(),
                gateway.lookup(),
                runs,
                () -> profiles,
                () -> codes,
                () -> {
                    asked.incrementAndGet();
                    return gateway.parties();
                },
                "nobody",
                gateway.clock());
        assertThatIllegalStateException().isThrownBy(() -> nobodys.run(today())).withMessageContaining("OPS");
        DailySweep daily = new DailySweep(nobodys, runs, LocalTime.of(2, 0), Lease.ALONE, gateway.clock());

        daily.look();
        daily.look();
        assertThat(asked).hasValue(2);
        gateway.pass(Duration.ofMinutes(10));
        daily.look();
        assertThat(asked).hasValue(3);
        assertThat(days()).isEmpty();
    }

    @Test
    void judgesLivingRecordsWhenOlderOnesLieInArchiveBundles() {
        gateway.send(
                "older",
                "canonical-policy",
                ParkingFixture.policy("P-0900")
                        .replace("2026-02-01", "2024-02-01")
                        .replace("2027-02-01", "2025-02-01"));
        policies(1);
        archived("P-0900", "2024-01-20T09:00:00+08:00");
        at("2027-02-01T00:00:00+08:00");

        SweepTally tally = run();

        assertThat(told("V-P15")).hasSize(1);
        assertThat(tally.unjudged()).isZero();
    }

    @Test
    void namesWhatNobodyCanJudgeBecauseItLiesInAnArchiveBundle() {
        policies(1);
        archived("P-1001", "2026-01-20T09:00:00+08:00");
        at("2027-02-01T00:00:00+08:00");
        Logger log = (Logger) LoggerFactory.getLogger(Sweep.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        try {
            assertThat(run().unjudged()).isEqualTo(1);
        } finally {
            log.detachAppender(lines);
        }

        assertThat(told("V-P15")).isEmpty();
        assertThat(lines.list)
                .filteredOn(line -> line.getMessage().equals("deadlines of a record were not judged"))
                .singleElement()
                .satisfies(line -> assertThat(line.getKeyValuePairs())
                        .extracting(Object::toString)
                        .containsExactly(
                                "record=\"policy/P-1001\"",
                                "reason=\"ARCHIVED\"",
                                "unread=\"policy/P-1001\"",
                                "received=\"2026-01-20T01:00:00Z\""));
    }

    /** As if its month had been taken out of the live tables; it was received at another time then. */
    private void archived(String policyNo, String received) {
        gateway.jdbc()
                .sql("update ledger_entry set units = '', received_at = ? where business_key = ?")
                .params(OffsetDateTime.parse(received), policyNo)
                .update();
        // What is in memory is not archived.
        gateway.close();
        gateway.start();
    }

    private void policies(int count) {
        SubmissionStatus status = gateway.send(
                "policies",
                "canonical-policy",
                IntStream.rangeClosed(1, count)
                        .mapToObj(number -> ParkingFixture.policy("P-" + (1000 + number)))
                        .toArray(String[]::new));
        assertThat(status.accepted()).isEqualTo(count);
    }

    private void at(String time) {
        gateway.pass(Duration.between(gateway.now(), OffsetDateTime.parse(time).toInstant()));
    }

    private LocalDate today() {
        return ChinaTime.day(gateway.now());
    }

    private SweepTally run() {
        return sweep(gateway.desk()).run(today());
    }

    private Sweep sweep(IntakeDesk desk) {
        return new Sweep(
                new HeadPages(gateway.jdbc()),
                gateway.references(),
                desk,
                gateway.lookup(),
                runs,
                () -> profiles,
                () -> codes,
                gateway::parties,
                SampleOperator.PARTY.id(),
                gateway.clock());
    }

    /** Number and newest version of the escalations of a rule. */
    private List<String> told(String rule) {
        return gateway.jdbc()
                .sql("select business_key || ' v' || version from record_head where record_type = 19"
                        + " and business_key like ? order by 1")
                .param(rule + "-%")
                .query(String.class)
                .list();
    }

    private List<String> days() {
        return gateway.jdbc()
                .sql("select day::text from oversight_run where finished_at is not null order by day")
                .query(String.class)
                .list();
    }
}
