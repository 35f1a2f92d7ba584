package org.anze.gateway.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a task would do, without any effect.
 *
 * @param looked how many items of the list were looked at, from its beginning
 * @param items length of the list
 * @param lines by outcome, the most frequent first
 */
public record Forecast(long looked, long items, List<Line> lines) {

    /** Copies the list. */
    public Forecast {
        lines = List.copyOf(lines);
    }

    /** So many items would come to this. */
    public record Line(TaskOutcome outcome, @Nullable String detail, long count) {}
}
