package org.anze.gateway.mapping.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A text with places to fill, such as {@code {#policyNo}-{#startAt:day}}. Immutable. */
public final class TemplateText {

    private final List<String> literals;
    private final List<Placeholder> placeholders;

    private TemplateText(List<String> literals, List<Placeholder> placeholders) {
        this.literals = List.copyOf(literals);
        this.placeholders = List.copyOf(placeholders);
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException with the part that is wrong
     */
    public static TemplateText parse(String text) {
        List<String> literals = new ArrayList<>();
        List<Placeholder> placeholders = new ArrayList<>();
        int at = 0;
        while (true) {
            int open = text.indexOf('{', at);
            literals.add(open < 0 ? text.substring(at) : text.substring(at, open));
            if (open < 0) {
                return new TemplateText(literals, placeholders);
            }
            int close = text.indexOf('}', open);
            if (close < 0) {
                throw new IllegalArgumentException(text.substring(open));
            }
            placeholders.add(Placeholder.parse(text.substring(open + 1, close)));
            at = close + 1;
        }
    }

    /** The places to fill, in their order. */
    public List<Placeholder> placeholders() {
        return placeholders;
    }

    /**
     * The filled text; null when a part is missing that is not optional, because half a key is worse than none.
     *
     * @param parts gives the text for the placeholder of a number from 0; null when there is none
     */
    public @Nullable String fill(IntFunction<@Nullable String> parts) {
        StringBuilder text = new StringBuilder(literals.get(0));
        for (int i = 0; i < placeholders.size(); i++) {
            String part = parts.apply(i);
            if (part == null && !placeholders.get(i).isOptional()) {
                return null;
            }
            text.append(part == null ? "" : part).append(literals.get(i + 1));
        }
        return text.toString();
    }
}
