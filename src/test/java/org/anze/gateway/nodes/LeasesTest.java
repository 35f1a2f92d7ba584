package org.anze.gateway.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.sql.DataSource;
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
        Leases leases = new Leases(database, name, "1", QUICK);
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
    void takesWhatADeadNodeHeldUnderAGreaterToken() throws SQLException {
        OptionalLong dead = new LeaseRows(database, "dead", QUICK.length()).take("left");
        Lease lease = node("living").lease("left");

        await().until(lease::isHeld);

        assertThat(lease.token()).isGreaterThan(dead.orElseThrow());
    }

    @Test
    void whoWasFrozenDoesNotCommit() throws SQLException {
        long frozen =
                new LeaseRows(database, "frozen", QUICK.length()).take("commit").orElseThrow();
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
        LeaseRows slow = new LeaseRows(database, "slow", Duration.ofMillis(1));
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
