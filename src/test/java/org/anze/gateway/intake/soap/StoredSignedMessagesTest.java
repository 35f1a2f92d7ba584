package org.anze.gateway.intake.soap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.anze.gateway.TestStores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class StoredSignedMessagesTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private JdbcClient jdbc;
    private StoredSignedMessages ofOneNode;
    private StoredSignedMessages ofAnother;

    @BeforeEach
    void open() {
        DataSource store = TestStores.freshSchema();
        jdbc = JdbcClient.create(store);
        ofOneNode = new StoredSignedMessages(jdbc);
        ofAnother = new StoredSignedMessages(JdbcClient.create(store));
    }

    @Test
    void takesAMessageAtOneNodeOnly() {
        assertThat(ofOneNode.note("a", MINUTE)).isTrue();
        assertThat(ofAnother.note("a", MINUTE)).isFalse();
        assertThat(ofOneNode.note("a", MINUTE)).isFalse();
        assertThat(ofAnother.note("b", MINUTE)).isTrue();
    }

    @Test
    void takesOneOfManyThatComeAtOnce() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 20; round++) {
                String identity = "message " + round;
                List<Future<Boolean>> taken = new ArrayList<>();
                for (int sender = 0; sender < 4; sender++) {
                    StoredSignedMessages node = sender % 2 == 0 ? ofOneNode : ofAnother;
                    taken.add(senders.submit(() -> node.note(identity, MINUTE)));
                }
                int times = 0;
                for (Future<Boolean> one : taken) {
                    times += one.get() ? 1 : 0;
                }
                assertThat(times).isOne();
            }
        } finally {
            senders.shutdownNow();
        }
    }

    @Test
    void keepsNoneLongerThanItMust() {
        for (int i = 0; i < 25; i++) {
            ofOneNode.note("old " + i, Duration.ZERO);
        }
        ofOneNode.note("kept", MINUTE);
        for (int i = 0; i < 4; i++) {
            ofAnother.note("new " + i, MINUTE);
        }

        assertThat(jdbc.sql("select identity from signed_message")
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder("kept", "new 0", "new 1", "new 2", "new 3");
    }
}
