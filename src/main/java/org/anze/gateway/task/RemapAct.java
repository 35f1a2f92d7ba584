package org.anze.gateway.task;

import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.intake.Resubmission;
import org.anze.gateway.intake.SubmissionStatus;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;

/** Submissions with rejected records are handed in again. */
final class RemapAct implements TaskAct {

    /** Each is checked from its first to its last record. */
    private static final int MOST_FORECAST = 20;

    private static final String REJECTED =
            "select seq from submission where party = ? and finished_at is not null and (rejected > 0 or refusal is not null)";

    /** What a re-map has handed in is its product: the bytes are those of the submission that is listed anyway. */
    private static final String NOT_HANDED_IN_AGAIN = " and channel <> 'OVERSIGHT'";

    private final Resubmission resubmission;

    RemapAct(Resubmission resubmission) {
        this.resubmission = resubmission;
    }

    @Override
    public TaskKind kind() {
        return TaskKind.REMAP;
    }

    @Override
    public Candidates candidates(TaskOrder order) {
        if (order.chosen() instanceof Chosen.Days days) {
            return new Candidates(
                    REJECTED + NOT_HANDED_IN_AGAIN + " and received_at >= ? and received_at < ? order by seq",
                    List.of(
                            order.party(),
                            TaskAct.beginOf(days.from()),
                            TaskAct.beginOf(days.to().plusDays(1))));
        }
        if (order.chosen() instanceof Chosen.Listed listed) {
            return new Candidates(
                    REJECTED + " and seq = any(?) order by seq",
                    List.of(order.party(), listed.subjects().toArray(Long[]::new)));
        }
        throw new SenderMustCorrect(TaskProblem.INCOMPLETE, Location.WHOLE, "days");
    }

    /** The desk commits by itself; the same message id leads to the same submission. */
    @Override
    public boolean isAtomic() {
        return false;
    }

    @Override
    public List<Done> act(Task task, List<TaskItem> items) {
        List<Done> done = new ArrayList<>();
        for (TaskItem item : items) {
            SubmissionStatus status = resubmission.again(item.subject(), task.name());
            done.add(new Done(TaskOutcome.READ_AGAIN, status.id()));
        }
        return done;
    }

    @Override
    public int mostForecast() {
        return MOST_FORECAST;
    }

    @Override
    public List<Done> forecast(Task task, List<TaskItem> items) {
        List<Done> done = new ArrayList<>();
        for (TaskItem item : items) {
            done.add(forecast(item));
        }
        return done;
    }

    private Done forecast(TaskItem item) {
        try {
            SubmissionStatus status = resubmission.tryOut(item.subject());
            return status.refusal() == null
                    ? new Done(
                            TaskOutcome.READ_AGAIN,
                            "接受 %1$d，重复 %2$d，拒收 %3$d，暂存 %4$d / accepted %1$d, duplicate %2$d, rejected %3$d, parked %4$d"
                                    .formatted(
                                            status.accepted(), status.duplicate(), status.rejected(), status.parked()))
                    : new Done(TaskOutcome.REFUSED, status.refusal().code());
        } catch (SenderMustCorrect e) {
            return new Done(TaskOutcome.REFUSED, e.finding().code());
        }
    }
}
