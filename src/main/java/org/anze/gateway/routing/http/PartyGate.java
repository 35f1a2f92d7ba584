package org.anze.gateway.routing.http;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Collections;
import java.util.function.IntSupplier;
import org.apache.catalina.connector.ClientAbortException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps the two ports apart and guards the bodies of what comes by the party port. Comes before every other filter. Safe for
 * many threads.
 */
final class PartyGate extends OncePerRequestFilter {

    private static final String MARK = PartyGate.class.getName();

    private final IntSupplier partyPort;
    private final PartyHttps settings;
    private final PartyExceptions exceptions = new PartyExceptions();

    PartyGate(IntSupplier partyPort, PartyHttps settings) {
        this.partyPort = partyPort;
        this.settings = settings;
    }

    /** Whether this request came by the party port. */
    static boolean isPartyRequest(HttpServletRequest request) {
        return request.getAttribute(MARK) != null;
    }

    /** The decoded path as the container understood it. */
    static String path(HttpServletRequest request) {
        String rest = request.getPathInfo();
        return rest == null ? request.getServletPath() : request.getServletPath() + rest;
    }

    /** What the container refuses after it has found the application comes back as a dispatch to its page of errors. */
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = path(request);
        boolean forParties = path.startsWith("/api/")
                || path.startsWith("/soap/")
                || path.startsWith("/log/")
                || path.equals(TokenEndpoint.PATH);
        if (request.getLocalPort() != partyPort.getAsInt()) {
            if (forParties) {
                response.sendError(HttpServletResponse.SC_NOT_FOUND);
            } else {
                chain.doFilter(request, response);
            }
            return;
        }
        request.setAttribute(MARK, Boolean.TRUE);
        if (request.getDispatcherType() == DispatcherType.ERROR) {
            int status = (Integer) request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
            ProblemAnswer.writeStatus(request, response, status, settings);
            return;
        }
        long largest = LimitedRequest.isForm(request)
                ? Math.min(settings.largestRequest().toBytes(), settings.largestBody(path))
                : settings.largestBody(path);
        LimitedRequest limited = new LimitedRequest(request, largest, settings);
        if (!forParties) {
            ProblemAnswer.write(limited, response, HttpProblem.UNKNOWN_PATH);
        } else if (request.getContentLengthLong() > largest) {
            ProblemAnswer.write(limited, response, HttpProblem.BODY_TOO_LARGE, largest);
        } else if (isEncoded(request)) {
            ProblemAnswer.write(limited, response, HttpProblem.ENCODED_BODY);
        } else if (LimitedRequest.isForm(request)
                && LimitedRequest.isUnfinished(limited)
                && !takesForm(request, path)) {
            // Before anybody on the way reads it for parameters, of a sender who is nobody yet.
            ProblemAnswer.writeStatus(limited, response, HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE, settings);
        } else {
            answer(chain, limited, response);
        }
    }

    private void answer(FilterChain chain, LimitedRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, new CataloguedErrors(request, response, settings));
        } catch (ServletException | IOException | RuntimeException e) {
            if (response.isCommitted() || exceptions.resolveException(request, response, null, e) == null) {
                // Half an answer is out; a connection that is cut cannot pass for the end of a whole one.
                throw new ClientAbortException(e);
            }
        }
    }

    private static boolean takesForm(HttpServletRequest request, String path) {
        return path.equals(TokenEndpoint.PATH) && request.getMethod().equals("POST");
    }

    private static boolean isEncoded(HttpServletRequest request) {
        // Every line counts: what stands in a second one is applied too.
        return Collections.list(request.getHeaders("Content-Encoding")).stream()
                .anyMatch(encoding -> !encoding.equalsIgnoreCase("identity"));
    }

    /** Whoever says no with a bare status below here gets it said in our words. */
    private static final class CataloguedErrors extends HttpServletResponseWrapper {
        private final HttpServletRequest request;
        private final PartyHttps settings;

        CataloguedErrors(HttpServletRequest request, HttpServletResponse response, PartyHttps settings) {
            super(response);
            this.request = request;
            this.settings = settings;
        }

        @Override
        public void sendError(int status) throws IOException {
            ProblemAnswer.writeStatus(request, (HttpServletResponse) getResponse(), status, settings);
        }

        @Override
        public void sendError(int status, String message) throws IOException {
            sendError(status);
        }
    }
}
