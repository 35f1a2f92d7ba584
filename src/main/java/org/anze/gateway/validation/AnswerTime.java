package org.anze.gateway.validation;

import java.time.LocalDate;
import org.anze.gateway.jurisdiction.Parameters;
import org.anze.gateway.record.codes.WorkDays;
import org.jspecify.annotations.Nullable;

/** V-M01: by when a complaint must be answered. */
public final class AnswerTime {

    private AnswerTime() {}

    /**
     * The last day on which the answer is in time; null when no document says anything.
     *
     * @param received day in China; the term begins on the working day after it
     * @param extended whether it was put off once, with reason and approval
     */
    public static @Nullable LocalDate lastDay(
            LocalDate received, boolean needsVerification, boolean extended, Parameters parameters, WorkDays calendar) {
        Integer days = needsVerification ? parameters.complaintVerifiedAnswer() : parameters.complaintAnswer();
        if (days == null) {
            return null;
        }
        LocalDate due = calendar.plusWorkdays(received, days);
        return extended && parameters.complaintExtension() != null
                ? due.plusDays(parameters.complaintExtension().toDays())
                : due;
    }
}
