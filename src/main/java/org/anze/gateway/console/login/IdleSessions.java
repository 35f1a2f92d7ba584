package org.anze.gateway.console.login;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends a session in which no person did anything for a while. Tables that refresh themselves would otherwise keep an
 * unattended screen signed in for ever, so their requests do not count. Safe for many threads.
 */
final class IdleSessions extends OncePerRequestFilter {

    private static final String LAST = IdleSessions.class.getName();

    private final Duration idle;
    private final Clock clock;

    IdleSessions(Duration idle, Clock clock) {
        this.idle = idle;
        this.clock = clock;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        HttpSession session = request.getSession(false);
        if (session != null) {
            long now = clock.millis();
            boolean byPerson = request.getHeader("HX-Request") == null;
            Object last = session.getAttribute(LAST);
            if (last instanceof Long before && now - before > idle.toMillis()) {
                session.invalidate();
            } else if (byPerson || last == null) {
                session.setAttribute(LAST, now);
            }
        }
        chain.doFilter(request, response);
    }
}
