package org.anze.gateway.routing.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.anze.gateway.identity.Credential;
import org.anze.gateway.identity.Identities;
import org.anze.gateway.identity.Identity;
import org.anze.gateway.identity.Scope;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds out which party calls: by client certificate, by an access token, or by Basic where the party's file allows it.
 * Credentials that are given and wrong are refused even where none are needed. Safe for many threads.
 */
final class PartyAuthentication extends OncePerRequestFilter {

    static final String AUTHORITY = "PARTY";
    private static final String KNOWN = PartyAuthentication.class.getName();
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private final Identities identities;

    PartyAuthentication(Identities identities) {
        this.identities = identities;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        // There the signature of the message says who it is, and nothing else may.
        return PartyGate.path(request).startsWith("/soap/v1");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Identity> found;
        try {
            found = identify(request);
        } catch (GatewayProblem refusal) {
            ProblemAnswer.write(request, response, refusal);
            return;
        }
        if (found.isPresent()) {
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(authentication(found.get()));
            request.setAttribute(KNOWN, found.get().party().id());
            SecurityContextHolder.setContext(context);
        }
        chain.doFilter(request, response);
    }

    private static PreAuthenticatedAuthenticationToken authentication(Identity identity) {
        List<SimpleGrantedAuthority> authorities = new ArrayList<>();
        authorities.add(new SimpleGrantedAuthority(AUTHORITY));
        identity.scopes().forEach(scope -> authorities.add(new SimpleGrantedAuthority(authority(scope))));
        PreAuthenticatedAuthenticationToken token =
                new PreAuthenticatedAuthenticationToken(identity.party(), null, authorities);
        token.setDetails(identity);
        return token;
    }

    /** The authority that stands for a scope. */
    static String authority(Scope scope) {
        return "SCOPE_" + scope.text();
    }

    /** The id of the party that this request was found to be of, also when its answer is out; empty text for nobody's. */
    static String known(HttpServletRequest request) {
        return request.getAttribute(KNOWN) instanceof String party ? party : "";
    }

    /**
     * Who it is, as far as can be told before anything else is looked at: the subject of a certificate the handshake took. All
     * without one are the same stranger, with empty text: together they get a share, and cannot shut out those who have one.
     */
    static String claimant(HttpServletRequest request) {
        List<X509Certificate> presented = presented(request);
        return presented.isEmpty()
                ? known(request)
                : presented.get(0).getSubjectX500Principal().getName();
    }

    /** The client certificate of the connection with what was sent along; empty for none. */
    static List<X509Certificate> presented(HttpServletRequest request) {
        X509Certificate[] chain = (X509Certificate[]) request.getAttribute(CERTIFICATES);
        return chain == null ? List.of() : List.of(chain);
    }

    private Optional<Identity> identify(HttpServletRequest request) {
        List<X509Certificate> presented = presented(request);
        Optional<Identity> byCertificate = Optional.empty();
        if (!presented.isEmpty()) {
            byCertificate = Optional.of(identities
                    .byCertificate(presented, Credential.TLS_CERTIFICATE)
                    .orElseThrow(() -> refusal(HttpProblem.IDENTITY_REFUSED)));
        }
        List<String> headers = Collections.list(request.getHeaders("Authorization"));
        if (headers.isEmpty()) {
            return byCertificate;
        }
        if (headers.size() > 1) {
            throw refusal(HttpProblem.IDENTITY_REFUSED);
        }
        Identity byHeader = byHeader(headers.get(0), presented);
        if (byCertificate.isPresent()
                && !byCertificate.get().party().id().equals(byHeader.party().id())) {
            throw refusal(HttpProblem.IDENTITIES_DISAGREE);
        }
        return Optional.of(byHeader);
    }

    private Identity byHeader(String header, List<X509Certificate> presented) {
        if (header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return identities
                    .byToken(header.substring(7).trim(), presented.isEmpty() ? null : presented.get(0))
                    .orElseThrow(() -> refusal(HttpProblem.IDENTITY_REFUSED));
        }
        BasicPair pair = BasicPair.parse(header).orElseThrow(() -> refusal(HttpProblem.IDENTITY_REFUSED));
        try {
            return identities
                    .byBasic(pair.name(), pair.secret())
                    .orElseThrow(() -> refusal(HttpProblem.IDENTITY_REFUSED));
        } finally {
            pair.wipe();
        }
    }

    private static SenderMustCorrect refusal(HttpProblem kind) {
        return new SenderMustCorrect(kind, Location.WHOLE);
    }
}
