package org.anze.gateway.console.login;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.audit.AuditEvent;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.console.people.Attempts;
import org.anze.gateway.console.people.Passwords;
import org.anze.gateway.console.people.People;
import org.anze.gateway.console.people.Person;
import org.springframework.dao.DataAccessException;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.transaction.TransactionException;

/**
 * The first step in: name and password, after the {@link LoginThrottle} was asked. Who passes has no right yet. Refusals
 * are in the audit log; tries that the throttle stops are not, so that a stranger cannot fill it. Safe for many threads.
 */
final class PasswordCheck implements AuthenticationManager {

    private final People people;
    private final Passwords passwords;
    private final Attempts attempts;
    private final LoginThrottle throttle;
    private final AuditLog audit;
    private final Clock clock;

    PasswordCheck(
            People people,
            Passwords passwords,
            Attempts attempts,
            LoginThrottle throttle,
            AuditLog audit,
            Clock clock) {
        this.people = people;
        this.passwords = passwords;
        this.attempts = attempts;
        this.throttle = throttle;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        String address = attempt.getDetails() instanceof WebAuthenticationDetails details
                ? String.valueOf(details.getRemoteAddress())
                : "";
        try {
            boolean known =
                    attempt.getName().matches(People.NAME_PATTERN) && attempts.isKnown(attempt.getName(), address);
            if (!throttle.begin(attempt.getName(), address, known)) {
                throw new LockedException("too many wrong tries");
            }
            return check(attempt.getName(), String.valueOf(attempt.getCredentials()), address);
        } catch (DataAccessException | TransactionException e) {
            throw new InternalAuthenticationServiceException("the console users cannot be read", e);
        }
    }

    private Authentication check(String name, String password, String address) {
        Instant now = clock.instant();
        Optional<Person> person = people.find(name);
        if (person.filter(known -> known.lockedAt(now) || attempts.isLocked(name, address))
                .isPresent()) {
            refuse(name, "locked", address);
            throw new LockedException("the account is locked");
        }
        if (!passwords.proves(name, password)) {
            // A name that nobody has may be a password that was typed into the wrong box: it is not repeated.
            boolean lockedNow = person.isPresent() && attempts.wrongPassword(name, address);
            refuse(
                    person.isPresent() ? name : "?",
                    lockedNow ? "wrong password, locked now" : "wrong password",
                    address);
            throw new BadCredentialsException("wrong");
        }
        if (person.filter(known -> known.oneTimePasswordIsOver(now)).isPresent()) {
            refuse(name, "one-time password is over", address);
            throw new BadCredentialsException("over");
        }
        throttle.succeeded(name, address);
        return UsernamePasswordAuthenticationToken.authenticated(name, null, List.of());
    }

    private void refuse(String name, String why, String address) {
        audit.write(new AuditEvent(
                AuditKind.SIGN_IN_REFUSED, Actor.person(name), null, null, "console", why + ", from " + address, null));
    }
}
