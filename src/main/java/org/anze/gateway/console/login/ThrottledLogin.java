package org.anze.gateway.console.login;

import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** Asks the {@link LoginThrottle} before a password is looked at. Safe for many threads. */
final class ThrottledLogin implements AuthenticationManager {

    private final AuthenticationManager passwords;
    private final LoginThrottle throttle;

    ThrottledLogin(AuthenticationManager passwords, LoginThrottle throttle) {
        this.passwords = passwords;
        this.throttle = throttle;
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        String address = attempt.getDetails() instanceof WebAuthenticationDetails details
                ? String.valueOf(details.getRemoteAddress())
                : "";
        String user = attempt.getName();
        if (!throttle.begin(user, address)) {
            throw new LockedException("too many wrong tries");
        }
        Authentication proved = passwords.authenticate(attempt);
        throttle.succeeded(user, address);
        return proved;
    }
}
