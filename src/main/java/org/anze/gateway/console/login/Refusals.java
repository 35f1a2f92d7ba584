package org.anze.gateway.console.login;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.anze.gateway.audit.AuditEvent;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.audit.AuditLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.transaction.TransactionException;

/**
 * What somebody gets who may not: strangers are sent to sign in, people on the way in to their next step, people who must
 * prove themselves again to that page; the rest is refused, and a refused role is in the audit log. Safe for many threads.
 */
final class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final int LONGEST_PATH = 200;

    private final RouteRights rights;
    private final AuditLog audit;

    Refusals(RouteRights rights, AuditLog audit) {
        this.rights = rights;
        this.audit = audit;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        go(SignIn.BEGINNING, request, response);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e)
            throws IOException, ServletException {
        Optional<Pending> pending = Pending.of(request.getSession(false));
        Optional<Seat> seat = Seat.of(request);
        if (e instanceof CsrfException) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        } else if (seat.isEmpty()) {
            go(pending.map(known -> known.step().page()).orElse(SignIn.BEGINNING), request, response);
        } else if (rights.verdict(request) == RouteRights.Verdict.STEP_UP) {
            go(
                    "/step-up?to=" + URLEncoder.encode(backTo(request, seat.get()), StandardCharsets.UTF_8),
                    request,
                    response);
        } else if (RouteRights.known(request)) {
            response.sendError(note(request, seat.get()));
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    /** The status: a refusal that cannot be noted is answered as a failure. */
    private int note(HttpServletRequest request, Seat seat) {
        String outcome = "refused: not for " + seat.role();
        String subject =
                request.getMethod() + " " + RouteRights.pattern(request).orElse("?");
        try {
            audit.write(new AuditEvent(AuditKind.OPERATION, seat.actor(), null, null, subject, outcome, null));
            return HttpServletResponse.SC_FORBIDDEN;
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("a refusal could not be noted: {}", e.getClass().getSimpleName());
            return HttpServletResponse.SC_SERVICE_UNAVAILABLE;
        }
    }

    /** An order is not repeated after the step-up: the person comes back to the page it was given from. */
    private static String backTo(HttpServletRequest request, Seat seat) {
        String path = path(request);
        if (!request.getMethod().equals("GET")) {
            path = referrer(request).orElse(seat.role().home());
        }
        return RouteRights.isPage(path) ? path : seat.role().home();
    }

    private static Optional<String> referrer(HttpServletRequest request) {
        try {
            return Optional.ofNullable(request.getHeader("Referer"))
                    .map(URI::create)
                    .map(URI::getPath);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String path(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        return path.length() > LONGEST_PATH ? path.substring(0, LONGEST_PATH) : path;
    }

    /** htmx would put another page into the middle of a table: it is told to go there as a whole. */
    private static void go(String target, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getHeader("HX-Request") != null) {
            response.setHeader("HX-Redirect", request.getContextPath() + target);
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        } else {
            response.sendRedirect(request.getContextPath() + target);
        }
    }
}
