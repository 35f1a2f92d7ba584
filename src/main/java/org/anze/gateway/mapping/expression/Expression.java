package org.anze.gateway.mapping.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.NullableType;
import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One compiled expression. Immutable and safe for many threads. */
public final class Expression {

    /** Steps of all loops of one evaluation together. */
    public static final int MOST_ITERATIONS = 1000;
    /** Characters of a text that goes into an expression or is made by one. */
    public static final int LONGEST_TEXT = 10_000;

    private final CelRuntime.Program program;
    private final Result result;
    private final Set<String> texts;
    private final Set<String> lists;
    private final Set<String> made;

    Expression(
            CelRuntime.Program program,
            CelAbstractSyntaxTree tree,
            Set<String> texts,
            Set<String> lists,
            Set<String> made) {
        this.program = program;
        this.result = Result.of(tree.getResultType());
        this.texts = Set.copyOf(texts);
        this.lists = Set.copyOf(lists);
        this.made = Set.copyOf(made);
    }

    /** What an expression makes. */
    public enum Result {
        /** True or false. */
        TRUTH,
        /** One text or whole number. */
        VALUE,
        /** Several of them. */
        VALUES,
        /** Anything else, which no field can take. */
        OTHER;

        private static Result of(CelType type) {
            if (type instanceof ListType list && list.hasElemType()) {
                return of(list.elemType()) == VALUE ? VALUES : OTHER;
            }
            return switch (type.kind()) {
                case BOOL -> TRUTH;
                case STRING, INT, NULL_TYPE -> VALUE;
                case LIST -> OTHER;
                default -> isNullable(type) ? VALUE : OTHER;
            };
        }

        private static boolean isNullable(CelType type) {
            return type instanceof NullableType nullable
                    && (nullable.targetType().kind() == CelKind.STRING
                            || nullable.targetType().kind() == CelKind.INT);
        }
    }

    /** What the expression makes, as far as can be told before it runs. */
    public Result result() {
        return result;
    }

    /** The columns it looks at, in alphabetical order. */
    public List<String> columns() {
        return Stream.concat(texts.stream(), lists.stream()).distinct().sorted().toList();
    }

    /** The canonical fields it looks at. */
    public Set<String> made() {
        return made;
    }

    /** Where an evaluation takes its values from. */
    public interface Values {

        /** The text under a column; null when there is none. */
        @Nullable
        String text(String column);

        /** Every text under a column that repeats. */
        List<String> texts(String column);

        /** A canonical value that a row above has made; null when it has none. */
        @Nullable
        Object made(String field);

        /** The item that {@code @each} has come to; empty when it is no text. */
        String item();

        /** Its number, from 1. */
        long number();

        /** Identifier of the sender. */
        String sender();
    }

    /**
     * What came out.
     *
     * @param value a text, whole number, truth value or list of them without nulls; null when there is none or the evaluation failed
     * @param failure why it failed, as a word without any value of the record; null when it did not
     */
    public record Outcome(@Nullable Object value, @Nullable String failure) {}

    /** Evaluates for one record. */
    public Outcome evaluate(Values values) {
        Map<String, String> row = new HashMap<>();
        for (String column : texts) {
            String text = values.text(column);
            if (text != null && text.length() > LONGEST_TEXT) {
                return new Outcome(null, "text too long");
            }
            row.put(column, text == null ? "" : text);
        }
        Map<String, List<String>> all = new HashMap<>();
        for (String column : lists) {
            List<String> found = values.texts(column);
            if (found.size() > MOST_ITERATIONS || found.stream().anyMatch(text -> text.length() > LONGEST_TEXT)) {
                return new Outcome(null, "text too long");
            }
            all.put(column, found);
        }
        try {
            Object value = program.eval(name -> Optional.of(variable(name, row, all, values)));
            if (value instanceof List<?> list) {
                return list.size() > MOST_ITERATIONS
                        ? new Outcome(null, "too many parts")
                        : new Outcome(withoutNulls(list), null);
            }
            return new Outcome(value instanceof NullValue ? null : value, null);
        } catch (CelEvaluationException e) {
            // The library's own words quote values of the record; its code does not, and neither do the words of ours.
            return new Outcome(null, reason(e));
        }
    }

    /** A part without a value keeps its place as an empty text, as a missing cell does. */
    private static List<?> withoutNulls(List<?> list) {
        return list.contains(NullValue.NULL_VALUE)
                ? list.stream()
                        .map(part -> part instanceof NullValue ? "" : part)
                        .toList()
                : list;
    }

    private static String reason(CelEvaluationException failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (cause instanceof Refused refused) {
                return String.valueOf(refused.getMessage());
            }
            cause = cause.getCause();
        }
        return failure.getErrorCode().name();
    }

    private static Object variable(String name, Map<String, String> row, Map<String, List<String>> all, Values values) {
        switch (name) {
            case "row":
                return row;
            case "values":
                return all;
            case "item":
                return values.item();
            case "number":
                return values.number();
            case "sender":
                return values.sender();
            default:
                Object made = values.made(name.substring(Expressions.MADE.length()));
                return made == null ? NullValue.NULL_VALUE : made;
        }
    }
}
