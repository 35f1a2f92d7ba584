package org.anze.gateway.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** A text with places to fill, such as {@code {#policyNo}-{#startAt:day}}; compiled once. */
final class Template {

    private final List<String> literals;
    private final List<Reference> references;

    private Template(List<String> literals, List<Reference> references) {
        this.literals = literals;
        this.references = references;
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException with the part that is wrong
     */
    static Template parse(String text, ToIntFunction<String> made) {
        List<String> literals = new ArrayList<>();
        List<Reference> references = new ArrayList<>();
        int at = 0;
        while (true) {
            int open = text.indexOf('{', at);
            literals.add(open < 0 ? text.substring(at) : text.substring(at, open));
            if (open < 0) {
                break;
            }
            int close = text.indexOf('}', open);
            if (close < 0) {
                throw new IllegalArgumentException(text.substring(open));
            }
            references.add(Reference.parse(text.substring(open + 1, close), made));
            at = close + 1;
        }
        if (references.isEmpty()) {
            throw new IllegalArgumentException("{…}");
        }
        return new Template(List.copyOf(literals), List.copyOf(references));
    }

    /** The columns it takes from the source. */
    List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        for (Reference reference : references) {
            Column column = reference.column();
            if (column != null) {
                columns.add(column);
            }
        }
        return columns;
    }

    /** The filled text; null when a part is missing that is not optional, because half a key is worse than none. */
    @Nullable
    String fill(TableWork work) {
        StringBuilder text = new StringBuilder(literals.get(0));
        for (int i = 0; i < references.size(); i++) {
            String part = references.get(i).text(work);
            if (part == null && !references.get(i).isOptional()) {
                return null;
            }
            text.append(part == null ? "" : part).append(literals.get(i + 1));
        }
        return text.toString();
    }
}
