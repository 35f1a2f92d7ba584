package org.anze.gateway.routing.http;

import java.util.function.Supplier;
import org.anze.gateway.identity.Identities;
import org.anze.gateway.identity.token.TokenKey;
import org.anze.gateway.identity.token.TokenProblem;
import org.anze.gateway.identity.token.TokenSettings;
import org.anze.gateway.party.Parties;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;

/**
 * Puts the door for parties together. Wants beans of {@code Supplier<Parties>}, {@code Supplier<DictionaryArchive>}, {@code
 * RecordDefinitions}, {@link Identities}, {@link TokenSettings} and {@link TokenKey}, and runs every {@link
 * CertificatePreparation}. The security chain comes first ({@code @Order(1)}) and concerns the party port alone.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PartyHttps.class)
@Import({OpenApiController.class, DictionaryController.class})
public class PartyHttpConfiguration {

    @Bean
    PartyCertificates partyCertificates(Identities identities) {
        return new PartyCertificates(identities);
    }

    @Bean
    PartyConnector partyConnector(
            PartyHttps settings, Identities identities, ObjectProvider<CertificatePreparation> preparations) {
        return new PartyConnector(
                settings, identities, preparations.orderedStream().toList());
    }

    @Bean
    FilterRegistrationBean<PartyGate> partyGate(ObjectProvider<PartyConnector> connector, PartyHttps settings) {
        FilterRegistrationBean<PartyGate> gate = new FilterRegistrationBean<>(
                new PartyGate(() -> connector.getObject().port(), settings));
        gate.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return gate;
    }

    @Bean
    PartyExceptions partyExceptions() {
        return new PartyExceptions();
    }

    /** The answers are timed as a whole; timing each filter of each chain costs more than the filters do. */
    @Bean
    SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    /** Before the chain that asks for credentials: a request for a token brings its own. */
    @Bean
    @Order(0)
    SecurityFilterChain tokenSecurity(
            HttpSecurity http,
            Supplier<Parties> parties,
            Identities identities,
            TokenSettings settings,
            TokenKey key,
            PartyHttps https) {
        return new TokenEndpoint(parties, identities, settings, key).chain(http, new PartyThrottle(https));
    }

    @Bean
    @Order(1)
    SecurityFilterChain partySecurity(HttpSecurity http, Identities identities, PartyHttps settings) {
        // The filters are no beans: as beans the container would run them for the console too.
        PartyAuthentication authentication = new PartyAuthentication(identities);
        return http.securityMatcher(PartyGate::isPartyRequest)
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .addFilterBefore(authentication, AnonymousAuthenticationFilter.class)
                .addFilterAfter(new PartyThrottle(settings), AuthorizationFilter.class)
                .authorizeHttpRequests(rules -> rules.requestMatchers(
                                OpenApiController.PATH, DictionaryController.PATH, "/soap/v1", "/soap/v1/**")
                        .permitAll()
                        .anyRequest()
                        .access(new ScopeRule()))
                .exceptionHandling(refusals -> refusals.authenticationEntryPoint((request, response, e) ->
                                ProblemAnswer.write(request, response, HttpProblem.NOT_AUTHENTICATED))
                        .accessDeniedHandler((request, response, e) -> ProblemAnswer.write(
                                request,
                                response,
                                new SenderMustCorrect(
                                        ScopeRule.isAboutScope() ? TokenProblem.SCOPE_MISSING : HttpProblem.NOT_ALLOWED,
                                        Location.WHOLE))))
                .build();
    }
}
