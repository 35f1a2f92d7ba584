package org.anze.gateway.mapping.rendering;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anze.gateway.mapping.convert.Amounts;
import org.jspecify.annotations.Nullable;

/**
 * When a row of an outbound table applies: {@code {#paid} > 0}, {@code {#agency} present}, {@code {#status} in
 * 已结案|处理中}, joined by {@code and}. Values are those of canonical JSON.
 */
final class FieldCondition {

    private static final Pattern TERM = Pattern.compile("\\{([^{}]+)\\}\\s*(present|absent|in|!=|>=|<=|=|>|<)\\s*(.*)");
    private static final Pattern JOINED = Pattern.compile("\\s+and\\s+(?=\\{)");

    /** Holds for every record. */
    static final FieldCondition ALWAYS = new FieldCondition(List.of());

    private final List<Term> terms;

    private FieldCondition(List<Term> terms) {
        this.terms = terms;
    }

    private record Term(
            FieldText.Reference reference,
            String sign,
            Set<String> words,
            @Nullable BigDecimal number) {

        boolean holds(RecordView view) {
            String text = reference.text(view);
            return switch (sign) {
                case "present" -> text != null;
                case "absent" -> text == null;
                case "=", "in" -> text != null && words.contains(text);
                case "!=" -> text == null || !words.contains(text);
                default -> text != null && compares(text);
            };
        }

        private boolean compares(String text) {
            BigDecimal left = Amounts.number(text);
            if (left == null || number == null) {
                return false;
            }
            int order = left.compareTo(number);
            return switch (sign) {
                case ">=" -> order >= 0;
                case "<=" -> order <= 0;
                case ">" -> order > 0;
                default -> order < 0;
            };
        }
    }

    /**
     * Reads a condition. Terms about the row's own column are passed over: they say when the column is filled, and
     * going out that is when there is a value.
     *
     * @throws IllegalArgumentException with the part that is wrong
     */
    static FieldCondition parse(String text, String ownColumn, Predicate<String> fields) {
        List<Term> terms = new ArrayList<>();
        for (String part : JOINED.split(text)) {
            Matcher matcher = TERM.matcher(part.strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException(part);
            }
            if (matcher.group(1).equals(ownColumn)) {
                continue;
            }
            String sign = matcher.group(2);
            String right = matcher.group(3).strip();
            boolean compares = sign.contains(">") || sign.contains("<");
            boolean needsRight = !sign.equals("present") && !sign.equals("absent");
            BigDecimal number = compares ? Amounts.number(right) : null;
            if (needsRight == right.isEmpty() || compares && number == null) {
                throw new IllegalArgumentException(part);
            }
            terms.add(new Term(
                    FieldText.Reference.parse(matcher.group(1), fields), sign, Set.of(right.split("\\|")), number));
        }
        return new FieldCondition(List.copyOf(terms));
    }

    boolean holds(RecordView view) {
        for (Term term : terms) {
            if (!term.holds(view)) {
                return false;
            }
        }
        return true;
    }

    /** Whether it says nothing about canonical values. */
    boolean isEmpty() {
        return terms.isEmpty();
    }
}
