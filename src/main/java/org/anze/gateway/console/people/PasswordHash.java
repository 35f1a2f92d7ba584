package org.anze.gateway.console.people;

import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * How passwords are hashed. A type of its own: a bare encoder among the beans would become the default of every other
 * security chain.
 */
public record PasswordHash(PasswordEncoder encoder) {

    /** Bcrypt with 2^10 rounds, the name of the method in front of each hash. */
    public static PasswordHash standard() {
        return new PasswordHash(PasswordEncoderFactories.createDelegatingPasswordEncoder());
    }
}
