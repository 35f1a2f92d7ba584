package org.anze.gateway.mapping;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anze.gateway.mapping.convert.Amounts;
import org.anze.gateway.mapping.convert.Texts;
import org.jspecify.annotations.Nullable;

/**
 * A condition in braces: {@code {预付} > 0}, {@code {机构} present}, {@code {类型} in 1|2}, joined by {@code and}. Compiled once.
 */
final class WordCondition implements Condition {

    private static final Pattern TERM =
            Pattern.compile("\\{([^{}]+)\\}\\s*(present|absent|in|contains|starts|=|!=|>=|<=|>|<)\\s*(.*)");
    private static final Pattern JOINED = Pattern.compile("\\s+and\\s+(?=\\{)");

    private final List<Term> terms;

    private WordCondition(List<Term> terms) {
        this.terms = terms;
    }

    /**
     * Reads a condition.
     *
     * @throws IllegalArgumentException with the part that is wrong
     */
    static WordCondition parse(String text, ToIntFunction<String> made) {
        List<Term> terms = new ArrayList<>();
        for (String part : JOINED.split(text)) {
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
            terms.add(new Term(Reference.parse(matcher.group(1), made), sign, Set.of(right.split("\\|")), number));
        }
        return new WordCondition(List.copyOf(terms));
    }

    @Override
    public List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        for (Term term : terms) {
            Column column = term.reference.column();
            if (column != null) {
                columns.add(column);
            }
        }
        return columns;
    }

    @Override
    public boolean holds(TableWork work) {
        for (Term term : terms) {
            if (!term.holds(work)) {
                return false;
            }
        }
        return true;
    }

    private enum Sign {
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

        static Sign of(String written) {
            for (Sign sign : values()) {
                if (sign.written.equals(written)) {
                    return sign;
                }
            }
            throw new IllegalArgumentException(written);
        }
    }

    private record Term(
            Reference reference,
            Sign sign,
            Set<String> words,
            @Nullable BigDecimal number) {

        boolean holds(TableWork work) {
            String text = reference.text(work);
            return switch (sign) {
                case PRESENT -> text != null;
                case ABSENT -> text == null;
                case EQUAL, IN -> text != null && words.contains(Texts.compact(text));
                case CONTAINS -> text != null && words.stream().anyMatch(text::contains);
                case STARTS -> text != null && words.stream().anyMatch(text::startsWith);
                case DIFFERENT -> text == null || !words.contains(Texts.compact(text));
                default -> text != null && compares(text);
            };
        }

        private boolean compares(String text) {
            Amounts.Amount amount = Amounts.amount(text);
            if (amount == null || number == null) {
                // The row applies, so that its converter reports what is wrong with the number.
                return true;
            }
            int order = amount.number().compareTo(number);
            return switch (sign) {
                case AT_LEAST -> order >= 0;
                case AT_MOST -> order <= 0;
                case MORE -> order > 0;
                default -> order < 0;
            };
        }
    }
}
