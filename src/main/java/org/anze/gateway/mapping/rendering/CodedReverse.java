package org.anze.gateway.mapping.rendering;

import java.util.Optional;
import org.anze.gateway.problem.TryAgainLater;
import org.jspecify.annotations.Nullable;

/**
 * The recipient's code for a canonical one.
 *
 * @param other what stands there when the table has none; null when that stops the delivery
 */
record CodedReverse(
        String party,
        String table,
        String column,
        CodeReversals.Reversal reversal,
        @Nullable String other) implements Reverse {

    @Override
    public Object apply(Object value) {
        String code = value.toString();
        return reversal.of(code)
                .or(() -> Optional.ofNullable(other))
                .orElseThrow(() -> new TryAgainLater(RenderingProblem.NO_CODE, null, party, table, code, column));
    }

    @Override
    public Object applyToMasked(Object value) {
        return reversal.of(value.toString()).orElse(value.toString());
    }
}
