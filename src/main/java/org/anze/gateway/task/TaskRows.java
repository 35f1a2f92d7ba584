package org.anze.gateway.task;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.anze.gateway.access.Purpose;
import org.anze.gateway.keys.DataKeys;
import org.anze.gateway.ledger.TypeNumber;
import org.anze.gateway.seal.Suite;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables of tasks. Transactions are the caller's. Safe for several threads. */
final class TaskRows {

    /** Subjects that are read and written at a time while a list is made. */
    static final int PAGE = 1000;

    private static final int OUTPUT_PAGE = 50;

    private static final String COLUMNS =
            "id, kind, party, chosen, record_type, purpose, state, items, done, failed, rate,"
                    + " reason, ordered_by, ordered_at, started_at, decided_by, decided_at, ended_at, held_up,"
                    + " proposed_at, output_dropped_at, items_dropped_at";
    private static final String ITEMS =
            "select i.position, i.subject, coalesce(s.id, i.subject::text), i.outcome, i.detail,"
                    + " i.at from task_item i join task t on t.id = i.task"
                    + " left join submission s on t.kind = 'REMAP' and s.seq = i.subject";

    private final JdbcClient jdbc;
    private final JdbcClient streaming;
    private final DataKeys keys;
    private final Suite suite;

    TaskRows(DataSource dataSource, DataKeys keys, Suite suite) {
        this.jdbc = JdbcClient.create(dataSource);
        JdbcTemplate template = new JdbcTemplate(dataSource);
        template.setFetchSize(PAGE);
        this.streaming = JdbcClient.create(template);
        this.keys = keys;
        this.suite = suite;
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

    /**
     * Writes the list of a task; holds one page of it in memory.
     *
     * @param most how many candidates are looked at: deciding about one costs as much as listing it
     * @return its length; more than {@code most} when there are more candidates
     */
    long freeze(long id, TaskAct.Candidates candidates, UnaryOperator<List<Long>> selection, long most) {
        long length = 0;
        long looked = 0;
        try (Stream<Long> subjects =
                streaming.sql(candidates.sql()).params(candidates.parameters()).query(Long.class).stream()) {
            List<Long> page = new ArrayList<>(PAGE);
            for (Long subject : (Iterable<Long>) subjects::iterator) {
                if (++looked > most) {
                    return looked;
                }
                page.add(subject);
                if (page.size() == PAGE) {
                    length += add(id, length, selection.apply(page));
                    page.clear();
                }
            }
            length += page.isEmpty() ? 0 : add(id, length, selection.apply(page));
        }
        jdbc.sql("update task set items = ? where id = ?").params(length, id).update();
        return length;
    }

    private int add(long id, long before, List<Long> subjects) {
        if (subjects.isEmpty()) {
            return 0;
        }
        return jdbc.sql("insert into task_item (task, position, subject)"
                        + " select ?, ? + n, subject from unnest(?::bigint[]) with ordinality as s (subject, n)")
                .params(id, before, subjects.toArray(Long[]::new))
                .update();
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

    /** Ends what nobody started or approved in time. */
    void lapse(Instant orderedBefore, Instant now) {
        jdbc.sql("update task set state = ?, ended_at = ? where ended_at is null and state = any(?)"
                        + " and coalesce(proposed_at, ordered_at) < ?")
                .params(
                        TaskState.CANCELLED.name(),
                        TaskAct.utc(now),
                        new String[] {TaskState.PLANNED.name(), TaskState.PROPOSED.name()},
                        TaskAct.utc(orderedBefore))
                .update();
    }

    /** Items that a person started since then without anybody else. */
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

    /** The next items without an outcome. */
    List<TaskItem> waiting(long id, int limit) {
        return jdbc.sql(ITEMS + " where i.task = ? and i.outcome is null order by i.position limit ?")
                .params(id, limit)
                .query((row, number) -> item(row))
                .list();
    }

    /** A page of the list. */
    List<TaskItem> items(long id, long after, int limit) {
        return jdbc.sql(ITEMS + " where i.task = ? and i.position > ? order by i.position limit ?")
                .params(id, after, limit)
                .query((row, number) -> item(row))
                .list();
    }

    /**
     * Writes outcomes of items that have none, what is to be kept of them, and the counters.
     *
     * @return how many had none
     */
    int note(Task task, List<TaskItem> items, List<Done> done, Instant now) {
        int count = items.size();
        if (done.size() != count) {
            throw new IllegalStateException(done.size() + " outcomes of " + count + " items");
        }
        Long[] positions = items.stream().map(TaskItem::position).toArray(Long[]::new);
        List<Boolean> good = jdbc.sql("update task_item i set outcome = r.outcome, detail = r.detail, at = ?"
                        + " from unnest(?::bigint[], ?::text[], ?::text[], ?::boolean[])"
                        + " as r (position, outcome, detail, good)"
                        + " where i.task = ? and i.position = r.position and i.outcome is null returning r.good")
                .params(
                        TaskAct.utc(now),
                        positions,
                        done.stream().map(one -> one.outcome().name()).toArray(String[]::new),
                        done.stream().map(Done::detail).toArray(String[]::new),
                        done.stream().map(one -> one.outcome().isGood()).toArray(Boolean[]::new),
                        task.id())
                .query(Boolean.class)
                .list();
        for (int i = 0; i < count; i++) {
            Done.Output output = done.get(i).output();
            if (output != null) {
                keep(task, items.get(i).position(), output, now);
            }
        }
        long right = good.stream().filter(Boolean::booleanValue).count();
        jdbc.sql("update task set done = done + ?, failed = failed + ?, held_up = null where id = ?")
                .params(right, good.size() - right, task.id())
                .update();
        return good.size();
    }

    private void keep(Task task, long position, Done.Output output, Instant now) {
        jdbc.sql("insert into task_output (task, position, name, digest, content) values (?, ?, ?, ?, ?)"
                        + " on conflict do nothing")
                .params(
                        task.id(),
                        position,
                        output.name(),
                        suite.hash(output.content()),
                        keys.close(task.party(), now, output.content(), place(task.id(), position)))
                .update();
    }

    /** A file of an export; the subject is the ledger entry. */
    record Kept(long position, long subject, String name, byte[] digest, byte[] content) {}

    /** The next files of an export in the clear, a bounded number of them. */
    List<Kept> outputs(long id, long after) {
        return jdbc
                .sql("select o.position, i.subject, o.name, o.digest, o.content from task_output o"
                        + " join task_item i on i.task = o.task and i.position = o.position"
                        + " where o.task = ? and o.position > ? order by o.position limit ?")
                .params(id, after, OUTPUT_PAGE)
                .query((row, number) ->
                        new Kept(row.getLong(1), row.getLong(2), row.getString(3), row.getBytes(4), row.getBytes(5)))
                .list()
                .stream()
                // Not while the row is read: who holds one connection must not wait for another.
                .map(kept -> new Kept(
                        kept.position,
                        kept.subject,
                        kept.name,
                        kept.digest,
                        keys.open(kept.content, place(id, kept.position))))
                .toList();
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

    /** Deletes some files of an export; after the last one it is marked. */
    void dropOutput(long id, Instant now) {
        drop("task_output", "output_dropped_at", id, now);
    }

    /** Deletes some items of a list; after the last one it is marked. */
    void dropItems(long id, Instant now) {
        drop("task_item", "items_dropped_at", id, now);
    }

    private void drop(String table, String mark, long id, Instant now) {
        int gone = jdbc.sql("delete from " + table + " where task = ? and position in" + " (select position from "
                        + table + " where task = ? order by position limit ?)")
                .params(id, id, PAGE)
                .update();
        if (gone < PAGE) {
            jdbc.sql("update task set " + mark + " = ? where id = ?")
                    .params(TaskAct.utc(now), id)
                    .update();
        }
    }

    private static byte[] place(long id, long position) {
        return ("task output " + id + " " + position).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    private static TaskItem item(ResultSet row) throws SQLException {
        String outcome = row.getString(4);
        return new TaskItem(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                outcome == null ? null : TaskOutcome.valueOf(outcome),
                row.getString(5),
                instant(row, 6));
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

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** How long a plan or a proposal counts. */
    static final Duration COUNTS = Duration.ofDays(1);
}
