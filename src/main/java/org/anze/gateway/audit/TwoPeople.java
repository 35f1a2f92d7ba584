package org.anze.gateway.audit;

import java.util.Locale;
import java.util.function.Predicate;

/**
 * The rule where one person asks and another one lets it happen: they are two, and of both accounts somebody else has made
 * sure who holds them. Whoever applies it says what is refused and writes it to the audit log. Safe for many threads.
 */
public final class TwoPeople {

    private volatile Predicate<String> confirmed;

    /** @param confirmed whether a person's word counts, until {@link #confirmedBy} says otherwise */
    public TwoPeople(Predicate<String> confirmed) {
        this.confirmed = confirmed;
    }

    /** Who may be one of the two: somebody whose account an administrator of another role has confirmed. */
    public void confirmedBy(Predicate<String> people) {
        confirmed = people;
    }

    /** Whether this person may be one of the two at this moment. */
    public boolean counts(String person) {
        return confirmed.test(person);
    }

    /** Whether two user names are one person's, however they are written. */
    public static boolean isSame(String person, String other) {
        return canonical(person).equals(canonical(other));
    }

    private static String canonical(String person) {
        return person.strip().toLowerCase(Locale.ROOT);
    }
}
