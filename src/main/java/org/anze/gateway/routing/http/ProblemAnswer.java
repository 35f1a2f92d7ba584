package org.anze.gateway.routing.http;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.anze.gateway.identity.token.TokenProblem;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Says no over HTTP: {@code application/problem+json} of RFC 9457 with the catalogue's code and texts, the place in what was
 * sent, and an occurrence id that is in the log too. Safe for many threads.
 */
final class ProblemAnswer {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAnswer.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** For what passes soon, and nobody knows when. */
    private static final long RETRY_SECONDS = 2;

    private ProblemAnswer() {}

    static void write(HttpServletRequest request, HttpServletResponse response, HttpProblem kind, Object... arguments)
            throws IOException {
        boolean retry = kind.text().retry();
        write(
                request,
                response,
                retry
                        ? new TryAgainLater(kind, null, arguments)
                        : new SenderMustCorrect(kind, Location.WHOLE, arguments));
    }

    /** In place of a bare status of the container or a library; what the text names is taken from the request. */
    static void writeStatus(HttpServletRequest request, HttpServletResponse response, int status, PartyHttps settings)
            throws IOException {
        HttpProblem kind = HttpProblem.ofStatus(status);
        // On the way to its page of errors the container makes a GET of another address out of what was sent.
        Object method = request.getAttribute(RequestDispatcher.ERROR_METHOD);
        Object address = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        Object named =
                switch (kind) {
                    case WRONG_METHOD -> method == null ? request.getMethod() : method;
                    case WRONG_MEDIA_TYPE -> mediaType(request.getContentType());
                    case BODY_TOO_LARGE ->
                        settings.largestBody(address == null ? PartyGate.path(request) : address.toString());
                    default -> "";
                };
        write(request, response, kind, named);
    }

    /** A media type without its parameters; a hyphen for what is none. */
    private static String mediaType(@Nullable String header) {
        try {
            return header == null ? "-" : PartyExceptions.shown(MediaType.parseMediaType(header));
        } catch (InvalidMediaTypeException none) {
            return "-";
        }
    }

    static void write(HttpServletRequest request, HttpServletResponse response, GatewayProblem problem)
            throws IOException {
        write(request, response, problem, null);
    }

    /**
     * To a client of OAuth 2: the catalogue's words beside the members of RFC 6749 section 5.2.
     *
     * @param error the word of that section; null for an answer that is none of OAuth's
     */
    static void write(
            HttpServletRequest request, HttpServletResponse response, GatewayProblem problem, @Nullable String error)
            throws IOException {
        Finding finding = problem.finding();
        int status = ProblemStatus.of(problem);
        String occurrence = occurrence();
        String party = PartyAuthentication.known(request);
        LOG.info("{} {} party={} occurrence={}", status, finding.code(), party.isEmpty() ? "-" : party, occurrence);
        boolean unfinished = LimitedRequest.isUnfinished(request)
                && !(status == 429 && PartyThrottle.holdsPlace(request) && LimitedRequest.readsOff(request));
        response.resetBuffer();
        response.setStatus(status);
        if (status == 503 || status == 429) {
            response.setHeader("Retry-After", String.valueOf(retrySeconds(problem)));
        }
        if (status == 401) {
            response.setHeader("WWW-Authenticate", "Basic realm=\"anze\", charset=\"UTF-8\"");
            if (error == null) {
                response.addHeader("WWW-Authenticate", bearer(finding));
            }
        }
        if (finding.code().equals(TokenProblem.SCOPE_MISSING.code())) {
            response.setHeader("WWW-Authenticate", "Bearer realm=\"anze\", error=\"insufficient_scope\"");
        }
        if (unfinished || PartyAuthentication.claimant(request).isEmpty()) {
            // The rest of the body would be taken for the next request, or be read for nothing; and whoever is nobody
            // yet could send request after request and read no answer.
            response.setHeader("Connection", "close");
        }
        Map<String, Object> told = body(finding, status, occurrence);
        if (error != null) {
            told.put("error", error);
            told.put("error_description", finding.en().replaceAll("[^\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]", " "));
            response.setHeader("Cache-Control", "no-store");
        }
        byte[] body = JSON.writeValueAsBytes(told);
        response.setContentType(error == null ? "application/problem+json" : "application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        response.flushBuffer();
    }

    private static long retrySeconds(GatewayProblem problem) {
        return problem instanceof TryAgainLater later
                ? later.retryAfterSeconds().orElse(RETRY_SECONDS)
                : RETRY_SECONDS;
    }

    /** RFC 6750 section 3: a token that was sent and refused is named as such. */
    private static String bearer(Finding finding) {
        boolean token = finding.code().startsWith("TOK-");
        return "Bearer realm=\"anze\"" + (token ? ", error=\"invalid_token\"" : "");
    }

    private static Map<String, Object> body(Finding finding, int status, String occurrence) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "urn:anze:problem:" + finding.code());
        body.put("title", finding.zh());
        body.put("status", status);
        body.put("detail", finding.zh() + " / " + finding.en());
        body.put("instance", "urn:anze:occurrence:" + occurrence);
        body.put("code", finding.code());
        body.put("zh", finding.zh());
        body.put("en", finding.en());
        body.put("remedyZh", finding.remedyZh());
        body.put("remedyEn", finding.remedyEn());
        if (finding.rule() != null) {
            body.put("rule", finding.rule());
        }
        if (finding.field() != null) {
            body.put("field", finding.field());
        }
        Location location = finding.location();
        if (location.line() > 0) {
            body.put("line", location.line());
        }
        if (location.column() > 0) {
            body.put("column", location.column());
        }
        if (location.name() != null) {
            body.put("name", location.name());
        }
        body.put("occurrence", occurrence);
        return body;
    }

    /** A word that stands in the answer and in the log, and nowhere else. */
    static String occurrence() {
        byte[] bytes = new byte[8];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
