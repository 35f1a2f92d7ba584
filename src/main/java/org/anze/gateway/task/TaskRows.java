package org.anze.gateway.task;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.anze.gateway.access.Purpose;
import org.anze.gateway.keys.DataKeys;
import org.anze.gateway.ledger.TypeNumber;
import org.anze.gateway.seal.Suite;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of tasks. Transactions are the caller's. Safe for several threads. */
final class TaskRows {

    /** How long a plan or a proposal counts. */
    static final Duration COUNTS = Duration.ofDays(1);

    private static final String COLUMNS =
            "id, kind, party, chosen, record_type, purpose, state, items, done, failed, rate,"
                    + " reason, ordered_by, ordered_at, started_at, decided_by, decided_at, ended_at, held_up,"
                    + " proposed_at, output_dropped_at, items_dropped_at";

    private final JdbcClient jdbc;
    private final TaskItemRows items;

    TaskRows(DataSource dataSource, DataKeys keys, Suite suite) {
        this.jdbc = JdbcClient.create(dataSource);
        this.items = new TaskItemRows(dataSource, keys, suite);
    }

    /** Their lists, and what came of them. */
    TaskItemRows items() {
        return items;
    }

    /** Lets one person at a time plan and start, on every node; until the transaction ends. */
    void lock() {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended('org.anze.gateway.task', 0))")
                .query((row, number) -> "")
                .list();
    }

    /** Ends every statement of this transaction after that time. */
    void limit(Duration longest) {
        jdbc.sql("select set_config('statement_timeout', ?, true)")
                .param(String.valueOf(longest.toMillis()))
                .query(String.class)
                .single();
    }

    long insert(TaskOrder order, String reason, int rate, String person, Instant now) {
        return jdbc.sql("insert into task (kind, party, chosen, record_type, purpose, state, items, rate, reason,"
                        + " ordered_by, ordered_at) values (?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?) returning id")
                .params(
                        order.kind().name(),
                        order.party(),
                        order.chosen().words(),
                        order.type() == null ? null : TypeNumber.of(order.type()),
                        order.purpose() == null ? null : order.purpose().name(),
                        TaskState.PLANNED.name(),
                        rate,
                        reason,
                        person,
                        TaskAct.utc(now))
                .query(Long.class)
                .single();
    }

    Optional<Task> find(long id) {
        return jdbc.sql("select " + COLUMNS + " from task where id = ?")
                .param(id)
                .query((row, number) -> task(row))
                .optional();
    }

    /** The same, and keeps others from changing how far it is until the transaction ends. */
    Optional<Task> lock(long id) {
        return jdbc.sql("select " + COLUMNS + " from task where id = ? for no key update")
                .param(id)
                .query((row, number) -> task(row))
                .optional();
    }

    List<Task> newest(int limit) {
        return jdbc.sql("select " + COLUMNS + " from task order by id desc limit ?")
                .param(limit)
                .query((row, number) -> task(row))
                .list();
    }

    /** Those that are to be worked on, oldest first. */
    List<Task> running(int limit) {
        return jdbc.sql("select " + COLUMNS + " from task where ended_at is null and state = ? order by id limit ?")
                .params(TaskState.RUNNING.name(), limit)
                .query((row, number) -> task(row))
                .list();
    }

    /** Tasks that have not ended, of one item or of more. */
    int open(boolean single) {
        return jdbc.sql("select count(*) from task where ended_at is null and (items = 1) = ?")
                .param(single)
                .query(Integer.class)
                .single();
    }

    /** Ends what nobody started or approved in time; returns what that was. */
    List<Task> lapse(Instant orderedBefore, Instant now) {
        return jdbc.sql("update task set state = ?, ended_at = ? where ended_at is null and state = any(?)"
                        + " and coalesce(proposed_at, ordered_at) < ? returning " + COLUMNS)
                .params(
                        TaskState.CANCELLED.name(),
                        TaskAct.utc(now),
                        new String[] {TaskState.PLANNED.name(), TaskState.PROPOSED.name()},
                        TaskAct.utc(orderedBefore))
                .query((row, number) -> task(row))
                .list();
    }

    long alone(String person, Instant since) {
        return jdbc.sql("select coalesce(sum(items), 0) from task where lower(ordered_by) = lower(?)"
                        + " and started_at > ? and decided_by is null and proposed_at is null"
                        // As older versions left them.
                        + " and state not in ('PROPOSED', 'REJECTED')")
                .params(person, TaskAct.utc(since))
                .query(Long.class)
                .single();
    }

    void start(long id, TaskState state, Instant now) {
        jdbc.sql("update task set state = ?, started_at = ?, proposed_at = case when ? then ?::timestamptz end,"
                        + " decided_by = null, decided_at = null, held_up = null where id = ?")
                .params(state.name(), TaskAct.utc(now), state == TaskState.PROPOSED, TaskAct.utc(now), id)
                .update();
    }

    void decide(long id, TaskState state, String person, Instant now) {
        jdbc.sql(
                        "update task set state = ?, decided_by = ?, decided_at = ?, ended_at = case when ? then ?::timestamptz end"
                                + " where id = ?")
                .params(state.name(), person, TaskAct.utc(now), state.isFinal(), TaskAct.utc(now), id)
                .update();
    }

    void state(long id, TaskState state, Instant now) {
        jdbc.sql(
                        "update task set state = ?, held_up = null, ended_at = case when ? then ?::timestamptz end where id = ?")
                .params(state.name(), state.isFinal(), TaskAct.utc(now), id)
                .update();
    }

    /** What holds it up; null for nothing any more. */
    void heldUp(long id, @Nullable String code) {
        jdbc.sql("update task set held_up = ? where id = ? and ended_at is null and held_up is distinct from ?::text")
                .params(code, id, code)
                .update();
    }

    /** A paused task that was approved before that moment. */
    Optional<Task> pausedSince(Instant approvedBefore) {
        return jdbc.sql("select " + COLUMNS + " from task where ended_at is null and state = ?"
                        + " and coalesce(decided_at, started_at) < ? order by id limit 1")
                .params(TaskState.PAUSED.name(), TaskAct.utc(approvedBefore))
                .query((row, number) -> task(row))
                .optional();
    }

    /** An export that ended by that moment and whose files are there. */
    Optional<Long> withOutput(Instant endedBefore) {
        return jdbc.sql("select id from task where ended_at <= ? and items_dropped_at is null"
                        + " and kind = 'EXPORT' and output_dropped_at is null order by ended_at limit 1")
                .param(TaskAct.utc(endedBefore))
                .query(Long.class)
                .optional();
    }

    /** A task that ended by that moment and whose list is there, but no file any more. */
    Optional<Long> withItems(Instant endedBefore) {
        return jdbc.sql("select id from task where ended_at <= ? and items_dropped_at is null"
                        + " and (kind <> 'EXPORT' or output_dropped_at is not null) order by ended_at limit 1")
                .param(TaskAct.utc(endedBefore))
                .query(Long.class)
                .optional();
    }

    private static Task task(ResultSet row) throws SQLException {
        short type = row.getShort(5);
        boolean typed = !row.wasNull();
        String purpose = row.getString(6);
        return new Task(
                row.getLong(1),
                TaskKind.valueOf(row.getString(2)),
                row.getString(3),
                row.getString(4),
                typed ? TypeNumber.type(type) : null,
                purpose == null ? null : Purpose.valueOf(purpose),
                TaskState.valueOf(row.getString(7)),
                row.getLong(8),
                row.getLong(9),
                row.getLong(10),
                row.getInt(11),
                row.getString(12),
                row.getString(13),
                row.getObject(14, OffsetDateTime.class).toInstant(),
                instant(row, 15),
                row.getString(16),
                instant(row, 17),
                instant(row, 18),
                row.getString(19),
                instant(row, 20),
                instant(row, 21),
                instant(row, 22));
    }

    static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
