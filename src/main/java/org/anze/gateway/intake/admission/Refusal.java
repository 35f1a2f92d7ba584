package org.anze.gateway.intake.admission;

import java.time.Duration;
import java.util.Arrays;
import org.anze.gateway.problem.TryAgainLater;

/**
 * Why somebody is not let in.
 *
 * @param byCount whether a newer look at the store might say otherwise
 * @param pause when to come again
 * @param arguments of the problem's text, which takes the seconds of the pause after them
 */
record Refusal(AdmissionProblem kind, boolean byCount, Duration pause, Object[] arguments) {

    static Refusal of(AdmissionProblem kind, boolean byCount, Duration pause, Object... arguments) {
        return new Refusal(kind, byCount, pause, arguments);
    }

    TryAgainLater problem() {
        Object[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = TryAgainLater.seconds(pause);
        return TryAgainLater.after(pause, kind, all);
    }
}
