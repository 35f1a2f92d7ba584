package org.anze.gateway.routing.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds out which party calls: by client certificate, or by Basic where the party's file allows it. Credentials that are
 * given and wrong are refused even where none are needed. Safe for many threads.
 */
final class PartyAuthentication extends OncePerRequestFilter {

    static final String AUTHORITY = "PARTY";
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";
    private static final int LONGEST_HEADER = 1024;

    private final Supplier<Parties> parties;
    private final PartyCertificates certificates;
    private final SecretCheck secrets;

    PartyAuthentication(Supplier<Parties> parties, PartyCertificates certificates, SecretCheck secrets) {
        this.parties = parties;
        this.certificates = certificates;
        this.secrets = secrets;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        // There the signature of the message says who it is, and nothing else may.
        return PartyGate.path(request).startsWith("/soap/v1");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Party> party;
        try {
            party = identify(request);
        } catch (GatewayProblem refusal) {
            ProblemAnswer.write(request, response, refusal);
            return;
        }
        if (party.isPresent()) {
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(new PreAuthenticatedAuthenticationToken(
                    party.get(), null, List.of(new SimpleGrantedAuthority(AUTHORITY))));
            SecurityContextHolder.setContext(context);
        }
        chain.doFilter(request, response);
    }

    private Optional<Party> identify(HttpServletRequest request) {
        X509Certificate[] chain = (X509Certificate[]) request.getAttribute(CERTIFICATES);
        String header = request.getHeader("Authorization");
        Optional<Party> byCertificate = Optional.empty();
        if (chain != null && chain.length > 0) {
            byCertificate =
                    Optional.of(certificates.find(chain[0]).orElseThrow(() -> refusal(HttpProblem.IDENTITY_REFUSED)));
        }
        if (header == null) {
            return byCertificate;
        }
        Party byHeader = basic(header);
        if (byCertificate.isPresent() && !byCertificate.get().id().equals(byHeader.id())) {
            throw refusal(HttpProblem.IDENTITIES_DISAGREE);
        }
        return Optional.of(byHeader);
    }

    private Party basic(String header) {
        if (header.length() > LONGEST_HEADER || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
            throw refusal(HttpProblem.IDENTITY_REFUSED);
        }
        byte[] pair;
        try {
            pair = Base64.getDecoder().decode(header.substring(6).trim());
        } catch (IllegalArgumentException e) {
            throw refusal(HttpProblem.IDENTITY_REFUSED);
        }
        CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(pair));
        char[] characters = Arrays.copyOfRange(text.array(), 0, text.limit());
        int colon = new String(characters).indexOf(':');
        char[] secret = colon < 0 ? new char[0] : Arrays.copyOfRange(characters, colon + 1, characters.length);
        try {
            return parties.get()
                    .find(new String(characters, 0, Math.max(0, colon)))
                    .filter(party -> party.intake() != null && party.intake().basic())
                    .filter(party -> secrets.verify(party.id(), secret))
                    .orElseThrow(() -> refusal(HttpProblem.IDENTITY_REFUSED));
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    private static SenderMustCorrect refusal(HttpProblem kind) {
        return new SenderMustCorrect(kind, Location.WHOLE);
    }
}
