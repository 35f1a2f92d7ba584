package org.anze.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.anze.gateway.TestStores;
import org.anze.gateway.keys.SampleKeys;
import org.anze.gateway.origin.SampleOrigins;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class SmallSubmissionsTest {

    private static final int SENDERS = 24;

    private static Party party;

    private final ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
    private final Queue<SubmissionRows.Registered> told = new ConcurrentLinkedQueue<>();
    private DataSource pool;
    private JdbcClient jdbc;
    private RawStore raw;
    private SubmissionRows rows;

    @BeforeAll
    static void readParties() throws Exception {
        party = Parties.load(Path.of("parties")).find("insurer-wu").orElseThrow();
    }

    @BeforeEach
    void assemble() {
        pool = TestStores.freshSchema();
        jdbc = JdbcClient.create(pool);
        raw = new RawStore(jdbc, Suite.SM, SampleKeys.inMemory());
        rows = new SubmissionRows(pool, jdbc, raw, SampleOrigins.store(jdbc));
    }

    @AfterEach
    void close() {
        senders.shutdownNow();
    }

    @Test
    void keepsEachOnceHoweverManyComeTogether() throws Exception {
        List<Future<SubmissionRows.Registered>> sent = allAtOnce(sender -> register("M-" + sender % 6, sender % 6));

        List<SubmissionRows.Registered> registered = new ArrayList<>();
        for (Future<SubmissionRows.Registered> each : sent) {
            registered.add(each.get(20, TimeUnit.SECONDS));
        }

        assertThat(registered).filteredOn(SubmissionRows.Registered::fresh).hasSize(6);
        assertThat(told).hasSize(6).allMatch(SubmissionRows.Registered::fresh);
        assertThat(registered.stream().map(SubmissionRows.Registered::id).distinct())
                .hasSize(6);
        assertThat(count("submission")).isEqualTo(6);
        assertThat(count("raw_chunk")).isEqualTo(6);
        for (SubmissionRows.Registered each : told) {
            try (var stored = raw.open(each.seq())) {
                assertThat(stored.readAllBytes()).isEqualTo(each.body());
            }
        }
    }

    @Test
    void refusesOtherBytesUnderAnIdAndNobodyElseSuffers() throws Exception {
        List<Future<SubmissionRows.Registered>> sent =
                allAtOnce(sender -> register(sender < 2 ? "same" : "M-" + sender, sender));

        int refused = IdConflicts.count(
                sent, registered -> assertThat(registered.fresh()).isTrue());

        assertThat(refused).isEqualTo(1);
        assertThat(count("submission")).isEqualTo(SENDERS - 1);
        assertThat(count("raw_chunk")).isEqualTo(SENDERS - 1);
    }

    /** As when another node froze with the id in its hands. */
    @Test
    void storesTheOthersWhileSomebodyElseHoldsOneId() throws Exception {
        register("M-0", 0);
        try (Connection other = pool.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.executeUpdate("update submission set message_id = 'M-3' where message_id = 'M-0'");

            List<Future<SubmissionRows.Registered>> sent = allAtOnce(sender -> register("M-" + (sender + 1), sender));

            int busy = 0;
            for (Future<SubmissionRows.Registered> each : sent) {
                try {
                    each.get(20, TimeUnit.SECONDS);
                } catch (ExecutionException e) {
                    assertThat(e.getCause()).isInstanceOfSatisfying(TryAgainLater.class, problem -> assertThat(
                                    problem.finding().code())
                            .isEqualTo(IntakeProblem.BUSY.text().code()));
                    busy++;
                }
            }
            assertThat(busy).isEqualTo(1);
            other.rollback();
        }
        assertThat(register("M-3", 3).fresh()).isTrue();
        assertThat(count("submission")).isEqualTo(SENDERS + 1);
    }

    @Test
    void storesTheOthersWhenTheDatabaseWillNotHaveOne() throws Exception {
        jdbc.sql("alter table submission add constraint refused check (message_id <> 'M-3')")
                .update();

        List<Future<SubmissionRows.Registered>> sent = allAtOnce(sender -> register("M-" + sender, sender));

        int failed = 0;
        for (Future<SubmissionRows.Registered> each : sent) {
            try {
                each.get(20, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                failed++;
            }
        }
        assertThat(failed).isEqualTo(1);
        assertThat(count("submission")).isEqualTo(SENDERS - 1);
    }

    private long count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Long.class).single();
    }

    private interface Sending {
        SubmissionRows.Registered by(int sender);
    }

    private List<Future<SubmissionRows.Registered>> allAtOnce(Sending sending) {
        CyclicBarrier start = new CyclicBarrier(SENDERS);
        List<Future<SubmissionRows.Registered>> sent = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            int sender = i;
            Callable<SubmissionRows.Registered> work = () -> {
                start.await(20, TimeUnit.SECONDS);
                return sending.by(sender);
            };
            sent.add(senders.submit(work));
        }
        return sent;
    }

    private SubmissionRows.Registered register(String messageId, int content) {
        return rows.register(
                new Arrival(party, Arrival.Channel.REST, messageId, null, "canonical-policy", false),
                SubmissionId.next(SampleSeals.NOW),
                "canonical-policy",
                ("{\"policyNo\":\"" + content + "\"}").getBytes(StandardCharsets.UTF_8),
                InputStream.nullInputStream(),
                SampleOrigins.unsigned(),
                SampleSeals.NOW,
                1L << 20,
                told::add);
    }
}
