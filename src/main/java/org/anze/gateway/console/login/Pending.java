package org.anze.gateway.console.login;

import jakarta.servlet.http.HttpSession;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Somebody on the way in: the password was right, more is asked for.
 *
 * @param revision of the person when the password was right
 * @param since when that was
 * @param codeGiven whether the second factor was proved
 * @param step what is asked now
 */
record Pending(String name, long revision, Instant since, boolean codeGiven, Step step) {

    private static final String ATTRIBUTE = Pending.class.getName();

    static Optional<Pending> of(@Nullable HttpSession session) {
        return session != null && session.getAttribute(ATTRIBUTE) instanceof Pending pending
                ? Optional.of(pending)
                : Optional.empty();
    }

    void take(HttpSession session) {
        session.setAttribute(ATTRIBUTE, this);
    }

    static void leave(HttpSession session) {
        session.removeAttribute(ATTRIBUTE);
    }
}
