package org.anze.gateway.mapping;

import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.anze.gateway.mapping.convert.ConversionProblem;
import org.anze.gateway.mapping.table.Comparison;

/** A condition in braces over columns of the source and canonical values. Compiled once. */
final class WordCondition implements Condition {

    private final List<Term> terms;

    private WordCondition(List<Term> terms) {
        this.terms = terms;
    }

    /** What cannot be told from the sender's text is a finding, and then the condition does not hold. */
    private record Term(Comparison comparison, Reference reference, Comparison.Wording wording) {}

    /**
     * Reads a condition.
     *
     * @param made position of a canonical field that is made above; -1 when there is none
     * @param uses what the mapping takes the columns for
     * @throws IllegalArgumentException with the part that is wrong
     */
    static WordCondition parse(String text, ToIntFunction<String> made, ColumnUses uses) {
        return new WordCondition(Comparison.parse(text).stream()
                .map(term -> new Term(
                        term,
                        Reference.of(term.left(), made, uses),
                        uses.isAmount(term.left().name()) ? Comparison.Wording.SENT_AMOUNT : Comparison.Wording.SENT))
                .toList());
    }

    @Override
    public List<Column> columns() {
        return terms.stream()
                .map(term -> term.reference.column())
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public boolean holds(TableWork work) {
        for (Term term : terms) {
            int before = work.findingCount();
            String text = term.reference.text(work);
            if (work.findingCount() > before) {
                return false;
            }
            Comparison.Answer answer = term.comparison.answer(text, term.wording);
            if (answer == Comparison.Answer.UNKNOWN && text != null) {
                work.report(
                        ConversionProblem.UNIT_NOT_COMPARED,
                        null,
                        work.shown(text),
                        term.comparison.left().name(),
                        term.comparison.number());
            }
            if (answer != Comparison.Answer.HOLDS) {
                return false;
            }
        }
        return true;
    }
}
