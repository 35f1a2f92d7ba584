package org.anze.gateway.mapping.expression;

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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.anze.gateway.mapping.convert.Texts;

/**
 * The functions of expressions beside the language's operators. Each refuses what it would have to guess, and texts that grow
 * too long; the library hands a {@link Refused} on as the cause of the failed evaluation. {@code matches} is ours, too: the
 * language's own compiles its pattern for every value and unfolds repeats without limit.
 */
final class Functions {

    /** These take a pattern as their last argument. */
    static final String PART = "part";

    static final String MATCHES = "matches";

    private static final CelType TEXT = SimpleType.STRING;
    private static final CelType TRUTH = SimpleType.BOOL;
    private static final CelType WHOLE = SimpleType.INT;
    private static final CelType TEXTS = ListType.create(SimpleType.STRING);
    private static final CelType WHOLES = ListType.create(SimpleType.INT);
    private static final CelType LIST = ListType.create(TypeParamType.create("A"));

    /** Joining is ours: the language's own has no limit, and a chain of loops could double a text or list sixty times. */
    private static final Set<StandardOverload> REPLACED = Set.of(Arithmetic.ADD_STRING, Arithmetic.ADD_LIST);

    private static final List<Function> ALL = List.of(
            global("_+_", "join_two_texts", TEXT, a -> TextFunctions.bounded(text(a, 0) + text(a, 1)), TEXT, TEXT),
            global(
                    "_+_",
                    "join_two_lists",
                    LIST,
                    a -> ListFunctions.joined((List<?>) a[0], (List<?>) a[1]),
                    LIST,
                    LIST),
            global("fen", "fen_text", WHOLE, a -> ValueFunctions.fen(text(a, 0), text(a, 1)), TEXT, TEXT),
            global("whole", "whole_text", WHOLE, a -> ValueFunctions.whole(text(a, 0)), TEXT),
            global("sum", "sum_wholes", WHOLE, a -> ListFunctions.sum((List<?>) a[0]), WHOLES),
            global("day", "day_text", TEXT, a -> ValueFunctions.day(text(a, 0)), TEXT),
            global("plusDays", "plus_days", TEXT, a -> plus(a, ChronoUnit.DAYS), TEXT, WHOLE),
            global("plusMonths", "plus_months", TEXT, a -> plus(a, ChronoUnit.MONTHS), TEXT, WHOLE),
            global("digits", "digits_text", TEXT, a -> TextFunctions.digits(text(a, 0)), TEXT),
            global("half", "half_text", TEXT, a -> TextFunctions.bounded(Texts.compact(text(a, 0))), TEXT),
            global("present", "present_text", TRUTH, a -> TextFunctions.present(text(a, 0)), TEXT),
            global(PART, "part_text", TEXT, a -> TextFunctions.part(text(a, 0), text(a, 1)), TEXT, TEXT),
            global(MATCHES, "matches_in", TRUTH, a -> TextFunctions.matches(text(a, 0), text(a, 1)), TEXT, TEXT),
            member(MATCHES, "text_matches", TRUTH, a -> TextFunctions.matches(text(a, 0), text(a, 1)), TEXT, TEXT),
            member("trim", "trim_text", TEXT, a -> Texts.trim(text(a, 0)), TEXT),
            member("upper", "upper_text", TEXT, a -> text(a, 0).toUpperCase(Locale.ROOT), TEXT),
            member(
                    "substring",
                    "substring_from",
                    TEXT,
                    a -> TextFunctions.piece(text(a, 0), number(a, 1), -1),
                    TEXT,
                    WHOLE),
            member(
                    "substring",
                    "substring_from_to",
                    TEXT,
                    a -> TextFunctions.piece(text(a, 0), number(a, 1), number(a, 2)),
                    TEXT,
                    WHOLE,
                    WHOLE),
            member("indexOf", "index_of_text", WHOLE, a -> (long) text(a, 0).indexOf(text(a, 1)), TEXT, TEXT),
            member(
                    "replace",
                    "replace_text",
                    TEXT,
                    a -> TextFunctions.replace(text(a, 0), text(a, 1), text(a, 2)),
                    TEXT,
                    TEXT,
                    TEXT),
            member("split", "split_text", TEXTS, a -> TextFunctions.split(text(a, 0), text(a, 1)), TEXT, TEXT),
            member("join", "join_texts", TEXT, a -> TextFunctions.join((List<?>) a[0], text(a, 1)), TEXTS, TEXT));

    private Functions() {}

    private record Function(CelFunctionDecl declaration, CelFunctionBinding binding) {}

    private static Function global(
            String name, String id, CelType result, CelFunctionOverload body, CelType... arguments) {
        return function(name, CelOverloadDecl.newGlobalOverload(id, result, arguments), body);
    }

    private static Function member(
            String name, String id, CelType result, CelFunctionOverload body, CelType... arguments) {
        return function(name, CelOverloadDecl.newMemberOverload(id, result, arguments), body);
    }

    private static Function function(String name, CelOverloadDecl overload, CelFunctionOverload body) {
        List<Class<?>> classes = new ArrayList<>();
        for (CelType argument : overload.parameterTypes()) {
            classes.add(argument.equals(TEXT) ? String.class : argument.equals(WHOLE) ? Long.class : List.class);
        }
        return new Function(
                CelFunctionDecl.newFunctionDeclaration(name, overload),
                CelFunctionBinding.from(overload.overloadId(), classes, body));
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

    private static String plus(Object[] arguments, ChronoUnit unit) {
        return ValueFunctions.plus(text(arguments, 0), number(arguments, 1), unit);
    }
}
