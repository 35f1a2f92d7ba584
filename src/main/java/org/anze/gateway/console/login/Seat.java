package org.anze.gateway.console.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Instant;
import java.util.Optional;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.console.people.Role;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is signed in with everything that was asked for. Controllers take it as a parameter.
 *
 * @param name the console user
 * @param party the party whose user this is; null for the operator's people
 * @param practice signed in with a password alone, because the console is set to practice
 * @param revision of the person at sign-in: when it has changed the session is over
 * @param token proves to the database that this session is the person's newest
 * @param startedAt when this session began
 */
public record Seat(
        String name,
        Role role,
        @Nullable String party,
        boolean practice,
        long revision,
        byte[] token,
        Instant startedAt) {

    private static final String ATTRIBUTE = Seat.class.getName();

    /** The person for the audit log. */
    public Actor actor() {
        return new Actor(party, name);
    }

    /** Who is in this session, if anybody is. */
    public static Optional<Seat> of(@Nullable HttpSession session) {
        return session != null && session.getAttribute(ATTRIBUTE) instanceof Seat seat
                ? Optional.of(seat)
                : Optional.empty();
    }

    /** Who asks, if anybody is signed in. */
    public static Optional<Seat> of(HttpServletRequest request) {
        return of(request.getSession(false));
    }

    void take(HttpSession session) {
        session.setAttribute(ATTRIBUTE, this);
    }
}
