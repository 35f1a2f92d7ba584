package org.anze.gateway.routing.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.anze.gateway.party.Bulkhead;
import org.anze.gateway.party.Party;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Bulkhead: one party may not take all the threads, and those who are nobody yet may take few. What is over the limit is
 * answered at once, it does not wait. Safe for many threads.
 */
final class PartyThrottle extends OncePerRequestFilter {

    private static final String HELD = PartyThrottle.class.getName();
    /** Requests for a token at a time; each may hold a thread while its secret waits to be checked. */
    private static final int TOKEN_REQUESTS = 16;
    /** Public documents given away at a time, to readers as slow as they like. */
    private static final int DOCUMENTS = 8;

    private final Bulkhead parties;
    private final Bulkhead signed;
    private final Bulkhead tokens = new Bulkhead(TOKEN_REQUESTS, TOKEN_REQUESTS / 2);
    private final Bulkhead documents = new Bulkhead(DOCUMENTS, DOCUMENTS);

    PartyThrottle(PartyHttps settings) {
        this.parties = new Bulkhead(settings.threads(), settings.requestsPerParty());
        this.signed = new Bulkhead(settings.signedRequests(), settings.signedRequests() / 2);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Bulkhead.Place> free = enter(request);
        if (free.isEmpty()) {
            ProblemAnswer.write(request, response, HttpProblem.TOO_MANY_REQUESTS);
            return;
        }
        try (Bulkhead.Place place = free.get()) {
            request.setAttribute(HELD, true);
            chain.doFilter(request, response);
        } finally {
            request.removeAttribute(HELD);
        }
    }

    /** Whether a request has one of its party's places, so that it may take its time without taking that of others. */
    static boolean holdsPlace(HttpServletRequest request) {
        return request.getAttribute(HELD) != null;
    }

    private Optional<Bulkhead.Place> enter(HttpServletRequest request) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication != null && authentication.getPrincipal() instanceof Party party) {
            return parties.enter(party.id(), Duration.ZERO);
        }
        String path = PartyGate.path(request);
        if (path.equals(TokenEndpoint.PATH)) {
            return tokens.enter(PartyAuthentication.claimant(request), Duration.ZERO);
        }
        boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        if (path.startsWith("/soap/") && !reads) {
            return signed.enter(PartyAuthentication.claimant(request), Duration.ZERO);
        }
        return documents.enter("", Duration.ZERO);
    }
}
