package org.anze.gateway.validation;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.anze.gateway.problem.Severity;

/**
 * One row of the table in DOMAIN.md D. Immutable; costs nothing when the record keeps it.
 *
 * @param id such as {@code V-P03}
 * @param source the documents that ask for it; ★ for our own proposals
 * @param check looks at the case and reports what it finds
 */
record Rule(String id, String source, Consumer<Case> check) {

    /**
     * A rule that rejects.
     *
     * @param broken when the record breaks it
     * @param told fields whose values fill the sentence
     */
    static Rule rejects(
            String id, String source, RuleProblem problem, String field, Predicate<Case> broken, String... told) {
        return line(Severity.REJECT, id, source, problem, field, broken, values(told));
    }

    /** A rule that rejects, with its own words for the sentence. */
    static Rule rejects(
            String id,
            String source,
            RuleProblem problem,
            String field,
            Predicate<Case> broken,
            Function<Case, Object[]> told) {
        return line(Severity.REJECT, id, source, problem, field, broken, told);
    }

    /** A rule that warns. */
    static Rule warns(
            String id, String source, RuleProblem problem, String field, Predicate<Case> broken, String... told) {
        return line(Severity.WARNING, id, source, problem, field, broken, values(told));
    }

    /** A rule that warns, with its own words for the sentence. */
    static Rule warns(
            String id,
            String source,
            RuleProblem problem,
            String field,
            Predicate<Case> broken,
            Function<Case, Object[]> told) {
        return line(Severity.WARNING, id, source, problem, field, broken, told);
    }

    /** A rule that only informs. */
    static Rule informs(
            String id,
            String source,
            RuleProblem problem,
            String field,
            Predicate<Case> broken,
            Function<Case, Object[]> told) {
        return line(Severity.INFO, id, source, problem, field, broken, told);
    }

    /** A rule too long for a line: a method that reports what it finds. */
    static Rule of(String id, String source, Consumer<Case> check) {
        return new Rule(id, source, check);
    }

    /** Words for a sentence. */
    static Object[] words(Object... words) {
        return words;
    }

    private static Rule line(
            Severity severity,
            String id,
            String source,
            RuleProblem problem,
            String field,
            Predicate<Case> broken,
            Function<Case, Object[]> told) {
        if (!id.equals(problem.rule()) || severity != problem.text().severity()) {
            throw new IllegalArgumentException(id + " disagrees with the catalogue about " + problem);
        }
        return new Rule(id, source, subject -> {
            if (broken.test(subject)) {
                subject.report(problem, field, told.apply(subject));
            }
        });
    }

    private static Function<Case, Object[]> values(String... fields) {
        return subject -> {
            Object[] words = new Object[fields.length];
            for (int i = 0; i < fields.length; i++) {
                words[i] = subject.words(fields[i]);
            }
            return words;
        };
    }
}
