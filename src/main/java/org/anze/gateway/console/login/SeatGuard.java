package org.anze.gateway.console.login;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.anze.gateway.console.ConsoleSettings;
import org.anze.gateway.console.people.Sessions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends a session in which no person did anything for a while, that lasts too long, that is no longer the person's newest,
 * or whose person was changed. Tables that refresh themselves would otherwise keep an unattended screen signed in for ever,
 * so their requests do not count. Safe for many threads.
 */
final class SeatGuard extends OncePerRequestFilter {

    private static final Logger LOG = LoggerFactory.getLogger(SeatGuard.class);
    private static final String LAST = SeatGuard.class.getName() + ".last";
    private static final String NOTED = SeatGuard.class.getName() + ".noted";
    private static final Duration WAY_IN = Duration.ofMinutes(10);
    private static final Duration NOTE_EVERY = Duration.ofMinutes(1);

    private final ConsoleSettings settings;
    private final Sessions sessions;
    private final Clock clock;

    SeatGuard(ConsoleSettings settings, Sessions sessions, Clock clock) {
        this.settings = settings;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** Static files and the health of the process do not depend on the database. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        return path.startsWith("/assets/") || path.startsWith("/actuator/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        HttpSession session = request.getSession(false);
        try {
            if (session != null && isOver(session, request)) {
                session.invalidate();
            }
        } catch (DataAccessException e) {
            LOG.warn("a console session could not be checked: {}", e.getClass().getSimpleName());
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            return;
        }
        chain.doFilter(request, response);
    }

    private boolean isOver(HttpSession session, HttpServletRequest request) {
        Instant now = clock.instant();
        Optional<Seat> seat = Seat.of(session);
        if (seat.isEmpty()) {
            return Pending.of(session)
                    .filter(pending -> !now.isBefore(pending.since().plus(WAY_IN)))
                    .isPresent();
        }
        Instant last = session.getAttribute(LAST) instanceof Instant at
                ? at
                : seat.get().startedAt();
        boolean tooLong = now.isAfter(last.plus(settings.idle()))
                || !now.isBefore(seat.get().startedAt().plus(settings.longestSession()));
        if (tooLong) {
            sessions.end(seat.get().name(), seat.get().token());
            return true;
        }
        if (!sessions.holds(seat.get().name(), seat.get().token(), seat.get().revision())) {
            return true;
        }
        if (request.getHeader("HX-Request") == null) {
            session.setAttribute(LAST, now);
            boolean noted = session.getAttribute(NOTED) instanceof Instant at && now.isBefore(at.plus(NOTE_EVERY));
            if (!noted) {
                sessions.seen(seat.get().name());
                session.setAttribute(NOTED, now);
            }
        }
        return false;
    }
}
