package org.anze.gateway.access;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.Scope;
import org.jspecify.annotations.Nullable;

/**
 * A condition on the fields of a record, written in CEL ({@code level == "重大" && state != "CLOSED"}) and compiled when the
 * agreement is read. Its variables are the fields of the type up to class 3, absent ones being {@code null}, and {@code
 * scope.riskRegion}, {@code scope.sector}, {@code scope.insurer}. Immutable; safe for several threads.
 *
 * <p>Fields about persons cannot be named: whether a record is given would tell their value.
 */
public final class RowCondition {

    private static final int LONGEST = 1000;
    private static final int MOST_ITERATIONS = 1000;
    private static final int PERSONAL = 4;
    private static final String SCOPE = "scope.";

    /** Comparison, logic, membership and parts of texts; nothing that reads a clock or computes. */
    private static final Set<StandardFunction> KEPT = Set.of(
            StandardFunction.IN,
            StandardFunction.CONDITIONAL,
            StandardFunction.LOGICAL_NOT,
            StandardFunction.LOGICAL_OR,
            StandardFunction.LOGICAL_AND,
            StandardFunction.NOT_STRICTLY_FALSE,
            StandardFunction.EQUALS,
            StandardFunction.NOT_EQUALS,
            StandardFunction.SIZE,
            StandardFunction.CONTAINS,
            StandardFunction.ENDS_WITH,
            StandardFunction.STARTS_WITH,
            StandardFunction.LESS,
            StandardFunction.LESS_EQUALS,
            StandardFunction.GREATER,
            StandardFunction.GREATER_EQUALS);

    private static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .maxExpressionCodePointSize(LONGEST)
            .maxParseRecursionDepth(32)
            .comprehensionMaxIterations(MOST_ITERATIONS)
            .build();

    private final String text;
    private final Set<String> fields;
    private final CelRuntime.Program program;

    private RowCondition(String text, Set<String> fields, CelRuntime.Program program) {
        this.text = text;
        this.fields = fields;
        this.program = program;
    }

    /** Made when the first condition is met: gateways without any do not load the library. */
    private static final class Library {
        private static final CelStandardDeclarations DECLARATIONS = CelStandardDeclarations.newBuilder()
                .filterFunctions((function, overload) -> KEPT.contains(function))
                .build();
        private static final CelRuntime RUNTIME =
                CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).build();
    }

    /**
     * Compiles and checks.
     *
     * @throws IllegalArgumentException with the character and what is wrong there
     */
    static RowCondition compile(String text, RecordDefinition definition) {
        CelValidationResult checked = compiler(definition).build().compile(text);
        if (checked.hasError()) {
            CelIssue first = checked.getErrors().get(0);
            int candidates = first.getMessage().indexOf(" (candidates");
            String message =
                    candidates < 0 ? first.getMessage() : first.getMessage().substring(0, candidates);
            throw new IllegalArgumentException(first.getSourceLocation().getColumn() + 1 + ": " + message);
        }
        try {
            CelAbstractSyntaxTree tree = checked.getAst();
            if (tree.getResultType().kind() != CelKind.BOOL) {
                throw new IllegalArgumentException("1: not true or false");
            }
            Set<String> fields = new TreeSet<>();
            tree.getReferenceMap().values().forEach(reference -> {
                if (definition.field(reference.name()).isPresent()) {
                    fields.add(reference.name());
                }
            });
            return new RowCondition(text, Set.copyOf(fields), Library.RUNTIME.createProgram(tree));
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static CelCompilerBuilder compiler(RecordDefinition definition) {
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardEnvironmentEnabled(false)
                .setStandardDeclarations(Library.DECLARATIONS)
                .setStandardMacros(CelStandardMacro.ALL, CelStandardMacro.EXISTS)
                .addVar(SCOPE + "riskRegion", NullableType.create(SimpleType.STRING))
                .addVar(SCOPE + "sector", NullableType.create(SimpleType.STRING))
                .addVar(SCOPE + "insurer", SimpleType.STRING);
        for (FieldDefinition field : definition.fields()) {
            if (field.type() != FieldType.OBJECTS && field.sensitivity() < PERSONAL) {
                builder.addVar(field.name(), typeOf(field.type()));
            }
        }
        return builder;
    }

    private static CelType typeOf(FieldType type) {
        return switch (type) {
            case INTEGER, MONEY, PERCENT -> NullableType.create(SimpleType.INT);
            case BOOLEAN -> NullableType.create(SimpleType.BOOL);
            case TEXTS -> ListType.create(SimpleType.STRING);
            default -> NullableType.create(SimpleType.STRING);
        };
    }

    /** As it stands in the file. */
    public String text() {
        return text;
    }

    /** The fields it names; only their units are opened to decide. */
    public Set<String> fields() {
        return fields;
    }

    /**
     * Whether it holds. One that cannot be evaluated, because an absent amount is compared say, does not; but a value that cannot
     * be read just now is the reader's exception, and nothing is decided.
     */
    boolean holds(Facts facts, RecordDefinition definition) {
        if (!fields.isEmpty() && !facts.readable()) {
            // Nothing is known of the record any more, and "unlike" must not pass for that.
            return false;
        }
        Map<String, Object> values = new HashMap<>();
        for (String field : fields) {
            // Here, and not while it is evaluated: there a store that is away for a moment would pass for "does not
            // hold".
            values.put(field, value(field, facts, definition));
        }
        try {
            return Boolean.TRUE.equals(program.eval(name -> Optional.of(
                    name.startsWith(SCOPE)
                            ? ofScope(name, facts.scope())
                            : values.getOrDefault(name, NullValue.NULL_VALUE))));
        } catch (CelEvaluationException e) {
            return false;
        }
    }

    private static Object ofScope(String name, Scope scope) {
        return orNull(
                switch (name.substring(SCOPE.length())) {
                    case "riskRegion" -> scope.riskRegion();
                    case "sector" -> scope.sector();
                    default -> scope.insurer();
                });
    }

    private static Object value(String field, Facts facts, RecordDefinition definition) {
        Object value = facts.value(field);
        boolean list = definition.field(field).filter(FieldDefinition::isList).isPresent();
        return value == null && list ? List.of() : orNull(value);
    }

    private static Object orNull(@Nullable Object value) {
        return value == null ? NullValue.NULL_VALUE : value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowCondition condition && text.equals(condition.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
