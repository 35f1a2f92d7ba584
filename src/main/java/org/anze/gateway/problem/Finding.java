package org.anze.gateway.problem;

import org.jspecify.annotations.Nullable;

/**
 * One thing that was found about one record or one submission, ready to be shown to its sender.
 *
 * @param code catalogue code
 * @param severity of this finding; a rule's profile may make it differ from the catalogue's
 * @param rule the rule of DOMAIN.md D, such as {@code V-P03}; null for structural problems
 * @param field canonical field name; null when it is about the whole record
 * @param location where it stands in the sender's own file or message
 * @param zh what is wrong, in Chinese; holds no personal value
 * @param en the same in English
 * @param remedyZh what to do, in Chinese
 * @param remedyEn what to do, in English
 */
public record Finding(
        String code,
        Severity severity,
        @Nullable String rule,
        @Nullable String field,
        Location location,
        String zh,
        String en,
        String remedyZh,
        String remedyEn) {

    /** A finding with the severity of its catalogue row. */
    public static Finding of(
            ProblemKind kind, @Nullable String rule, @Nullable String field, Location location, Object... arguments) {
        return of(kind, kind.text().severity(), rule, field, location, arguments);
    }

    /** A finding whose severity a jurisdiction profile decided. */
    public static Finding of(
            ProblemKind kind,
            Severity severity,
            @Nullable String rule,
            @Nullable String field,
            Location location,
            Object... arguments) {
        ProblemText text = kind.text();
        return new Finding(
                text.code(),
                severity,
                rule,
                field,
                location,
                kind.zh(arguments),
                kind.en(arguments),
                text.remedyZh(),
                text.remedyEn());
    }

    /** Whether the record or submission it is about cannot be accepted. */
    public boolean rejects() {
        return severity == Severity.REJECT;
    }
}
