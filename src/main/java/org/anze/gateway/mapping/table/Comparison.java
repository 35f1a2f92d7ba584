package org.anze.gateway.mapping.table;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anze.gateway.mapping.convert.Amounts;
import org.anze.gateway.mapping.convert.Texts;
import org.jspecify.annotations.Nullable;

/**
 * One term of a condition in braces: {@code {预付} > 0}, {@code {机构} present}, {@code {类型} in 1|2}. Immutable.
 *
 * @param left what is compared
 * @param words what it is compared with; several are separated by {@code |} and one of them is enough
 * @param number the same as a number; null where the sign does not compare sizes
 */
public record Comparison(
        Placeholder left,
        Sign sign,
        Set<String> words,
        @Nullable BigDecimal number) {

    private static final Pattern TERM =
            Pattern.compile("\\{([^{}]+)\\}\\s*(present|absent|in|contains|starts|=|!=|>=|<=|>|<)\\s*(.*)");
    private static final Pattern JOINED = Pattern.compile("\\s+and\\s+(?=\\{)");
    private static final Pattern BAR = Pattern.compile("\\|");

    /** How a text is compared. */
    public enum Sign {
        PRESENT("present", false),
        ABSENT("absent", false),
        IN("in", false),
        CONTAINS("contains", false),
        STARTS("starts", false),
        EQUAL("=", false),
        DIFFERENT("!=", false),
        AT_LEAST(">=", true),
        AT_MOST("<=", true),
        MORE(">", true),
        LESS("<", true);

        private final String written;
        private final boolean compares;

        Sign(String written, boolean compares) {
            this.written = written;
            this.compares = compares;
        }

        private static Sign of(String written) {
            for (Sign sign : values()) {
                if (sign.written.equals(written)) {
                    return sign;
                }
            }
            throw new IllegalArgumentException(written);
        }

        private boolean holds(int order) {
            return switch (this) {
                case AT_LEAST -> order >= 0;
                case AT_MOST -> order <= 0;
                case MORE -> order > 0;
                default -> order < 0;
            };
        }
    }

    /** Whose words a text is in. */
    public enum Wording {
        /**
         * A sender's: blanks and full width do not count, an amount may name its unit (but see {@link Answer#UNKNOWN}), and
         * where there is no number the row applies, so that its converter reports what is wrong. {@code 95分} are points.
         */
        SENT,
        /** The same in a column of amounts of money, where {@code 95分} are fen. */
        SENT_AMOUNT,
        /** The canonical model's: exact; where masking made words of a number no size is known. */
        CANONICAL;

        private String word(String text) {
            return this == CANONICAL ? text : Texts.compact(text);
        }

        private boolean isOther(Amounts.@Nullable Unit unit) {
            return unit != null && unit != Amounts.Unit.YUAN && (this == SENT_AMOUNT || unit != Amounts.Unit.FEN);
        }
    }

    /** Whether it holds. */
    public enum Answer {
        HOLDS,
        NOT,
        /**
         * The size of a sender's text cannot be compared, because it names a unit other than yuan and the condition has none:
         * 1.05万元 is not known to be more or less than 10000. Nothing, and what is more than nothing, is so in every unit.
         */
        UNKNOWN;

        private static Answer of(boolean holds) {
            return holds ? HOLDS : NOT;
        }
    }

    /**
     * Reads a condition: terms joined by {@code and}, all of which must hold.
     *
     * @throws IllegalArgumentException with the part that is wrong
     */
    public static List<Comparison> parse(String condition) {
        List<Comparison> terms = new ArrayList<>();
        for (String part : JOINED.split(condition)) {
            Matcher matcher = TERM.matcher(part.strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException(part);
            }
            Sign sign = Sign.of(matcher.group(2));
            String right = matcher.group(3).strip();
            boolean needsRight = sign != Sign.PRESENT && sign != Sign.ABSENT;
            BigDecimal number = sign.compares ? Amounts.number(right) : null;
            if (needsRight == right.isEmpty() || sign.compares && number == null) {
                throw new IllegalArgumentException(part);
            }
            terms.add(new Comparison(Placeholder.parse(matcher.group(1)), sign, Set.of(BAR.split(right)), number));
        }
        return List.copyOf(terms);
    }

    /** Whether it holds for what {@link #left} has come to; null where there is nothing. */
    public Answer answer(@Nullable String text, Wording wording) {
        if (number != null) {
            return text == null ? Answer.NOT : compare(text, wording, number);
        }
        return Answer.of(
                switch (sign) {
                    case PRESENT -> text != null;
                    case ABSENT -> text == null;
                    case CONTAINS -> text != null && words.stream().anyMatch(text::contains);
                    case STARTS -> text != null && words.stream().anyMatch(text::startsWith);
                    case DIFFERENT -> text == null || !words.contains(wording.word(text));
                    default -> text != null && words.contains(wording.word(text));
                });
    }

    private Answer compare(String text, Wording wording, BigDecimal wanted) {
        if (wording == Wording.CANONICAL) {
            BigDecimal found = Amounts.number(text);
            return Answer.of(found != null && sign.holds(found.compareTo(wanted)));
        }
        Amounts.Amount amount = Amounts.amount(text);
        if (amount == null) {
            return Answer.HOLDS;
        }
        return wanted.signum() != 0 && wording.isOther(amount.unit())
                ? Answer.UNKNOWN
                : Answer.of(sign.holds(amount.number().compareTo(wanted)));
    }
}
