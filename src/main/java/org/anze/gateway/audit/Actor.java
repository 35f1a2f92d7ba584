package org.anze.gateway.audit;

import org.jspecify.annotations.Nullable;

/**
 * Who did something: a party's system, a person at the console, or the gateway itself.
 *
 * @param party id of the party; null for people of the operator and for the gateway
 * @param person console user, or the person a party's system named; null when no person is known
 */
public record Actor(@Nullable String party, @Nullable String person) {

    /** The gateway itself: schedules, start-up. */
    public static final Actor GATEWAY = new Actor(null, null);

    /** A party's system, without a person. */
    public static Actor party(String party) {
        return new Actor(party, null);
    }

    /** A person at the console. */
    public static Actor person(String user) {
        return new Actor(null, user);
    }

    /**
     * The person of an act that only a person may do.
     *
     * @throws IllegalArgumentException when none is known
     */
    public String requirePerson() {
        if (person == null || person.isBlank()) {
            throw new IllegalArgumentException("a person is needed");
        }
        return person;
    }
}
