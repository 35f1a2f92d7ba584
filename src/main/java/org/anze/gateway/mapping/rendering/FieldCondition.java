package org.anze.gateway.mapping.rendering;

import java.util.List;
import java.util.function.Predicate;
import org.anze.gateway.mapping.table.Comparison;

/**
 * When a row of an outbound table applies: a condition in braces over canonical values, {@code {#status} in 已结案|处理中}.
 * Values are those of canonical JSON. Immutable.
 */
final class FieldCondition {

    /** Holds for every record. */
    static final FieldCondition ALWAYS = new FieldCondition(List.of());

    private final List<Comparison> terms;

    private FieldCondition(List<Comparison> terms) {
        this.terms = terms;
    }

    /**
     * Reads a condition. Terms about the row's own column are passed over: they say when the column is filled, and
     * going out that is when there is a value.
     *
     * @throws IllegalArgumentException with the part that is wrong
     */
    static FieldCondition parse(String text, String ownColumn, Predicate<String> fields) {
        List<Comparison> terms = Comparison.parse(text).stream()
                .filter(term -> !term.left().written().equals(ownColumn))
                .toList();
        terms.forEach(term -> FieldText.check(term.left(), fields));
        return new FieldCondition(terms);
    }

    /** Whether it can be told: nothing follows from a value that is withheld. */
    boolean isKnown(RecordView view) {
        return terms.stream().noneMatch(term -> view.isWithheld(term.left().field()));
    }

    boolean holds(RecordView view) {
        for (Comparison term : terms) {
            String text = FieldText.text(term.left(), view);
            if (term.answer(text, Comparison.Wording.CANONICAL) != Comparison.Answer.HOLDS) {
                return false;
            }
        }
        return true;
    }

    /** Whether it says nothing about canonical values. */
    boolean isEmpty() {
        return terms.isEmpty();
    }
}
