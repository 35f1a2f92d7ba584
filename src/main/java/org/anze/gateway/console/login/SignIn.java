package org.anze.gateway.console.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.anze.gateway.audit.AuditEvent;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.console.ConsoleSettings;
import org.anze.gateway.console.people.Attempts;
import org.anze.gateway.console.people.People;
import org.anze.gateway.console.people.Person;
import org.anze.gateway.console.people.Sessions;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;

/**
 * The way from a right password to a seat: a code where a second factor is set up, a password of one's own where somebody
 * else knows it or it is too old, a second factor where there is none. Safe for many threads.
 */
final class SignIn {

    /** The page of somebody who is not on the way in. */
    static final String BEGINNING = "/login";

    private static final int TOKEN_LENGTH = 32;
    private static final String STEPPED_UP = SignIn.class.getName() + ".steppedUp";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final People people;
    private final Sessions sessions;
    private final Attempts attempts;
    private final AuditLog audit;
    private final ConsoleSettings settings;
    private final Clock clock;
    private final SecurityContextRepository contexts = new HttpSessionSecurityContextRepository();

    SignIn(People people, Sessions sessions, Attempts attempts, AuditLog audit, ConsoleSettings settings, Clock clock) {
        this.people = people;
        this.sessions = sessions;
        this.attempts = attempts;
        this.audit = audit;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * The password was right.
     *
     * @return the page to go to
     */
    String begin(String name, HttpServletRequest request, HttpServletResponse response) {
        Optional<Person> person = people.find(name);
        return person.isEmpty() ? BEGINNING : proceed(person.get(), clock.instant(), false, request, response);
    }

    /**
     * One more step was taken.
     *
     * @param codeGiven whether it was the code of a second factor
     * @param ownChange whether the person changed his own password or second factor, so that another revision is no surprise
     * @return the page to go to
     */
    String proceed(
            Pending pending,
            boolean codeGiven,
            boolean ownChange,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<Person> person = people.find(pending.name());
        long expected = ownChange ? pending.revision() + 1 : pending.revision();
        if (person.isEmpty() || person.get().revision() > expected) {
            request.getSession().invalidate();
            return BEGINNING;
        }
        return proceed(person.get(), pending.since(), pending.codeGiven() || codeGiven, request, response);
    }

    /** Whether the holder of the account has to say under which number his employer knows him. */
    boolean lacksStaffNumber(Pending pending) {
        return people.find(pending.name()).filter(Person::lacksStaffNumber).isPresent();
    }

    /** Whether password, second factor or standing of the account were changed since the password was given. */
    boolean wasChangedSince(Pending pending) {
        return people.find(pending.name())
                .filter(person -> person.endedAt() == null && person.revision() == pending.revision())
                .isEmpty();
    }

    private String proceed(
            Person person, Instant since, boolean codeGiven, HttpServletRequest request, HttpServletResponse response) {
        if (person.endedAt() != null || person.lockedAt(clock.instant())) {
            request.getSession().invalidate();
            return BEGINNING;
        }
        // What was given before says nothing about who asks from now on.
        request.getSession();
        request.changeSessionId();
        HttpSession session = request.getSession();
        Step step = missing(person, codeGiven);
        if (step == null) {
            Pending.leave(session);
            return sit(person, session, request, response);
        }
        new Pending(person.name(), person.revision(), since, codeGiven, step).take(session);
        save(person.name(), step.authority(), request, response);
        return step.page();
    }

    private @Nullable Step missing(Person person, boolean codeGiven) {
        if (person.secondFactor() && !codeGiven) {
            return Step.CODE;
        }
        if (practises(person)) {
            return null;
        }
        if (person.passwordIsOver(clock.instant(), settings.passwordAge()) || person.lacksStaffNumber()) {
            return Step.PASSWORD;
        }
        return person.secondFactor() ? null : Step.SECOND_FACTOR;
    }

    private boolean practises(Person person) {
        return person.practice() && settings.practice();
    }

    private String sit(Person person, HttpSession session, HttpServletRequest request, HttpServletResponse response) {
        byte[] token = new byte[TOKEN_LENGTH];
        RANDOM.nextBytes(token);
        Seat seat = new Seat(
                person.name(),
                person.role(),
                person.party(),
                practises(person),
                person.revision(),
                token,
                clock.instant());
        audit.write(new AuditEvent(
                AuditKind.SIGN_IN,
                seat.actor(),
                null,
                null,
                "console",
                "signed in as " + person.role() + ", from " + request.getRemoteAddr(),
                null));
        sessions.begin(person.name(), token, request.getRemoteAddr());
        attempts.signedIn(person.name(), request.getRemoteAddr());
        seat.take(session);
        save(person.name(), "ROLE_" + person.role(), request, response);
        return person.role().home();
    }

    private void save(String name, String authority, HttpServletRequest request, HttpServletResponse response) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                name, null, List.of(new SimpleGrantedAuthority(authority))));
        SecurityContextHolder.setContext(context);
        contexts.saveContext(context, request, response);
    }

    /** The person changed his own password or second factor: his session goes on under the new revision. */
    void carryOn(Seat seat, HttpServletRequest request) {
        people.find(seat.name())
                .filter(person -> person.revision() <= seat.revision() + 1)
                .ifPresent(person -> new Seat(
                                seat.name(),
                                seat.role(),
                                seat.party(),
                                seat.practice(),
                                person.revision(),
                                seat.token(),
                                seat.startedAt())
                        .take(request.getSession()));
    }

    /** The person proved himself again just now. */
    void steppedUp(HttpSession session) {
        session.setAttribute(STEPPED_UP, clock.instant());
    }

    /** Whether the person proved himself again a short while ago. */
    boolean isSteppedUp(@Nullable HttpSession session) {
        return session != null
                && session.getAttribute(STEPPED_UP) instanceof Instant at
                && clock.instant().isBefore(at.plus(settings.stepUp()));
    }
}
