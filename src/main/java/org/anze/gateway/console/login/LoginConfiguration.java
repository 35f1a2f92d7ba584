package org.anze.gateway.console.login;

import jakarta.servlet.SessionTrackingMode;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.anze.gateway.audit.AuditEvent;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.console.ConsoleSettings;
import org.anze.gateway.console.people.Attempts;
import org.anze.gateway.console.people.FirstPasswords;
import org.anze.gateway.console.people.FirstPeople;
import org.anze.gateway.console.people.PasswordHash;
import org.anze.gateway.console.people.PasswordRules;
import org.anze.gateway.console.people.Passwords;
import org.anze.gateway.console.people.People;
import org.anze.gateway.console.people.SecondFactors;
import org.anze.gateway.console.people.Sessions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.servlet.CookieSameSiteSupplier;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.authentication.logout.LogoutHandler;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The last security chain: everything that no earlier chain took (the party port is {@code routing.http}'s) is for people
 * by the table of {@link RouteRights}, except the way in, the static files, the health of the process and its meters.
 * Wants beans of {@link JdbcClient}, {@link PlatformTransactionManager}, {@link AuditLog} and {@link Clock}.
 */
@Configuration(proxyBeanMethods = false)
@Import({SignInController.class, AccountController.class})
public class LoginConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(LoginConfiguration.class);

    static final String SESSION_COOKIE = "anze-console";

    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    /** The verifier is one file with its script inside, so that people can save it; it may reach nothing and nobody. */
    private static final String VERIFIER_POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src"
            + " 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

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

    /** Also makes the people of the first start. */
    @Bean
    People consolePeople(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            PasswordHash hash,
            AuditLog audit,
            FirstPasswords firstPasswords,
            ConsoleSettings settings,
            Clock clock) {
        People people = new People(jdbc, hash.encoder(), clock);
        new FirstPeople(people, new TransactionTemplate(transactions), audit, firstPasswords)
                .provide(settings.practice());
        return people;
    }

    @Bean
    Passwords consolePasswords(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            PasswordHash hash,
            FirstPasswords firstPasswords,
            Attempts attempts,
            Clock clock) {
        return new Passwords(
                jdbc,
                new TransactionTemplate(transactions),
                hash.encoder(),
                PasswordRules.load(),
                firstPasswords,
                attempts,
                clock);
    }

    @Bean
    FirstPasswords consoleFirstPasswords(ConsoleSettings settings) {
        return new FirstPasswords(settings.folder());
    }

    @Bean
    Attempts consoleAttempts(JdbcClient jdbc, Clock clock) {
        return new Attempts(jdbc, clock);
    }

    @Bean
    SecondFactors consoleSecondFactors(
            JdbcClient jdbc, PlatformTransactionManager transactions, ConsoleSettings settings, Clock clock) {
        return new SecondFactors(jdbc, new TransactionTemplate(transactions), settings.folder(), clock);
    }

    @Bean
    Sessions consoleSessions(JdbcClient jdbc, Clock clock) {
        return new Sessions(jdbc, clock);
    }

    @Bean
    SignIn consoleSignIn(
            People people,
            Sessions sessions,
            Attempts attempts,
            AuditLog audit,
            ConsoleSettings settings,
            Clock clock) {
        return new SignIn(people, sessions, attempts, audit, settings, clock);
    }

    @Bean
    PasswordHash consolePasswordHash() {
        return PasswordHash.standard();
    }

    /** The offline verifier is for everybody; it is a page without session. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE - 1)
    SecurityFilterChain verifierSecurity(HttpSecurity http) {
        return http.securityMatcher(PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.GET, "/verify.html"))
                .authorizeHttpRequests(rules -> rules.anyRequest().permitAll())
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(VERIFIER_POLICY))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                        .frameOptions(frames -> frames.deny()))
                .build();
    }

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    SecurityFilterChain consoleSecurity(
            HttpSecurity http,
            ConsoleSettings settings,
            People people,
            Passwords passwords,
            Attempts attempts,
            Sessions sessions,
            SignIn signIn,
            AuditLog audit,
            Clock clock) {
        RouteRights rights = new RouteRights(signIn);
        Refusals refusals = new Refusals(rights, audit);
        // The filter is no bean: as a bean the container would run it for the parties too.
        SeatGuard guard = new SeatGuard(settings, sessions, clock);
        return http.authenticationManager(
                        new PasswordCheck(people, passwords, attempts, new LoginThrottle(clock), audit, clock))
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
                        .access(rights))
                .formLogin(form -> form.loginPage(SignIn.BEGINNING)
                        .successHandler(success(signIn))
                        .failureHandler(failure())
                        .permitAll())
                .logout(logout -> logout.addLogoutHandler(signOut(sessions, audit))
                        .logoutSuccessUrl("/login?out")
                        .deleteCookies(SESSION_COOKIE)
                        .permitAll())
                .sessionManagement(management -> management.sessionFixation(fixation -> fixation.newSession()))
                .requestCache(cache -> cache.disable())
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                .addFilterBefore(guard, SecurityContextHolderFilter.class)
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(CONTENT_SECURITY_POLICY))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                        .permissionsPolicyHeader(permissions -> permissions.policy(PERMISSIONS_POLICY))
                        .frameOptions(frames -> frames.deny()))
                .build();
    }

    private static AuthenticationSuccessHandler success(SignIn signIn) {
        return (request, response, proved) -> {
            String next = signIn.begin(proved.getName(), request, response);
            response.sendRedirect(request.getContextPath() + next);
        };
    }

    /** A wrong password and a pause are told apart, a wrong user and a wrong password are not. */
    private static AuthenticationFailureHandler failure() {
        return (request, response, e) -> {
            String why = e instanceof LockedException ? "paused" : "wrong";
            if (e instanceof AuthenticationServiceException) {
                LOG.error("nobody can sign in to the console", e);
                why = "failed";
            } else {
                // The name is not logged: it may be a password that was typed into the wrong box.
                LOG.atWarn().addKeyValue("address", request.getRemoteAddr()).log("a console login was refused");
            }
            response.sendRedirect(request.getContextPath() + "/login?" + why);
        };
    }

    private static LogoutHandler signOut(Sessions sessions, AuditLog audit) {
        return (request, response, proved) -> Seat.of(request).ifPresent(seat -> {
            try {
                audit.write(new AuditEvent(AuditKind.SIGN_IN, seat.actor(), null, null, "console", "signed out", null));
                sessions.end(seat.name(), seat.token());
            } catch (DataAccessException | TransactionException e) {
                // Whoever wants to leave leaves, whatever the database does.
                LOG.warn("a sign-out could not be noted: {}", e.getClass().getSimpleName());
            }
        });
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
