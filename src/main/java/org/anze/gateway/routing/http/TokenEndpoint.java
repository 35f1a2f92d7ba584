package org.anze.gateway.routing.http;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.anze.gateway.identity.Identities;
import org.anze.gateway.identity.token.TokenCheck;
import org.anze.gateway.identity.token.TokenKey;
import org.anze.gateway.identity.token.TokenProblem;
import org.anze.gateway.identity.token.TokenSettings;
import org.anze.gateway.party.Parties;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.jspecify.annotations.Nullable;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2ClientCredentialsAuthenticationConverter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.SecurityContextHolderFilter;

/**
 * Gives access tokens: {@code POST /oauth2/token} with {@code grant_type=client_credentials}, and nothing else of OAuth 2.
 * Spring Authorization Server speaks the protocol; who the client is, {@link Identities} says.
 */
final class TokenEndpoint {

    static final String PATH = "/oauth2/token";

    private final Supplier<Parties> parties;
    private final Identities identities;
    private final TokenSettings settings;
    private final TokenKey key;

    TokenEndpoint(Supplier<Parties> parties, Identities identities, TokenSettings settings, TokenKey key) {
        this.parties = parties;
        this.identities = identities;
        this.settings = settings;
        this.key = key;
    }

    SecurityFilterChain chain(HttpSecurity http, PartyThrottle throttle) {
        PartyClients clients = new PartyClients(parties, settings.life());
        ForgetfulAuthorizations authorizations = new ForgetfulAuthorizations();
        JwtGenerator generator = generator();
        return http.securityMatcher(
                        request -> PartyGate.isPartyRequest(request) && PATH.equals(PartyGate.path(request)))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                // Before anybody reads the form.
                .addFilterAfter(throttle, SecurityContextHolderFilter.class)
                .with(new OAuth2AuthorizationServerConfigurer(), server -> server.registeredClientRepository(clients)
                        .authorizationService(authorizations)
                        .authorizationServerSettings(AuthorizationServerSettings.builder()
                                .issuer(settings.issuer().toString())
                                .tokenEndpoint(PATH)
                                .build())
                        .tokenGenerator(generator)
                        .clientAuthentication(client -> client.authenticationConverters(converters -> {
                                    converters.clear();
                                    converters.add(new TokenClientConverter());
                                })
                                .authenticationProviders(providers -> {
                                    providers.clear();
                                    providers.add(new TokenClientProvider(identities, clients));
                                })
                                .errorResponseHandler(this::refuse))
                        .tokenEndpoint(token -> token.accessTokenRequestConverters(converters -> {
                                    converters.clear();
                                    converters.add(TokenEndpoint::grant);
                                })
                                .authenticationProviders(providers -> {
                                    providers.clear();
                                    providers.add(new OAuth2ClientCredentialsAuthenticationProvider(
                                            authorizations, generator));
                                })
                                .errorResponseHandler(this::refuse)))
                .authorizeHttpRequests(rules -> rules.anyRequest().authenticated())
                .exceptionHandling(refusals -> refusals.authenticationEntryPoint(this::notAPost)
                        .accessDeniedHandler((request, response, e) ->
                                ProblemAnswer.write(request, response, HttpProblem.WRONG_METHOD, request.getMethod())))
                .build();
    }

    /** Only POST is taken by the endpoint itself; everything else falls through to here. */
    private void notAPost(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        response.setHeader("Allow", "POST");
        ProblemAnswer.write(request, response, HttpProblem.WRONG_METHOD, request.getMethod());
    }

    /** Who names no scope gets all that are open to it (RFC 6749 section 3.3). */
    private static @Nullable Authentication grant(HttpServletRequest request) {
        Authentication read = new OAuth2ClientCredentialsAuthenticationConverter().convert(request);
        if (read instanceof OAuth2ClientCredentialsAuthenticationToken grant
                && grant.getScopes().isEmpty()
                && grant.getPrincipal() instanceof OAuth2ClientAuthenticationToken client
                && client.getRegisteredClient() != null) {
            return new OAuth2ClientCredentialsAuthenticationToken(
                    client, client.getRegisteredClient().getScopes(), grant.getAdditionalParameters());
        }
        return read;
    }

    private JwtGenerator generator() {
        JwtGenerator generator = new JwtGenerator(new NimbusJwtEncoder(new ImmutableJWKSet<>(new JWKSet(key.jwk()))));
        generator.setJwtCustomizer(this::write);
        return generator;
    }

    private void write(JwtEncodingContext context) {
        OAuth2ClientAuthenticationToken client = context.getPrincipal();
        TokenClientProvider.Proof proof = (TokenClientProvider.Proof) client.getCredentials();
        context.getJwsHeader()
                .algorithm(SignatureAlgorithm.ES256)
                .type(TokenCheck.TYPE.getType())
                .keyId(key.jwk().getKeyID());
        context.getClaims()
                .audience(List.of(settings.issuer().toString()))
                .claim("client_id", client.getName())
                .claim(TokenCheck.SCOPE, String.join(" ", context.getAuthorizedScopes()))
                .claim(TokenCheck.BASIS, proof.basis());
        if (proof.thumbprint() != null) {
            context.getClaims().claim("cnf", Map.of(TokenCheck.THUMBPRINT, proof.thumbprint()));
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, AuthenticationException refusal)
            throws IOException {
        String error = refusal instanceof OAuth2AuthenticationException known
                ? known.getError().getErrorCode()
                : OAuth2ErrorCodes.INVALID_REQUEST;
        ProblemAnswer.write(request, response, problem(refusal, error), error);
    }

    private static GatewayProblem problem(AuthenticationException refusal, String error) {
        if (refusal.getCause() instanceof GatewayProblem problem) {
            return problem;
        }
        if (error.equals(OAuth2ErrorCodes.INVALID_CLIENT)) {
            return new SenderMustCorrect(TokenProblem.CLIENT_REFUSED, Location.WHOLE);
        }
        if (error.equals(OAuth2ErrorCodes.SERVER_ERROR)) {
            return new TryAgainLater(HttpProblem.OUR_FAULT, refusal);
        }
        return new SenderMustCorrect(TokenProblem.REQUEST_REFUSED, Location.WHOLE, error);
    }
}
