package org.anze.gateway.task;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.feed.FeedActions;
import org.anze.gateway.feed.FeedFixture;
import org.anze.gateway.keys.DataKeys;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.nodes.Lease;
import org.anze.gateway.seal.Suite;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Tasks over a store, worked on step by step by the test, or by a thread of their own. */
public final class SampleTasks {

    static final Actor WANG = Actor.person("wang");
    static final Actor LI = Actor.person("li");
    /** Somebody whose account nobody has confirmed. */
    static final Actor STRANGER = Actor.person("stranger");

    static final int ALONE = 3;

    final JdbcClient jdbc;
    final TaskDesk desk;
    private final DataSource pool;
    private final Clock clock;
    private final TaskRows rows;
    private final List<TaskAct> acts;
    private final JdbcTransactionManager transactions;
    private final AuditLog audit;
    private final TaskSettings settings;
    private TaskRunner runner;

    SampleTasks(DataSource pool, DataKeys keys, Clock clock, List<TaskAct> acts) {
        this(pool, keys, clock, acts, settings(ALONE, Duration.ofSeconds(60)));
    }

    static TaskSettings settings(int alone, Duration longestPlan) {
        return new TaskSettings(
                alone, 20, 10, 1000, longestPlan, Duration.ofDays(7), Duration.ofDays(7), Duration.ofDays(90));
    }

    SampleTasks(DataSource pool, DataKeys keys, Clock clock, List<TaskAct> acts, TaskSettings settings) {
        this.pool = pool;
        this.settings = settings;
        this.clock = clock;
        this.acts = acts;
        this.jdbc = JdbcClient.create(pool);
        this.rows = new TaskRows(pool, keys, Suite.SM);
        this.transactions = new JdbcTransactionManager(pool);
        this.audit = new AuditLog(jdbc, transactions, Suite.SM, clock);
        this.desk = new TaskDesk(rows, acts, transactions, audit, settings, clock);
        Set<String> confirmed = Set.of("wang", "li");
        desk.confirmedBy(confirmed::contains);
        restart();
    }

    /** For the console: parcels only, worked on by a thread of its own. */
    public static SampleTasks ofParcels(
            DataSource pool,
            DataKeys keys,
            Clock clock,
            FeedActions feeds,
            LedgerReader ledger,
            Supplier<Agreements> agreements) {
        JdbcClient jdbc = JdbcClient.create(pool);
        SoundAgreements sound = new SoundAgreements(agreements, clock);
        Forecasts forecasts = new Forecasts(FeedFixture.again(pool, keys, ledger), sound);
        SampleTasks tasks = new SampleTasks(
                pool,
                keys,
                clock,
                List.of(new ResendAct(jdbc, feeds, sound), new ReleaseAct(jdbc, feeds, forecasts)),
                settings(1, Duration.ofSeconds(60)));
        tasks.runner.start();
        return tasks;
    }

    public TaskDesk desk() {
        return desk;
    }

    /** Ends the thread. */
    public void stop() {
        runner.stop();
    }

    /** Another process, which knows nothing but the store. */
    void restart() {
        restart(Lease.ALONE);
    }

    void restart(Lease lease) {
        runner = new TaskRunner(rows, acts, pool, transactions, audit, lease, settings, clock);
    }

    /** Deletes what is to be deleted. */
    void clear() {
        int steps = 0;
        while (runner.clear()) {
            if (++steps == 1000) {
                throw new IllegalStateException("clearing does not come to rest");
            }
        }
    }

    boolean step() {
        return runner.step();
    }

    /** Steps until nothing is done any more. */
    void run() {
        int steps = 0;
        while (runner.step()) {
            if (++steps == 10_000) {
                throw new IllegalStateException("tasks do not come to rest");
            }
        }
    }

    Task task(long id) {
        return desk.find(id).orElseThrow();
    }

    /** What has become of each item, {@code 1=SENT_AGAIN 2=–}. */
    String outcomes(long id) {
        StringBuilder text = new StringBuilder();
        desk.items(id, 0, 1000).forEach(item -> text.append(text.isEmpty() ? "" : " ")
                .append(item.shown())
                .append('=')
                .append(item.outcome() == null ? "–" : item.outcome()));
        return text.toString();
    }

    /** Outcomes of all audit events about a task, oldest first, and by whom. */
    List<String> audited(long id) {
        return jdbc.sql("select coalesce(person, 'gateway') || ': ' || outcome from audit_event"
                        + " where subject like 'task ' || ? || ' %' order by number")
                .param(id)
                .query(String.class)
                .list();
    }
}
