package org.anze.gateway.routing.http;

import java.util.Arrays;
import org.anze.gateway.identity.Credential;
import org.anze.gateway.identity.Identities;
import org.anze.gateway.identity.Identity;
import org.anze.gateway.identity.token.TokenCheck;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.problem.TryAgainLater;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/** Checks who asks for a token. A client certificate, where there is one, must be the same party's. */
final class TokenClientProvider implements AuthenticationProvider {

    /** RFC 6749 has this word for the authorization endpoint only; clients that know it try again. */
    private static final String UNAVAILABLE = "temporarily_unavailable";

    private final Identities identities;
    private final PartyClients clients;

    /**
     * What a token rests on.
     *
     * @param basis {@link TokenCheck#CERTIFICATE}, or the mark of the secret
     * @param thumbprint of the certificate it is bound to; null for none
     */
    record Proof(String basis, @Nullable String thumbprint) {}

    TokenClientProvider(Identities identities, PartyClients clients) {
        this.identities = identities;
        this.clients = clients;
    }

    @Override
    public Authentication authenticate(Authentication authentication) {
        OAuth2ClientAuthenticationToken asking = (OAuth2ClientAuthenticationToken) authentication;
        TokenClientConverter.Presented presented = (TokenClientConverter.Presented) asking.getCredentials();
        String name = (String) asking.getPrincipal();
        try {
            Proof proof = proof(name, presented);
            RegisteredClient client = clients.findByClientId(name);
            if (client == null) {
                throw refused(null);
            }
            return new OAuth2ClientAuthenticationToken(client, asking.getClientAuthenticationMethod(), proof);
        } catch (TryAgainLater later) {
            throw new OAuth2AuthenticationException(new OAuth2Error(UNAVAILABLE), later);
        } catch (GatewayProblem problem) {
            throw refused(problem);
        } finally {
            if (presented.secret() != null) {
                Arrays.fill(presented.secret(), '\0');
            }
        }
    }

    private Proof proof(String name, TokenClientConverter.Presented presented) {
        String thumbprint = null;
        if (!presented.certificates().isEmpty()) {
            identities
                    .byCertificate(presented.certificates(), Credential.TLS_CERTIFICATE)
                    .filter(identity -> identity.party().id().equals(name))
                    .orElseThrow(() -> refused(null));
            thumbprint = TokenCheck.thumbprint(presented.certificates().get(0));
        }
        if (presented.secret() == null) {
            return new Proof(TokenCheck.CERTIFICATE, thumbprint);
        }
        Identity bySecret =
                identities.bySecretForToken(name, presented.secret()).orElseThrow(() -> refused(null));
        return new Proof(bySecret.evidence(), thumbprint);
    }

    private static OAuth2AuthenticationException refused(@Nullable GatewayProblem problem) {
        OAuth2Error error = new OAuth2Error(OAuth2ErrorCodes.INVALID_CLIENT);
        return problem == null
                ? new OAuth2AuthenticationException(error)
                : new OAuth2AuthenticationException(error, problem);
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return OAuth2ClientAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
