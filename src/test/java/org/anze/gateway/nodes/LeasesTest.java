package org.anze.gateway.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.anze.gateway.SettableClock;
import org.anze.gateway.TestStores;
import org.anze.gateway.problem.TryAgainLater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two nodes and more on one database. */
final class LeasesTest {

    private static final LeaseTimes QUICK =
            new LeaseTimes(Duration.ofMillis(600), Duration.ofMillis(80), Duration.ofMillis(400));
    private static DataSource database;

    private final List<Leases> nodes = new ArrayList<>();

    @BeforeAll
    static void openDatabase() {
        database = TestStores.freshSchema();
    }

    @AfterEach
    void leave() {
        nodes.forEach(Leases::close);
    }

    private Leases node(String name) {
        return node(name, new SettableClock(Instant.now()));
    }

    private Leases node(String name, Clock clock) {
        Leases leases = new Leases(database, name, "1", QUICK, clock);
        nodes.add(leases);
        leases.start();
        return leases;
    }

    @Test
    void oneHoldsAndTheOtherFollowsWhenItLeaves() {
        Leases first = node("first");
        Lease held = first.lease("writing");
        await().until(held::isHeld);
        Lease waiting = node("second").lease("writing");
        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(2))
                .until(() -> held.isHeld() && !waiting.isHeld());

        first.close();

        await().atMost(QUICK.length()).until(waiting::isHeld);
        assertThat(held.isHeld()).isFalse();
    }

    @Test
    void leavesTheWorkToANodeWhoseClockIsRightUntilItsOwnIsRightAgain() {
        SettableClock clock = new SettableClock(Instant.now());
        Leases first = node("jumps", clock);
        Lease single = first.lease("clock-single");
        List<Lease> parts = Stream.of("clock-a", "clock-b").map(first::shared).toList();
        await().until(() -> single.isHeld() && parts.stream().allMatch(Lease::isHeld));
        Leases second = node("keeps");
        Lease other = second.lease("clock-single");
        List<Lease> otherParts =
                Stream.of("clock-a", "clock-b").map(second::shared).toList();
        await().until(() -> otherParts.stream().filter(Lease::isHeld).count() == 1);

        clock.pass(Duration.ofDays(1));

        await().until(() -> other.isHeld() && otherParts.stream().allMatch(Lease::isHeld));
        assertThat(single.isHeld()).isFalse();
        assertThat(first.clockAhead()).isGreaterThan(Duration.ofHours(23));
        assertThat(first.living()).isEqualTo(2);

        clock.pass(Duration.ofDays(-1));

        await().until(() -> parts.stream().filter(Lease::isHeld).count() == 1);
    }

    @Test
    void worksOnWithAWrongClockWhenNobodysIsRight() {
        Lease lonely = node("behind", new SettableClock(Instant.now().minus(Duration.ofDays(1))))
                .lease("clock-lonely");
        await().until(lonely::isHeld);

        Lease other = node("ahead", new SettableClock(Instant.now().plus(Duration.ofDays(1))))
                .lease("clock-lonely");

        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(2))
                .until(() -> lonely.isHeld() && !other.isHeld());
    }

    @Test
    void takesWhatADeadNodeHeldUnderAGreaterToken() throws SQLException {
        OptionalLong dead = new LeaseRows(database, "dead", QUICK.length(), Duration.ofSeconds(5)).take("left");
        Lease lease = node("living").lease("left");

        await().until(lease::isHeld);

        assertThat(lease.token()).isGreaterThan(dead.orElseThrow());
    }

    @Test
    void followsAtOnceWhenTheSessionOfTheHolderHasEnded() throws SQLException {
        LeaseRows killed = new LeaseRows(database, "killed", Duration.ofHours(1), Duration.ofSeconds(5));
        Presence session = new Presence(database, "killed", Duration.ofSeconds(5));
        killed.appear(session.session(), "1", Instant.now());
        long token = killed.take("session").orElseThrow();
        Leases survivor = node("survivor");
        Lease lease = survivor.lease("session");
        await().during(QUICK.length().multipliedBy(2))
                .atMost(QUICK.length().multipliedBy(4))
                .until(() -> !lease.isHeld());

        session.close();

        await().until(lease::isHeld);
        assertThat(lease.token()).isGreaterThan(token);
    }

    @Test
    void waitsForTheTimeOfANodeThatSaysNothingOfASession() throws SQLException {
        new LeaseRows(database, "earlier", Duration.ofHours(1), Duration.ofSeconds(5))
                .take("earlier")
                .orElseThrow();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("insert into node (id, version, since, seen) values"
                    + " ('earlier', '0', clock_timestamp(), clock_timestamp())");
        }
        Lease lease = node("later").lease("earlier");

        await().during(QUICK.length().multipliedBy(2))
                .atMost(QUICK.length().multipliedBy(4))
                .until(() -> !lease.isHeld());
    }

    @Test
    void whoWasFrozenDoesNotCommit() throws SQLException {
        long frozen = new LeaseRows(database, "frozen", QUICK.length(), Duration.ofSeconds(5))
                .take("commit")
                .orElseThrow();
        Lease taken = node("taker").lease("commit");
        await().until(taken::isHeld);

        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            assertThatExceptionOfType(TryAgainLater.class)
                    .isThrownBy(() -> Lease.guard(connection, "commit", frozen))
                    .satisfies(refused -> assertThat(refused.finding().code()).isEqualTo("LSE-0001"));
            taken.guard(connection);
            connection.rollback();
        }
    }

    @Test
    void nobodyTakesALeaseWhileACommitUnderItIsOpen() throws SQLException {
        LeaseRows slow = new LeaseRows(database, "slow", Duration.ofMillis(1), Duration.ofSeconds(5));
        long token = slow.take("open").orElseThrow();
        Lease next;
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            Lease.guard(connection, "open", token);
            next = node("next").lease("open");
            Lease waiting = next;
            await().during(Duration.ofMillis(400)).atMost(Duration.ofSeconds(2)).until(() -> !waiting.isHeld());
            // Its own renewing is not held up by its own transaction.
            assertThat(slow.renew(List.of("open"))).containsEntry("open", token);
            connection.rollback();
        }
        await().until(next::isHeld);
    }

    @Test
    void livingNodesShareOutWhatIsAlike() {
        List<String> names = List.of("feed/a", "feed/b", "feed/c", "feed/d");
        Leases first = node("one");
        List<Lease> ofFirst = names.stream().map(name -> first.shared(name)).toList();
        await().until(() -> ofFirst.stream().allMatch(Lease::isHeld));
        Leases second = node("two");
        List<Lease> ofSecond = names.stream().map(name -> second.shared(name)).toList();

        await().until(() -> held(ofFirst) == 2 && held(ofSecond) == 2);

        second.close();
        await().until(() -> held(ofFirst) == 4);
    }

    /** A feed's transaction may be open for long; who waits for it in the renewing thread loses everything else. */
    @Test
    void keepsTheOthersWhileWhatItGivesBackIsInUse() throws SQLException {
        List<String> names = List.of("busy/a", "busy/b");
        Leases first = node("busy");
        Lease writing = first.lease("busy/writing");
        List<Lease> ofFirst = names.stream().map(first::shared).toList();
        await().until(() -> held(ofFirst) == 2 && writing.isHeld());
        long token = writing.token();
        List<Lease> ofSecond;
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            for (Lease lease : ofFirst) {
                lease.guard(connection);
            }
            Leases second = node("newcomer");
            ofSecond = names.stream().map(second::shared).toList();
            List<Lease> waiting = ofSecond;
            await().until(() -> held(ofFirst) == 1);
            await().during(Duration.ofMillis(1_500))
                    .atMost(Duration.ofSeconds(3))
                    .until(() -> writing.isHeld() && held(ofFirst) == 1 && held(waiting) == 0);
            connection.rollback();
        }
        await().until(() -> held(ofFirst) == 1 && held(ofSecond) == 1);
        assertThat(writing.token()).isEqualTo(token);
    }

    @Test
    void saysEveryGainAndEveryLoss() {
        List<Boolean> told = new CopyOnWriteArrayList<>();
        Leases leases = node("teller");
        Lease lease = leases.lease("told");
        lease.onChange(told::add);
        await().until(lease::isHeld);

        leases.drop("told");

        await().untilAsserted(() -> assertThat(told).containsExactly(true, false));
    }

    private static long held(List<Lease> leases) {
        return Stream.of(leases.toArray(Lease[]::new)).filter(Lease::isHeld).count();
    }
}
