package org.anze.gateway.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.anze.gateway.TestStores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What one node rings the others hear. */
final class BellsTest {

    private static DataSource database;

    private final List<Bells> nodes = new ArrayList<>();

    @BeforeAll
    static void openDatabase() {
        database = TestStores.freshSchema();
    }

    @AfterEach
    void close() {
        nodes.forEach(Bells::close);
    }

    private Bells node(String name, List<String> heard) {
        Bells bells = new Bells(database, name, () -> true, Duration.ofMinutes(5));
        bells.on(Bell.FINISHED, heard::add);
        nodes.add(bells);
        bells.start();
        // The first word says that it listens.
        await().until(() -> !heard.isEmpty());
        return bells;
    }

    @Test
    void othersHearAndTheRingerDoesNot() {
        List<String> own = new CopyOnWriteArrayList<>();
        List<String> others = new CopyOnWriteArrayList<>();
        Bells ringer = node("a", own);
        node("b", others);

        ringer.ring(Bell.FINISHED, "S 1");
        ringer.ring(Bell.FINISHED, "S-2");

        await().untilAsserted(() -> assertThat(others).containsExactly("", "S 1", "S-2"));
        assertThat(own).containsExactly("");
    }

    @Test
    void listensAgainAfterItsConnectionWasCutAndSaysThatItMissedSomething() throws SQLException {
        List<String> heard = new CopyOnWriteArrayList<>();
        node("c", heard);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %'"
                    + " and pid <> pg_backend_pid()");
        }

        await().atMost(Duration.ofSeconds(20)).until(() -> heard.size() > 1);
        node("d", new CopyOnWriteArrayList<>()).ring(Bell.FINISHED, "S-3");

        await().untilAsserted(() -> assertThat(heard).contains("S-3"));
    }

    /** What is rung of other things, its own rings among them, says nothing of what it missed. */
    @Test
    void looksForItselfWhateverIsRung() {
        List<String> heard = new CopyOnWriteArrayList<>();
        Bells waiting = new Bells(database, "g", () -> true, Duration.ofMillis(1));
        waiting.on(Bell.APPENDED, heard::add);
        nodes.add(waiting);

        waiting.start();

        await().atMost(Duration.ofSeconds(20)).until(() -> {
            waiting.ring(Bell.FINISHED, "S-5");
            return heard.size() > 2;
        });
        assertThat(heard).containsOnly("");
    }

    @Test
    void oneAloneRingsForNobody() {
        List<String> heard = new CopyOnWriteArrayList<>();
        node("e", heard);
        Bells alone = new Bells(database, "f", () -> false);
        nodes.add(alone);
        alone.start();

        alone.ring(Bell.FINISHED, "S-4");

        await().during(Duration.ofMillis(300)).atMost(Duration.ofSeconds(2)).until(() -> !heard.contains("S-4"));
    }
}
