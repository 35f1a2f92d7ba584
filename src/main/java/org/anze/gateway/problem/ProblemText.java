package org.anze.gateway.problem;

/**
 * One row of the catalogue.
 *
 * @param code area and number, such as {@code MAP-0103}; never used again for another meaning
 * @param severity what it does to the record or submission
 * @param actor who must act
 * @param retry whether sending the same bytes again later can succeed
 * @param zh what happened, in Chinese; {@code {0}}, {@code {1}} … are filled from the arguments of a finding
 * @param en the same in English, with the same placeholders
 * @param remedyZh what to do, in Chinese
 * @param remedyEn what to do, in English
 */
public record ProblemText(
        String code,
        Severity severity,
        Actor actor,
        boolean retry,
        String zh,
        String en,
        String remedyZh,
        String remedyEn) {

    /** A mistake in what a party sent: sending the same bytes again cannot help. */
    public static ProblemText senderCorrects(String code, String zh, String en, String remedyZh, String remedyEn) {
        return new ProblemText(code, Severity.REJECT, Actor.PARTY, false, zh, en, remedyZh, remedyEn);
    }

    /** Something odd that does not stop the record. */
    public static ProblemText warns(String code, String zh, String en, String remedyZh, String remedyEn) {
        return new ProblemText(code, Severity.WARNING, Actor.PARTY, false, zh, en, remedyZh, remedyEn);
    }

    /** Worth knowing; nothing has to be done. */
    public static ProblemText informs(String code, String zh, String en, String remedyZh, String remedyEn) {
        return new ProblemText(code, Severity.INFO, Actor.PARTY, false, zh, en, remedyZh, remedyEn);
    }

    /** The operator has to mend something; the sender may try again afterwards. */
    public static ProblemText operatorMends(String code, String zh, String en, String remedyZh, String remedyEn) {
        return new ProblemText(code, Severity.REJECT, Actor.OPERATOR, true, zh, en, remedyZh, remedyEn);
    }

    /** A passing state such as a full queue: the same bytes may be sent again. */
    public static ProblemText passes(String code, String zh, String en, String remedyZh, String remedyEn) {
        return new ProblemText(code, Severity.REJECT, Actor.PARTY, true, zh, en, remedyZh, remedyEn);
    }
}
