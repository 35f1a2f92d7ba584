package org.anze.gateway.mapping.rendering;

import java.util.List;
import java.util.function.Predicate;
import org.anze.gateway.mapping.table.Placeholder;
import org.anze.gateway.mapping.table.TemplateText;
import org.jspecify.annotations.Nullable;

/** A template over canonical values. They are those of canonical JSON: money in fen. */
final class FieldText {

    private final TemplateText text;

    private FieldText(TemplateText text) {
        this.text = text;
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException with the part that is wrong
     */
    static FieldText parse(String written, Predicate<String> fields) {
        TemplateText text = TemplateText.parse(written);
        text.placeholders().forEach(placeholder -> check(placeholder, fields));
        return new FieldText(text);
    }

    /**
     * Refuses what is no canonical value.
     *
     * @throws IllegalArgumentException with the name
     */
    static void check(Placeholder placeholder, Predicate<String> fields) {
        if (!placeholder.isField() || !fields.test(placeholder.field())) {
            throw placeholder.wrong();
        }
    }

    /** The canonical values it is made of. */
    List<String> fields() {
        return text.placeholders().stream().map(Placeholder::field).toList();
    }

    /** The filled text; null when a part is missing that is not optional. */
    @Nullable
    String fill(RecordView view) {
        return text.fill(i -> text(text.placeholders().get(i), view));
    }

    /** The text for one placeholder; null when the value is absent or withheld. */
    static @Nullable String text(Placeholder placeholder, RecordView view) {
        String field = placeholder.field();
        boolean isField = view.definition().position(field) >= 0;
        Object value = isField ? view.value(field) : view.envelope().get(field);
        if (value == null) {
            return null;
        }
        return placeholder.shape(Plain.text(value instanceof Boolean ? value.toString() : value));
    }
}
