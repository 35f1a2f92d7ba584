package org.anze.gateway.mapping.rendering;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A template over canonical values, such as {@code {#policyNo}-{#startAt:day}}, with {@code :day}, {@code :second} and
 * {@code :digits} as in inbound tables. Values are those of canonical JSON: money in fen.
 */
final class FieldText {

    private final List<String> literals;
    private final List<Reference> references;

    private FieldText(List<String> literals, List<Reference> references) {
        this.literals = literals;
        this.references = references;
    }

    /** One {@code {#field}}. */
    record Reference(String field, int digits) {

        private static final int ALL = 0;
        private static final int AS_IS = -1;
        private static final int DAY = 8;
        private static final int SECOND = 14;

        /**
         * Reads the text between the braces.
         *
         * @throws IllegalArgumentException with the name that is no canonical field
         */
        static Reference parse(String text, Predicate<String> fields) {
            int digits = AS_IS;
            String name = text;
            if (text.endsWith(":day")) {
                digits = DAY;
            } else if (text.endsWith(":second")) {
                digits = SECOND;
            } else if (text.endsWith(":digits")) {
                digits = ALL;
            }
            if (digits != AS_IS) {
                name = text.substring(0, text.lastIndexOf(':'));
            }
            if (!name.startsWith("#") || !fields.test(name.substring(1))) {
                throw new IllegalArgumentException("{" + text + "}");
            }
            return new Reference(name.substring(1), digits);
        }

        /** Null when the value is absent or withheld. */
        @Nullable
        String text(RecordView view) {
            Object own = view.value(field);
            boolean isField = view.definition().position(field) >= 0;
            Object value = isField ? own : view.envelope().get(field);
            if (value == null) {
                return null;
            }
            String text = Plain.text(value instanceof Boolean ? value.toString() : value);
            if (digits == AS_IS) {
                return text;
            }
            String only = text.replaceAll("[^0-9]", "");
            return digits == ALL ? only : only.substring(0, Math.min(digits, only.length()));
        }
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException with the part that is wrong
     */
    static FieldText parse(String text, Predicate<String> fields) {
        List<String> literals = new ArrayList<>();
        List<Reference> references = new ArrayList<>();
        int at = 0;
        while (true) {
            int open = text.indexOf('{', at);
            literals.add(open < 0 ? text.substring(at) : text.substring(at, open));
            if (open < 0) {
                return new FieldText(List.copyOf(literals), List.copyOf(references));
            }
            int close = text.indexOf('}', open);
            if (close < 0) {
                throw new IllegalArgumentException(text.substring(open));
            }
            references.add(Reference.parse(text.substring(open + 1, close), fields));
            at = close + 1;
        }
    }

    /** The filled text; null when one of its parts is missing. */
    @Nullable
    String fill(RecordView view) {
        StringBuilder text = new StringBuilder(literals.get(0));
        for (int i = 0; i < references.size(); i++) {
            String part = references.get(i).text(view);
            if (part == null) {
                return null;
            }
            text.append(part).append(literals.get(i + 1));
        }
        return text.toString();
    }
}
