package org.anze.gateway.console.people;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person as stored, without any secret.
 *
 * @param name what the person signs in with; also the name in the audit log
 * @param party the party whose user this is; null for the operator's people
 * @param staffNumber the employer's number for this human being; null for those of the first start
 *     until their holders have signed in
 * @param practice made by the demo: signs in with a password alone while the console is set to practice
 * @param mustChange whether somebody else knows the password
 * @param passwordUntil end of a one-time password; null for one that the person chose
 * @param lockedUntil null when not locked
 * @param secondFactor whether one is set up
 * @param revision goes up when sessions must end
 * @param credentialsBy which security administrator made this administrator's account, reset it or took its second factor
 *     off, until it is confirmed; null when nothing waits
 * @param endedAt since when nobody may sign in with this name any more; null while it may be used
 */
public record Person(
        String name,
        Role role,
        @Nullable String party,
        @Nullable String staffNumber,
        boolean practice,
        Instant passwordAt,
        boolean mustChange,
        @Nullable Instant passwordUntil,
        @Nullable Instant lockedUntil,
        boolean secondFactor,
        long revision,
        Instant createdAt,
        String createdBy,
        @Nullable Instant endedAt,
        @Nullable Instant lastSignIn,
        @Nullable String credentialsBy) {

    /** Whether wrong tries, or nothing, keep this person out now. */
    public boolean lockedAt(Instant now) {
        return lockedUntil != null && now.isBefore(lockedUntil);
    }

    /**
     * Whether the holder still has to say who he is: until the employer's number is known, one human being could hold several
     * accounts of the first start.
     */
    public boolean lacksStaffNumber() {
        return staffNumber == null;
    }

    /** Whether the password has to be changed before anything else. */
    public boolean passwordIsOver(Instant now, Duration age) {
        return mustChange || !now.isBefore(passwordAt.plus(age));
    }

    /** Whether a one-time password was left lying too long. */
    public boolean oneTimePasswordIsOver(Instant now) {
        return passwordUntil != null && !now.isBefore(passwordUntil);
    }
}
