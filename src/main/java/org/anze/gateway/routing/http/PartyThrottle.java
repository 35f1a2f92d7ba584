package org.anze.gateway.routing.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.anze.gateway.party.Party;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Bulkhead: one party may not take all the threads. What is over the limit is answered at once, it does not wait. Safe for
 * many threads.
 */
final class PartyThrottle extends OncePerRequestFilter {

    private static final String HELD = PartyThrottle.class.getName();

    private final PartyHttps settings;
    private final Semaphore signed;
    /** Party id → free places; as many as there are parties. */
    private final Map<String, Semaphore> places = new ConcurrentHashMap<>();

    PartyThrottle(PartyHttps settings) {
        this.settings = settings;
        this.signed = new Semaphore(settings.signedRequests());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Semaphore place = placeFor(request);
        if (!place.tryAcquire()) {
            ProblemAnswer.write(request, response, HttpProblem.TOO_MANY_REQUESTS);
            return;
        }
        request.setAttribute(HELD, true);
        try {
            chain.doFilter(request, response);
        } finally {
            request.removeAttribute(HELD);
            place.release();
        }
    }

    /** Whether a request has one of its party's places, so that it may take its time without taking that of others. */
    static boolean holdsPlace(HttpServletRequest request) {
        return request.getAttribute(HELD) != null;
    }

    private Semaphore placeFor(HttpServletRequest request) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication != null && authentication.getPrincipal() instanceof Party party) {
            return places.computeIfAbsent(party.id(), id -> new Semaphore(settings.requestsPerParty()));
        }
        // Who signs is only known after the costly part, so those requests share their places.
        return signed;
    }
}
