package org.anze.gateway.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.anze.gateway.SettableClock;
import org.anze.gateway.TestStores;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.seal.Suite;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

class BreakGlassTest {

    private static final Actor ZHAO = Actor.person("zhao");
    private static final Actor QIAN = Actor.person("qian");

    private final List<Long> opened = new ArrayList<>();
    private final Set<String> unconfirmed = new HashSet<>(Set.of("puppet"));
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T01:02:03Z"));
    private JdbcClient jdbc;
    private AuditLog audit;
    private BreakGlass<String> glass;

    @BeforeEach
    void assemble() {
        DataSource store = TestStores.freshSchema();
        jdbc = JdbcClient.create(store);
        audit = new AuditLog(jdbc, new JdbcTransactionManager(store), Suite.SM, clock);
        glass = new BreakGlass<>(jdbc, audit, clock, person -> !unconfirmed.contains(person), entry -> {
            opened.add(entry);
            return "entry " + entry;
        });
    }

    @Test
    void letsWhoAskedLookForAQuarterOfAnHourAfterAnotherAgreed() {
        long id = glass.request(ZHAO, 7, "事故调查");
        assertRefused("KEY-0007", () -> glass.open(id, ZHAO));
        clock.pass(Duration.ofHours(3));
        glass.approve(id, QIAN);

        assertThat(glass.open(id, ZHAO)).isEqualTo("entry 7");
        clock.pass(BreakGlass.VALID);
        assertThat(glass.open(id, ZHAO)).isEqualTo("entry 7");
        clock.pass(Duration.ofMillis(1));
        assertRefused("KEY-0007", () -> glass.open(id, ZHAO));

        assertThat(opened).containsExactly(7L, 7L);
        assertThat(audit.after(0, 20))
                .allMatch(entry -> entry.event().kind() == AuditKind.BREAK_GLASS
                        && entry.event().subject().equals("ledger entry 7"))
                .extracting(entry ->
                        entry.event().actor().person() + " " + entry.event().outcome())
                .containsExactly(
                        "zhao requested",
                        "zhao look refused",
                        "qian approved for zhao",
                        "zhao looked at, approved by qian",
                        "zhao looked at, approved by qian",
                        "zhao look refused");
    }

    @Test
    void opensNothingForOnePersonOrForSomebodyElse() {
        long id = glass.request(ZHAO, 7, "事故调查");

        assertRefused("KEY-0004", () -> glass.approve(id, ZHAO));
        glass.approve(id, QIAN);
        assertRefused("KEY-0007", () -> glass.open(id, QIAN));
        assertRefused("KEY-0005", () -> glass.approve(id, Actor.person("sun")));

        assertThat(opened).isEmpty();
    }

    @Test
    void takesNobodyWhoseAccountNobodyElseConfirmed() {
        Actor puppet = Actor.person("puppet");
        long id = glass.request(ZHAO, 7, "事故调查");

        assertRefused("KEY-0009", () -> glass.request(puppet, 7, "事故调查"));
        assertRefused("KEY-0009", () -> glass.approve(id, puppet));
        assertRefused("KEY-0007", () -> glass.open(id, ZHAO));
    }

    @Test
    void opensNothingThatWasRejectedOrNeverAskedFor() {
        long id = glass.request(ZHAO, 7, "事故调查");
        glass.refuse(id, QIAN);

        assertRefused("KEY-0007", () -> glass.open(id, ZHAO));
        assertRefused("KEY-0005", () -> glass.open(id + 1, ZHAO));
        assertRefused("KEY-0006", () -> glass.request(ZHAO, 7, ""));
        assertThat(opened).isEmpty();
    }

    @Test
    void showsNothingWhenSomebodyElseWasGivenOneOfTheAccountsMeanwhile() {
        long id = glass.request(ZHAO, 7, "事故调查");
        glass.approve(id, QIAN);

        unconfirmed.add("zhao");
        assertRefused("KEY-0009", () -> glass.open(id, ZHAO));
        unconfirmed.remove("zhao");
        unconfirmed.add("qian");
        assertRefused("KEY-0009", () -> glass.open(id, ZHAO));

        assertThat(opened).isEmpty();
    }

    @Test
    void forgetsWhatNobodyDecidedWithinADay() {
        long id = glass.request(ZHAO, 7, "事故调查");
        clock.pass(BreakGlass.WAITS);

        assertRefused("KEY-0005", () -> glass.approve(id, QIAN));
        assertRefused("KEY-0005", () -> glass.refuse(id, QIAN));
        assertRefused("KEY-0007", () -> glass.open(id, ZHAO));
        glass.approve(glass.request(ZHAO, 7, "事故调查"), QIAN);
    }

    @Test
    void isNotCrowdedOutByRequests() {
        long id = glass.request(QIAN, 7, "事故调查");
        for (int i = 0; i < 20; i++) {
            glass.request(ZHAO, i, "事故调查");
        }

        assertRefused("KEY-0011", () -> glass.request(ZHAO, 20, "事故调查"));
        jdbc.sql("insert into break_glass (entry, requested_by, requested_at, reason)"
                        + " select 1, 'sun', now(), '1' from generate_series(1, 1001)")
                .update();
        glass.approve(id, ZHAO);
        assertThat(glass.open(id, QIAN)).isEqualTo("entry 7");
    }

    @Test
    void keepsNoNumbersOfPeopleInReasons() {
        glass.request(ZHAO, 7, "应13912345678\n要求");

        assertThat(glass.newest(1)).extracting(BreakGlass.Request::reason).containsExactly("应139****5678 要求");
    }

    @Test
    void showsNothingWhenTheLookCannotBeWrittenDown() {
        long id = glass.request(ZHAO, 7, "事故调查");
        glass.approve(id, QIAN);
        jdbc.sql("alter table audit_head add constraint full_up check (number < 3)")
                .update();

        assertThatThrownBy(() -> glass.open(id, ZHAO)).hasMessageContaining("full_up");

        assertThat(opened).isEmpty();
    }

    @Test
    void isNotApprovedByOnePersonInTheDatabaseEither() {
        glass.request(ZHAO, 7, "事故调查");

        assertThatThrownBy(() -> jdbc.sql(
                                "update break_glass set decided_by = 'zhao', decided_at = now(), approved = true")
                        .update())
                .hasMessageContaining("check constraint");
    }

    private static void assertRefused(String code, ThrowingCallable act) {
        assertThatThrownBy(act).isInstanceOfSatisfying(SenderMustCorrect.class, problem -> assertThat(
                        problem.finding().code())
                .isEqualTo(code));
    }
}
