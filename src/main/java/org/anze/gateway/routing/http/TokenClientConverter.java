package org.anze.gateway.routing.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Reads who asks for a token: {@code client_secret_basic} (RFC 6749 section 2.3.1) or {@code tls_client_auth} (RFC 8705). A
 * secret in the form is refused: forms end up in logs.
 */
final class TokenClientConverter implements AuthenticationConverter {

    /**
     * What was presented.
     *
     * @param secret null when none; wiped by whoever checks it
     */
    record Presented(char @Nullable [] secret, List<X509Certificate> certificates) {
        @Override
        public String toString() {
            return "Presented";
        }
    }

    @Override
    public Authentication convert(HttpServletRequest request) {
        List<X509Certificate> certificates = PartyAuthentication.presented(request);
        List<String> headers = Collections.list(request.getHeaders("Authorization"));
        String named = only(request, "client_id");
        if (headers.size() > 1
                || request.getParameterValues("client_secret") != null
                || request.getParameterValues("client_assertion") != null) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_REQUEST);
        }
        if (headers.isEmpty()) {
            if (certificates.isEmpty() || named == null) {
                throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
            }
            return new OAuth2ClientAuthenticationToken(
                    named, ClientAuthenticationMethod.TLS_CLIENT_AUTH, new Presented(null, certificates), Map.of());
        }
        BasicPair pair = BasicPair.parse(headers.get(0))
                .orElseThrow(() -> new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT));
        if (named != null && !named.equals(pair.name())) {
            pair.wipe();
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_REQUEST);
        }
        return new OAuth2ClientAuthenticationToken(
                pair.name(),
                ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
                new Presented(formDecoded(pair), certificates),
                Map.of());
    }

    /** Section 2.3.1 wants the secret encoded as in a form. */
    private static char[] formDecoded(BasicPair pair) {
        try {
            return URLDecoder.decode(new String(pair.secret()), StandardCharsets.UTF_8)
                    .toCharArray();
        } catch (IllegalArgumentException notEncoded) {
            return Arrays.copyOf(pair.secret(), pair.secret().length);
        } finally {
            pair.wipe();
        }
    }

    private static @Nullable String only(HttpServletRequest request, String name) {
        String[] values = request.getParameterValues(name);
        if (values != null && values.length > 1) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_REQUEST);
        }
        return values == null ? null : values[0];
    }
}
