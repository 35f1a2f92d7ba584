package org.anze.gateway.task;

import java.util.List;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.audit.AuditEvent;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.audit.AuditLog;
import org.jspecify.annotations.Nullable;

/** What the audit log says of tasks. Safe for many threads. */
final class TaskAudit {

    private final AuditLog audit;

    TaskAudit(AuditLog audit) {
        this.audit = audit;
    }

    /** With the transaction under way. */
    void note(Actor who, Task task, String outcome, @Nullable String reason) {
        audit.writeAtCommit(event(who, task, outcome, reason));
    }

    /** With the transaction under way: nobody started or approved these in time. */
    void lapsed(List<Task> tasks) {
        tasks.forEach(task -> note(Actor.GATEWAY, task, "ended: nobody started or approved it in time", task.reason()));
    }

    /** At once, in a transaction of its own. */
    void write(Actor who, Task task, String outcome, @Nullable String reason) {
        audit.write(event(who, task, outcome, reason));
    }

    /** At once: the transaction is rolled back, but it was tried. */
    void refused(Actor who, Task task, TaskProblem problem) {
        write(who, task, "refused: " + problem.text().code(), task.reason());
    }

    private static AuditEvent event(Actor who, Task task, String outcome, @Nullable String reason) {
        return new AuditEvent(
                task.kind() == TaskKind.EXPORT ? AuditKind.EXPORT : AuditKind.OPERATION,
                who,
                task.purpose() == null ? null : task.purpose().name(),
                null,
                subject(task),
                outcome,
                reason);
    }

    private static String subject(Task task) {
        return "task " + task.id() + " " + task.kind().en() + " " + task.party() + " " + task.chosen() + ", "
                + task.items() + " items";
    }
}
