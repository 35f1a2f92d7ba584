package org.anze.gateway.mapping.expression;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.checker.CelStandardDeclarations.StandardFunction.Overload.Arithmetic;
import dev.cel.checker.CelStandardDeclarations.StandardOverload;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.anze.gateway.mapping.convert.Amounts;
import org.anze.gateway.mapping.convert.Texts;
import org.anze.gateway.mapping.convert.Times;

/**
 * The functions of expressions beside the language's operators. Each refuses what it would have to guess, and texts that grow
 * too long; the library hands a {@link Refused} on as the cause of the failed evaluation.
 */
final class Functions {

    private static final CelType TEXT = SimpleType.STRING;
    private static final CelType WHOLE = SimpleType.INT;
    private static final CelType TEXTS = ListType.create(SimpleType.STRING);
    private static final CelType WHOLES = ListType.create(SimpleType.INT);
    private static final CelType LIST = ListType.create(TypeParamType.create("A"));
    private static final int MOST_PATTERNS = 200;
    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

    /** Joining is ours: the language's own has no limit, and a chain of loops could double a text or list sixty times. */
    private static final Set<StandardOverload> REPLACED = Set.of(Arithmetic.ADD_STRING, Arithmetic.ADD_LIST);

    private static final List<Function> ALL = List.of(
            function("_+_", "join_two_texts", TEXT, false, a -> bounded(text(a, 0) + text(a, 1)), TEXT, TEXT),
            function("_+_", "join_two_lists", LIST, false, a -> joined((List<?>) a[0], (List<?>) a[1]), LIST, LIST),
            function("fen", "fen_text", WHOLE, false, a -> fen(text(a, 0), text(a, 1)), TEXT, TEXT),
            function("whole", "whole_text", WHOLE, false, a -> whole(text(a, 0)), TEXT),
            function("sum", "sum_wholes", WHOLE, false, a -> sum((List<?>) a[0]), WHOLES),
            function("day", "day_text", TEXT, false, a -> Times.date(day(text(a, 0))), TEXT),
            function(
                    "plusDays",
                    "plus_days",
                    TEXT,
                    false,
                    a -> Times.date(day(text(a, 0)).plusDays(number(a, 1))),
                    TEXT,
                    WHOLE),
            function(
                    "plusMonths",
                    "plus_months",
                    TEXT,
                    false,
                    a -> Times.date(day(text(a, 0)).plusMonths(number(a, 1))),
                    TEXT,
                    WHOLE),
            function("digits", "digits_text", TEXT, false, a -> digits(text(a, 0)), TEXT),
            function("half", "half_text", TEXT, false, a -> bounded(Texts.compact(text(a, 0))), TEXT),
            function("present", "present_text", SimpleType.BOOL, false, a -> present(text(a, 0)), TEXT),
            function("part", "part_text", TEXT, false, a -> part(text(a, 0), text(a, 1)), TEXT, TEXT),
            function("trim", "trim_text", TEXT, true, a -> Texts.trim(text(a, 0)), TEXT),
            function("upper", "upper_text", TEXT, true, a -> text(a, 0).toUpperCase(java.util.Locale.ROOT), TEXT),
            function("substring", "substring_from", TEXT, true, a -> piece(text(a, 0), number(a, 1), -1), TEXT, WHOLE),
            function(
                    "substring",
                    "substring_from_to",
                    TEXT,
                    true,
                    a -> piece(text(a, 0), number(a, 1), number(a, 2)),
                    TEXT,
                    WHOLE,
                    WHOLE),
            function(
                    "indexOf",
                    "index_of_text",
                    WHOLE,
                    true,
                    a -> (long) text(a, 0).indexOf(text(a, 1)),
                    TEXT,
                    TEXT),
            function(
                    "replace",
                    "replace_text",
                    TEXT,
                    true,
                    a -> replace(text(a, 0), text(a, 1), text(a, 2)),
                    TEXT,
                    TEXT,
                    TEXT),
            function("split", "split_text", TEXTS, true, a -> split(text(a, 0), text(a, 1)), TEXT, TEXT),
            function("join", "join_texts", TEXT, true, a -> join((List<?>) a[0], text(a, 1)), TEXTS, TEXT));

    private Functions() {}

    /** Says in words of ours, without any value, why a function gives nothing. */
    static final class Refused extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        Refused(String reason) {
            super(reason);
        }
    }

    private record Function(CelFunctionDecl declaration, String name, CelFunctionBinding binding) {}

    private static Function function(
            String name, String id, CelType result, boolean member, CelFunctionOverload body, CelType... arguments) {
        CelOverloadDecl overload = member
                ? CelOverloadDecl.newMemberOverload(id, result, arguments)
                : CelOverloadDecl.newGlobalOverload(id, result, arguments);
        List<Class<?>> classes = new ArrayList<>();
        for (CelType argument : arguments) {
            classes.add(argument == TEXT ? String.class : argument == WHOLE ? Long.class : List.class);
        }
        return new Function(
                CelFunctionDecl.newFunctionDeclaration(name, overload),
                name,
                CelFunctionBinding.from(id, classes, body));
    }

    static boolean isKept(StandardOverload overload) {
        return !REPLACED.contains(overload);
    }

    static List<CelFunctionDecl> declarations() {
        return ALL.stream().map(Function::declaration).toList();
    }

    static List<CelFunctionBinding> bindings() {
        return ALL.stream().map(Function::binding).toList();
    }

    private static String text(Object[] arguments, int index) {
        return (String) arguments[index];
    }

    private static long number(Object[] arguments, int index) {
        return (Long) arguments[index];
    }

    private static String bounded(String text) {
        if (text.length() > Expression.LONGEST_TEXT) {
            throw new Refused("text too long");
        }
        return text;
    }

    private static void bounded(List<?> list) {
        if (list.size() > Expression.MOST_ITERATIONS || list.size() < 0) {
            throw new Refused("too many parts");
        }
    }

    /**
     * Two lists as one; loops gather what they make with it, too. What is added counts with everything inside it, because a
     * list of lists grows as fast as a long one.
     */
    private static List<Object> joined(List<?> first, List<?> second) {
        if (first.size() + second.size() > Expression.MOST_ITERATIONS
                || parts(second, -1) > Expression.MOST_ITERATIONS) {
            throw new Refused("too many parts");
        }
        List<Object> joined = new ArrayList<>(first.size() + second.size());
        joined.addAll(first);
        joined.addAll(second);
        return Collections.unmodifiableList(joined);
    }

    /** How many parts there are with this one, those of lists in lists included; stops counting when there are too many. */
    private static int parts(Object value, int before) {
        int count = before + 1;
        Iterable<?> inside = List.of();
        if (value instanceof List<?> list) {
            inside = list;
        } else if (value instanceof Map<?, ?> map) {
            inside = map.values();
        }
        for (Object part : inside) {
            if (count > Expression.MOST_ITERATIONS + 1) {
                break;
            }
            count = parts(part, count);
        }
        return count;
    }

    private static boolean present(String text) {
        return !Texts.isNone(Texts.trim(text));
    }

    /**
     * An amount in fen; what means nothing is zero, so that optional columns can be added up. The unit is one of the names of
     * field tables, or words such as those of column {@code @unit}.
     */
    private static long fen(String text, String unit) {
        if (!present(text)) {
            return 0;
        }
        Amounts.Amount amount = Amounts.amount(text);
        Amounts.Unit named = Amounts.Unit.named(unit);
        Amounts.Unit agreed = named == null ? Amounts.unitIn(unit) : named;
        Amounts.Unit written = amount == null || amount.unit() == null ? agreed : amount.unit();
        Long fen = amount == null || written == null ? null : Amounts.whole(written.toFen(amount.number()));
        if (fen == null) {
            throw new Refused("no amount");
        }
        return fen;
    }

    private static long whole(String text) {
        if (!present(text)) {
            return 0;
        }
        BigDecimal number = Amounts.number(Texts.numeral(text));
        Long whole = number == null ? null : Amounts.whole(number);
        if (whole == null) {
            throw new Refused("no whole number");
        }
        return whole;
    }

    private static long sum(List<?> numbers) {
        long sum = 0;
        bounded(numbers);
        for (Object number : numbers) {
            sum = Math.addExact(sum, (Long) number);
        }
        return sum;
    }

    private static LocalDate day(String text) {
        Times.Moment moment = Times.parse(Texts.trim(text));
        if (moment == null) {
            throw new Refused("no day");
        }
        return moment.at().toLocalDate();
    }

    private static String digits(String text) {
        StringBuilder digits = new StringBuilder();
        for (char c : Texts.halfWidth(text).toCharArray()) {
            if (c >= '0' && c <= '9') {
                digits.append(c);
            }
        }
        return digits.toString();
    }

    /** Group 1 of the first match; empty when there is none. The matcher's time grows with the text only linearly. */
    private static String part(String text, String pattern) {
        Pattern compiled = PATTERNS.get(pattern);
        if (compiled == null) {
            try {
                compiled = Pattern.compile(pattern);
            } catch (PatternSyntaxException e) {
                // Its own words quote the pattern, which may hold a value of the record.
                throw new Refused("pattern");
            }
            if (PATTERNS.size() < MOST_PATTERNS) {
                PATTERNS.put(pattern, compiled);
            }
        }
        Matcher matcher = compiled.matcher(text);
        if (!matcher.find() || matcher.groupCount() < 1) {
            return "";
        }
        String group = matcher.group(1);
        return group == null ? "" : group;
    }

    private static String piece(String text, long from, long to) {
        int end = to < 0 ? text.length() : (int) Math.min(to, text.length());
        if (from < 0 || from > end) {
            throw new Refused("outside of the text");
        }
        return text.substring((int) from, end);
    }

    private static String replace(String text, String old, String by) {
        if (old.isEmpty()) {
            throw new Refused("nothing to replace");
        }
        StringBuilder replaced = new StringBuilder();
        int at = 0;
        for (int next = text.indexOf(old); next >= 0; next = text.indexOf(old, at)) {
            replaced.append(text, at, next).append(by);
            at = next + old.length();
            bounded(replaced.length() > Expression.LONGEST_TEXT ? replaced.toString() : "");
        }
        return bounded(replaced.append(text, at, text.length()).toString());
    }

    private static List<String> split(String text, String separator) {
        if (separator.isEmpty()) {
            throw new Refused("nothing to split at");
        }
        List<String> parts = new ArrayList<>();
        int at = 0;
        for (int next = text.indexOf(separator); next >= 0; next = text.indexOf(separator, at)) {
            parts.add(text.substring(at, next));
            at = next + separator.length();
            if (parts.size() >= Expression.MOST_ITERATIONS) {
                throw new Refused("too many parts");
            }
        }
        parts.add(text.substring(at));
        return parts;
    }

    private static String join(List<?> texts, String separator) {
        StringBuilder joined = new StringBuilder();
        bounded(texts);
        for (Object text : texts) {
            joined.append(joined.isEmpty() ? "" : separator).append((String) text);
            bounded(joined.length() > Expression.LONGEST_TEXT ? joined.toString() : "");
        }
        return joined.toString();
    }
}
