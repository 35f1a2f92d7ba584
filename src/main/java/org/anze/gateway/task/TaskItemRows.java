package org.anze.gateway.task;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.anze.gateway.keys.DataKeys;
import org.anze.gateway.seal.Suite;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The lists of tasks, what came of each item, and the files of exports. Transactions are the caller's. Safe for several threads. */
final class TaskItemRows {

    /** Subjects that are read and written at a time while a list is made. */
    static final int PAGE = 1000;

    private static final int OUTPUT_PAGE = 50;

    private static final String ITEMS =
            "select i.position, i.subject, coalesce(s.id, i.subject::text), i.outcome, i.detail,"
                    + " i.at from task_item i join task t on t.id = i.task"
                    + " left join submission s on t.kind = 'REMAP' and s.seq = i.subject";

    private final JdbcClient jdbc;
    private final JdbcClient streaming;
    private final DataKeys keys;
    private final Suite suite;

    TaskItemRows(DataSource dataSource, DataKeys keys, Suite suite) {
        this.jdbc = JdbcClient.create(dataSource);
        JdbcTemplate template = new JdbcTemplate(dataSource);
        template.setFetchSize(PAGE);
        this.streaming = JdbcClient.create(template);
        this.keys = keys;
        this.suite = suite;
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

    /** The next items without an outcome. */
    List<TaskItem> waiting(long id, int limit) {
        return jdbc.sql(ITEMS + " where i.task = ? and i.outcome is null order by i.position limit ?")
                .params(id, limit)
                .query((row, number) -> item(row))
                .list();
    }

    /** A page of the list. */
    List<TaskItem> page(long id, long after, int limit) {
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

    /** What the lists of an export say of a file. */
    record Listed(long position, String name, byte[] digest) {}

    /** The next files of an export without their content, a bounded number of them. */
    List<Listed> listed(long id, long after) {
        return jdbc.sql("select position, name, digest from task_output where task = ? and position > ?"
                        + " order by position limit ?")
                .params(id, after, PAGE)
                .query((row, number) -> new Listed(row.getLong(1), row.getString(2), row.getBytes(3)))
                .list();
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
        return ("task output " + id + " " + position).getBytes(StandardCharsets.US_ASCII);
    }

    private static TaskItem item(ResultSet row) throws SQLException {
        String outcome = row.getString(4);
        return new TaskItem(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                outcome == null ? null : TaskOutcome.valueOf(outcome),
                row.getString(5),
                TaskRows.instant(row, 6));
    }
}
