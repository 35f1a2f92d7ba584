package org.anze.gateway.console;

/** Why somebody gives an order, in his own words, as every page takes it. */
final class Reason {

    /** Characters. */
    static final int LONGEST = 500;

    private Reason() {}

    /** Trimmed, without control characters and numbers that belong to people, of bounded length; empty when nothing was said. */
    static String of(String words) {
        return PersonalText.hideNumbers(SearchTerms.clean(words, LONGEST));
    }
}
