package org.anze.gateway.task;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;

/** One kind of task. Safe for many threads. */
interface TaskAct {

    ZoneOffset CHINA = ZoneOffset.ofHours(8);

    /** The kind it does. */
    TaskKind kind();

    /** A statement that yields subjects, each once, in increasing order. */
    record Candidates(String sql, List<Object> parameters) {}

    /**
     * What the order is about at this moment.
     *
     * @throws SenderMustCorrect when the order lacks something
     */
    Candidates candidates(TaskOrder order);

    /** Those of some candidates that belong into the list; at most 1000 at a time. */
    default List<Long> select(TaskOrder order, List<Long> subjects) {
        return subjects;
    }

    /** How many items {@link #act} takes at a time. */
    default int atOnce() {
        return 1;
    }

    /**
     * Whether {@link #act} does all it does in the caller's transaction, so that effect and outcome are there together or
     * not at all. If not, doing it again must do no harm.
     */
    boolean isAtomic();

    /**
     * Does it.
     *
     * @return what came of each, in order
     * @throws SenderMustCorrect when a single item cannot be done, ever
     * @throws TryAgainLater when nothing can be done at the moment; nothing was done then
     */
    List<Done> act(Task task, List<TaskItem> items);

    /** How many items are forecast at most: one forecast may cost as much as the act. */
    int mostForecast();

    /** What {@link #act} would come to; without any effect. */
    List<Done> forecast(Task task, List<TaskItem> items);

    /**
     * Of these outputs, by subject, those that may not leave now, with the reason.
     *
     * @param outputs in the clear, some of them at a time
     */
    default Map<Long, String> withheld(Task task, Map<Long, byte[]> outputs) {
        return Map.of();
    }

    /** Who does which kind. */
    static Map<TaskKind, TaskAct> byKind(List<TaskAct> acts) {
        Map<TaskKind, TaskAct> byKind = new EnumMap<>(TaskKind.class);
        acts.forEach(act -> byKind.put(act.kind(), act));
        return byKind;
    }

    /** Who does this kind. */
    static TaskAct of(TaskKind kind, Map<TaskKind, TaskAct> acts) {
        TaskAct act = acts.get(kind);
        if (act == null) {
            throw new IllegalStateException("nobody does " + kind);
        }
        return act;
    }

    /** When a day begins in China. */
    static OffsetDateTime beginOf(LocalDate day) {
        return day.atStartOfDay().atOffset(CHINA);
    }

    /** As the database takes it. */
    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
