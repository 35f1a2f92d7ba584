package org.anze.gateway.audit;

import org.jspecify.annotations.Nullable;

/**
 * What is to be remembered for ever. None of the texts may hold a personal value.
 *
 * @param purpose code of the purpose stated (DOMAIN.md B3); null where there is none to state
 * @param agreement id and version of the agreement that decided, {@code supervision-shanxi/1}; null when none did
 * @param subject what it was about: record type and business key, a query in words, a party, a user
 * @param outcome what came of it: {@code given}, {@code refused: …}, a count
 * @param reason why the person says it was done; null where no reason is asked for
 */
public record AuditEvent(
        AuditKind kind,
        Actor actor,
        @Nullable String purpose,
        @Nullable String agreement,
        String subject,
        String outcome,
        @Nullable String reason) {

    private static final int LONGEST = 1000;

    /** Cuts every text to 1000 characters and takes control characters out. */
    public AuditEvent {
        subject = clean(subject);
        outcome = clean(outcome);
        reason = reason == null ? null : clean(reason);
    }

    private static String clean(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        return cut.replaceAll("\\p{Cntrl}", " ");
    }
}
