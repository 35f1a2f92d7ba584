package org.anze.gateway.intake;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.Function;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.validation.ReplayWindow;
import org.anze.gateway.validation.ReplayWindow.Manner;
import org.jspecify.annotations.Nullable;

/**
 * When the sender says that a message was produced (V-S11). A message that says nothing is taken; message ids are
 * remembered for ever, so it is no second one in any case. Safe for many threads.
 */
public final class ProducedAt {

    private static final String RULE = "V-S11";

    private final Function<Instant, ReplayWindow> windows;
    private final Clock clock;

    /** @param windows the window in force at a time */
    public ProducedAt(Function<Instant, ReplayWindow> windows, Clock clock) {
        this.windows = windows;
        this.clock = clock;
    }

    /** What is wrong with the time. */
    public enum Problem implements ProblemKind {
        MALFORMED(ProblemText.senderCorrects(
                "INT-0111",
                "生成时间应写成带时差的时间，如 2026-01-31T08:00:00+08:00",
                "The time of production must be written with its offset, as in 2026-01-31T08:00:00+08:00",
                "请改正后重新发送，或不填写该项。",
                "Correct it and send again, or leave it out.")),
        OUTSIDE_WINDOW(ProblemText.senderCorrects(
                "INT-0112",
                "生成时间 {0} 与网关时间 {1} 相差超过 {2}",
                "The time of production {0} is further than {2} from the gateway's time {1}",
                "请核对本方时钟；积压的内容请重新生成报文后发送，批次号不变即不会重复入账。",
                "Check your clock; produce delayed messages anew, under the same submission id nothing counts twice."));

        private final ProblemText text;

        Problem(ProblemText text) {
            this.text = text;
        }

        @Override
        public ProblemText text() {
            return text;
        }
    }

    /**
     * Checks the time of a message.
     *
     * @param manner PUSH for a call; BATCH for what a broker may have kept while the gateway was down
     * @param text ISO time with an offset; null when the sender gives none
     * @throws SenderMustCorrect when it is no such time, or too far from now
     */
    public void check(Manner manner, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return;
        }
        Instant producedAt;
        try {
            producedAt = OffsetDateTime.parse(text.strip()).toInstant();
        } catch (DateTimeException e) {
            throw new SenderMustCorrect(Finding.of(Problem.MALFORMED, RULE, null, Location.WHOLE), e);
        }
        Instant now = clock.instant();
        ReplayWindow window = windows.apply(now);
        if (!window.admits(manner, producedAt, now)) {
            throw new SenderMustCorrect(
                    Finding.of(
                            Problem.OUTSIDE_WINDOW,
                            RULE,
                            null,
                            Location.WHOLE,
                            producedAt,
                            now,
                            window.allowed(manner)),
                    null);
        }
    }
}
