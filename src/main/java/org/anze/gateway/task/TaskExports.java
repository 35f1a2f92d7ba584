package org.anze.gateway.task;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Map;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;

/** Takes out what exports have made. Whether somebody may is for the caller to know. Safe for many threads. */
public final class TaskExports {

    private final TaskRows rows;
    private final Map<TaskKind, TaskAct> acts;
    private final TaskAudit audit;
    private final TaskSettings settings;
    private final Clock clock;

    TaskExports(TaskRows rows, Map<TaskKind, TaskAct> acts, TaskAudit audit, TaskSettings settings, Clock clock) {
        this.rows = rows;
        this.acts = acts;
        this.audit = audit;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Writes an export that is done as a zip: a proof bundle per record and {@code list.csv}. What may not
     * leave any more is left out, and listed in {@code left-out.csv}: a record that is not given now, or whose newest version is
     * not, and a bundle that was made under an agreement of another version. That it is taken is in the audit log before its first byte.
     *
     * @throws SenderMustCorrect when there is none
     */
    public void write(long id, Actor who, OutputStream out) throws IOException {
        Task task = require(id);
        audit.write(who, task, "taken, " + task.done() + " records for " + task.party(), task.reason());
        long leftOut = new ExportFile(rows.items(), task, outputs -> TaskAct.of(task.kind(), acts)
                        .withheld(task, outputs))
                .write(out);
        if (leftOut > 0) {
            audit.write(who, task, "taken without " + leftOut + " that may not be given any more", null);
        }
    }

    /** @throws SenderMustCorrect when it is no export that is done, or its time is over */
    public Task require(long id) {
        return rows.find(id)
                .filter(task -> task.kind() == TaskKind.EXPORT && task.state() == TaskState.DONE)
                .filter(task -> task.outputDroppedAt() == null
                        && task.endedAt() != null
                        && task.endedAt().isAfter(clock.instant().minus(settings.exportKept())))
                .orElseThrow(() -> new SenderMustCorrect(TaskProblem.NO_EXPORT, Location.WHOLE, id));
    }
}
