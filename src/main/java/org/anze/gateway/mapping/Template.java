package org.anze.gateway.mapping;

import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.anze.gateway.mapping.table.TemplateText;
import org.jspecify.annotations.Nullable;

/** A template over columns of the source and canonical values; compiled once. */
final class Template {

    private final TemplateText text;
    private final List<Reference> references;

    private Template(TemplateText text, List<Reference> references) {
        this.text = text;
        this.references = references;
    }

    /**
     * Reads a template.
     *
     * @param made position of a canonical field that is made above; -1 when there is none
     * @param uses what the mapping takes the columns for
     * @throws IllegalArgumentException with the part that is wrong
     */
    static Template parse(String written, ToIntFunction<String> made, ColumnUses uses) {
        TemplateText text = TemplateText.parse(written);
        if (text.placeholders().isEmpty()) {
            throw new IllegalArgumentException("{…}");
        }
        return new Template(
                text,
                text.placeholders().stream()
                        .map(placeholder -> Reference.of(placeholder, made, uses))
                        .toList());
    }

    /** The columns it takes from the source. */
    List<Column> columns() {
        return references.stream()
                .map(Reference::column)
                .filter(Objects::nonNull)
                .toList();
    }

    /** The filled text; null when a part is missing that is not optional. */
    @Nullable
    String fill(TableWork work) {
        return text.fill(i -> references.get(i).text(work));
    }
}
