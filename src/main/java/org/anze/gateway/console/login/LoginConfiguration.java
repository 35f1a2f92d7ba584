package org.anze.gateway.console.login;

import jakarta.servlet.SessionTrackingMode;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.anze.gateway.console.ConsoleSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.servlet.CookieSameSiteSupplier;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * The last security chain: everything that no earlier chain took (the party port is {@code routing.http}'s) needs a console
 * user, except the way in, the static files, the health of the process and its meters.
 */
@Configuration(proxyBeanMethods = false)
public class LoginConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(LoginConfiguration.class);

    static final String SESSION_COOKIE = "anze-console";

    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    private static final String PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";

    /**
     * Nobody may sign in anywhere by being a console user: the console's own chain has its own manager, and a chain that
     * asks for the default one gets a refusal. Without this bean Boot would make a user with a password in the log.
     */
    @Bean
    AuthenticationManager nobody() {
        return attempt -> {
            throw new ProviderNotFoundException("there is no login here");
        };
    }

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    SecurityFilterChain consoleSecurity(HttpSecurity http, ConsoleSettings settings, Clock clock) {
        PasswordEncoder encoder = PasswordEncoderFactories.createDelegatingPasswordEncoder();
        // No bean: as a bean the users would become the default for every chain.
        ConsoleUsers users = new ConsoleUsers(settings.folder());
        users.provide(encoder);
        DaoAuthenticationProvider passwords = new DaoAuthenticationProvider(users);
        passwords.setPasswordEncoder(encoder);
        // The filter is no bean: as a bean the container would run it for the parties too.
        IdleSessions idle = new IdleSessions(settings.idle(), clock);
        return http.authenticationManager(new ThrottledLogin(new ProviderManager(passwords), new LoginThrottle(clock)))
                .authorizeHttpRequests(rules -> rules.requestMatchers(
                                "/login",
                                "/assets/**",
                                "/error",
                                "/actuator/health",
                                "/actuator/health/liveness",
                                "/actuator/health/readiness",
                                "/actuator/prometheus")
                        .permitAll()
                        .anyRequest()
                        .hasRole(ConsoleUsers.OPERATOR))
                .formLogin(form -> form.loginPage("/login")
                        .successHandler(success())
                        .failureHandler(failure())
                        .permitAll())
                .logout(logout -> logout.logoutSuccessUrl("/login?out")
                        .deleteCookies(SESSION_COOKIE)
                        .permitAll())
                .sessionManagement(sessions -> sessions.sessionFixation(fixation -> fixation.newSession()))
                .requestCache(cache -> cache.disable())
                .exceptionHandling(refusals -> refusals.authenticationEntryPoint(entry()))
                .addFilterBefore(idle, SecurityContextHolderFilter.class)
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(CONTENT_SECURITY_POLICY))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                        .permissionsPolicyHeader(permissions -> permissions.policy(PERMISSIONS_POLICY))
                        .frameOptions(frames -> frames.deny()))
                .build();
    }

    private static AuthenticationSuccessHandler success() {
        return (request, response, proved) -> {
            LOG.atInfo().addKeyValue("operator", proved.getName()).log("an operator signed in to the console");
            response.sendRedirect(request.getContextPath() + "/");
        };
    }

    /** A wrong password and a pause are told apart, a wrong user and a wrong password are not. */
    private static AuthenticationFailureHandler failure() {
        return (request, response, e) -> {
            String why = e instanceof LockedException ? "paused" : "wrong";
            if (e instanceof AuthenticationServiceException) {
                LOG.error("the file of console users cannot be used", e);
                why = "failed";
            } else {
                // The name is not logged: it may be a password that was typed into the wrong box.
                LOG.atWarn().addKeyValue("address", request.getRemoteAddr()).log("a console login was refused");
            }
            response.sendRedirect(request.getContextPath() + "/login?" + why);
        };
    }

    /** htmx would put a login page into the middle of a table: it is told to go there as a whole. */
    private static AuthenticationEntryPoint entry() {
        AuthenticationEntryPoint page = new LoginUrlAuthenticationEntryPoint("/login");
        return (request, response, e) -> {
            if (request.getHeader("HX-Request") != null) {
                response.setHeader("HX-Redirect", request.getContextPath() + "/login");
                response.setStatus(401);
            } else {
                page.commence(request, response, e);
            }
        };
    }

    @Bean
    ServletContextInitializer consoleSession(ConsoleSettings settings) {
        return context -> {
            context.getSessionCookieConfig().setName(SESSION_COOKIE);
            context.getSessionCookieConfig().setHttpOnly(true);
            context.setSessionTrackingModes(Set.of(SessionTrackingMode.COOKIE));
            context.setSessionTimeout(
                    (int) settings.idle().plus(Duration.ofMinutes(1)).toMinutes());
        };
    }

    @Bean
    CookieSameSiteSupplier consoleSameSite() {
        return CookieSameSiteSupplier.ofStrict().whenHasName(SESSION_COOKIE);
    }
}
