package org.anze.gateway.mapping.expression;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.mapping.convert.BoundedPattern;
import org.anze.gateway.record.FieldType;

/** Compiles expressions against the fields that the rows above have made. */
public final class Expressions {

    /** Prefix of the variables that stand for canonical fields. */
    static final String MADE = "field.";

    private static final int LONGEST_EXPRESSION = 1000;
    private static final String ROW = "row";
    private static final String VALUES = "values";

    /** What is left of the language's own functions: no clock, no binary numbers with fractions, no bytes. */
    private static final Set<StandardFunction> KEPT = Set.of(
            StandardFunction.IN,
            StandardFunction.CONDITIONAL,
            StandardFunction.LOGICAL_NOT,
            StandardFunction.LOGICAL_OR,
            StandardFunction.LOGICAL_AND,
            StandardFunction.NOT_STRICTLY_FALSE,
            StandardFunction.EQUALS,
            StandardFunction.NOT_EQUALS,
            StandardFunction.ADD,
            StandardFunction.SUBTRACT,
            StandardFunction.MULTIPLY,
            StandardFunction.DIVIDE,
            StandardFunction.MODULO,
            StandardFunction.NEGATE,
            StandardFunction.INDEX,
            StandardFunction.SIZE,
            StandardFunction.STRING,
            StandardFunction.CONTAINS,
            StandardFunction.ENDS_WITH,
            StandardFunction.STARTS_WITH,
            StandardFunction.LESS,
            StandardFunction.LESS_EQUALS,
            StandardFunction.GREATER,
            StandardFunction.GREATER_EQUALS);

    private static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .maxExpressionCodePointSize(LONGEST_EXPRESSION)
            .maxParseRecursionDepth(32)
            .comprehensionMaxIterations(Expression.MOST_ITERATIONS)
            .build();

    private Expressions() {}

    /** Made when the first expression is met: gateways without any do not load the library. */
    private static final class Library {
        private static final CelStandardDeclarations DECLARATIONS = CelStandardDeclarations.newBuilder()
                .filterFunctions((function, overload) -> KEPT.contains(function) && Functions.isKept(overload))
                .build();
        private static final CelRuntime RUNTIME = CelRuntimeFactory.plannerRuntimeBuilder()
                .setOptions(OPTIONS)
                .addFunctionBindings(Functions.bindings())
                .build();
    }

    /**
     * Compiles and checks.
     *
     * @param made canonical fields that are made above, with their types
     * @param items whether {@code item} and {@code number} mean something here
     * @throws IllegalArgumentException with the character and what is wrong there
     */
    public static Expression compile(String text, Map<String, FieldType> made, boolean items) {
        CelValidationResult checked = compiler(made, items).compile(text);
        if (checked.hasError()) {
            CelIssue first = checked.getErrors().get(0);
            int candidates = first.getMessage().indexOf(" (candidates");
            throw wrong(
                    first.getSourceLocation().getColumn() + 1,
                    candidates < 0 ? first.getMessage() : first.getMessage().substring(0, candidates));
        }
        try {
            CelAbstractSyntaxTree tree = checked.getAst();
            Set<String> texts = new HashSet<>();
            Set<String> lists = new HashSet<>();
            CelNavigableAst.fromAst(tree).getRoot().allNodes().forEach(node -> {
                collect(node, texts, lists);
                checkPattern(node.expr(), tree.getSource().getPositionsMap());
            });
            Set<String> used = new HashSet<>();
            tree.getReferenceMap().values().forEach(reference -> {
                if (reference.name().startsWith(MADE)) {
                    used.add(reference.name().substring(MADE.length()));
                }
            });
            return new Expression(Library.RUNTIME.createProgram(tree), tree, texts, lists, used);
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Names of the functions that are not operators, for the manual. */
    public static List<String> functions() {
        return Functions.declarations().stream()
                .map(CelFunctionDecl::name)
                .filter(name -> !name.startsWith("_"))
                .distinct()
                .sorted()
                .toList();
    }

    private static IllegalArgumentException wrong(int character, String message) {
        return new IllegalArgumentException(character + ": " + message);
    }

    private static CelCompiler compiler(Map<String, FieldType> made, boolean items) {
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardEnvironmentEnabled(false)
                .setStandardDeclarations(Library.DECLARATIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addFunctionDeclarations(Functions.declarations())
                .addVar(ROW, MapType.create(SimpleType.STRING, SimpleType.STRING))
                .addVar(VALUES, MapType.create(SimpleType.STRING, ListType.create(SimpleType.STRING)))
                .addVar("sender", SimpleType.STRING);
        if (items) {
            builder.addVar("item", SimpleType.STRING).addVar("number", SimpleType.INT);
        }
        made.forEach((field, type) -> {
            if (type != FieldType.OBJECTS) {
                builder.addVar(MADE + field, typeOf(type));
            }
        });
        return builder.build();
    }

    private static CelType typeOf(FieldType type) {
        return switch (type) {
            case INTEGER, MONEY, PERCENT -> NullableType.create(SimpleType.INT);
            case BOOLEAN -> NullableType.create(SimpleType.BOOL);
            case TEXTS -> ListType.create(SimpleType.STRING);
            default -> NullableType.create(SimpleType.STRING);
        };
    }

    /** Remembers which columns are looked at; a column must be written out, so that it can be checked before the first file. */
    private static void collect(CelNavigableExpr node, Set<String> texts, Set<String> lists) {
        CelExpr expression = node.expr();
        if (expression.getKind() != CelExpr.ExprKind.Kind.IDENT) {
            return;
        }
        String name = expression.ident().name();
        if (!name.equals(ROW) && !name.equals(VALUES)) {
            return;
        }
        String column = node.parent().map(Expressions::column).orElse("");
        if (column.isEmpty()) {
            throw new IllegalArgumentException(name + "[\"…\"]");
        }
        (name.equals(ROW) ? texts : lists).add(column);
    }

    /** A pattern that is written out is read now: a wrong one would fail for every record. */
    private static void checkPattern(CelExpr call, Map<Long, Integer> positions) {
        boolean takesPattern = call.getKind() == CelExpr.ExprKind.Kind.CALL
                && Set.of(Functions.PART, Functions.MATCHES)
                        .contains(call.call().function());
        if (!takesPattern) {
            return;
        }
        List<CelExpr> arguments = call.call().args();
        CelExpr pattern = arguments.get(arguments.size() - 1);
        if (pattern.getKind() == CelExpr.ExprKind.Kind.CONSTANT) {
            try {
                BoundedPattern.of(pattern.constant().stringValue());
            } catch (IllegalArgumentException e) {
                throw wrong(positions.getOrDefault(pattern.id(), 0) + 1, String.valueOf(e.getMessage()));
            }
        }
    }

    private static String column(CelNavigableExpr parent) {
        CelExpr expression = parent.expr();
        if (expression.getKind() == CelExpr.ExprKind.Kind.SELECT) {
            return expression.select().testOnly() ? "" : expression.select().field();
        }
        if (expression.getKind() != CelExpr.ExprKind.Kind.CALL
                || !expression.call().function().equals("_[_]")) {
            return "";
        }
        List<CelExpr> arguments = expression.call().args();
        CelExpr key = arguments.get(1);
        boolean written = key.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && key.constant().getKind() == CelConstant.Kind.STRING_VALUE;
        return written ? key.constant().stringValue() : "";
    }
}
