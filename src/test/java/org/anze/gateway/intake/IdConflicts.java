package org.anze.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.anze.gateway.problem.SenderMustCorrect;

/** Submissions that several threads sent, some of them other bytes under an id that is taken. */
final class IdConflicts {

    private IdConflicts() {}

    /** How many were refused for their id; nothing else went wrong, and all others are as they should. */
    static <R> int count(List<Future<R>> sent, Consumer<R> others) throws Exception {
        int refused = 0;
        for (Future<R> each : sent) {
            try {
                others.accept(each.get(30, TimeUnit.SECONDS));
            } catch (ExecutionException e) {
                assertThat(e.getCause()).isInstanceOfSatisfying(SenderMustCorrect.class, problem -> assertThat(
                                problem.finding().code())
                        .isEqualTo(IntakeProblem.ID_CONFLICT.text().code()));
                refused++;
            }
        }
        return refused;
    }
}
