package org.anze.gateway.validation;

import java.math.BigDecimal;
import org.anze.gateway.record.FieldDefinition;
import org.jspecify.annotations.Nullable;

/** Writes values into sentences the way people read them. */
public final class Wording {

    private static final int LONGEST = 60;

    private Wording() {}

    /** {@code 300000.00}, in yuan. */
    public static String yuan(long fen) {
        return BigDecimal.valueOf(fen, 2).toPlainString();
    }

    /** {@code 21%}. */
    static String percent(long tenThousandths) {
        return BigDecimal.valueOf(tenThousandths, 4).stripTrailingZeros().toPlainString() + "%";
    }

    /** At most sixty characters without control characters, for words that came from a sender. */
    public static String clean(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints()
                .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE)
                .limit(LONGEST)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    /** The value of a field as a person would write it. Not for personal fields. */
    static String of(FieldDefinition field, @Nullable Object value) {
        if (field.sensitivity() > 3) {
            throw new IllegalArgumentException("a finding must not tell " + field.name());
        }
        if (value == null) {
            return "";
        }
        return switch (field.type()) {
            case MONEY -> yuan((Long) value);
            case PERCENT -> percent((Long) value);
            default -> clean(value.toString());
        };
    }
}
