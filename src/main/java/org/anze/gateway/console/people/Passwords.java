package org.anze.gateway.console.people;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.anze.gateway.pki.PrivateFiles;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/** Passwords, and wrong tries of those who proved one. Durable on return; safe for many threads and for several nodes on one database. */
public final class Passwords {

    /** Wrong codes, and wrong proofs of people who are signed in, in a row that lock an account for every address. */
    static final int TRIES = 10;

    static final Duration LOCK = Duration.ofMinutes(30);
    static final int HISTORY = 5;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final PasswordEncoder encoder;
    private final PasswordRules rules;
    private final FirstPasswords firstPasswords;
    private final Attempts attempts;
    private final Clock clock;
    /** So that an unknown name takes as long as a known one. */
    private final String nobody;

    public Passwords(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            PasswordEncoder encoder,
            PasswordRules rules,
            FirstPasswords firstPasswords,
            Attempts attempts,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.encoder = encoder;
        this.rules = rules;
        this.firstPasswords = firstPasswords;
        this.attempts = attempts;
        this.clock = clock;
        this.nobody = encoder.encode(PrivateFiles.randomSecret(People.ONE_TIME_LENGTH));
    }

    /** Whether this is the password; as slow for a name that does not exist. */
    public boolean proves(String name, String password) {
        Optional<String> stored = stored(name);
        return encoder.matches(cut(password), stored.orElse(nobody)) && stored.isPresent();
    }

    /** A longer text cannot be a password, and costs the hash nothing. */
    private static String cut(String password) {
        return password.length() > PasswordRules.MOST_BYTES ? "" : password;
    }

    /**
     * Counts a wrong code of somebody who knows the password, or a wrong proof of somebody who is signed in: this is no stranger,
     * so the account is locked wherever he asks from. (For wrong passwords of strangers: {@link Attempts}.)
     *
     * @return whether the account is locked by it
     */
    public boolean wrongTry(String name) {
        Instant now = clock.instant();
        return jdbc.sql("update console_person set wrong_tries = case when wrong_tries + 1 >= ? then 0"
                        + " else wrong_tries + 1 end,"
                        + " locked_until = case when wrong_tries + 1 >= ? then ? else locked_until end"
                        + " where name = ? returning wrong_tries")
                .params(TRIES, TRIES, People.utc(now.plus(LOCK)), name)
                .query(Integer.class)
                .optional()
                .map(tries -> tries == 0)
                .orElse(false);
    }

    /**
     * Gives a person the password he chose; all sessions of his end.
     *
     * @param revision of the account when he proved who he is: nothing is done when it was changed since
     * @param staffNumber the employer's number for him, which an account of the first start has not yet; it counts for nothing
     *     where one is known
     * @return why not; empty when it is done
     */
    public Optional<PasswordRules.Refusal> choose(
            String name, long revision, String password, @Nullable String staffNumber) {
        Optional<PasswordRules.Refusal> refusal = rules.refusal(name, password);
        if (refusal.isPresent()) {
            return refusal;
        }
        if (usedBefore(name, password)) {
            return Optional.of(PasswordRules.Refusal.USED_BEFORE);
        }
        try {
            return replace(name, revision, encoder.encode(password), false, staffNumber)
                    ? Optional.empty()
                    : Optional.of(PasswordRules.Refusal.CHANGED_SINCE);
        } catch (DuplicateKeyException taken) {
            return Optional.of(PasswordRules.Refusal.STAFF_NUMBER_TAKEN);
        }
    }

    /** A one-time password for somebody who forgot his own, good for a day; all his sessions end. */
    public String reset(String name) {
        String password = PrivateFiles.randomSecret(People.ONE_TIME_LENGTH);
        replace(name, null, encoder.encode(password), true, null);
        return password;
    }

    private boolean usedBefore(String name, String password) {
        List<String> earlier = jdbc.sql(
                        "select hash from console_password where person = ? order by number desc limit ?")
                .params(name, HISTORY - 1)
                .query(String.class)
                .list();
        return stored(name).filter(hash -> encoder.matches(password, hash)).isPresent()
                || earlier.stream().anyMatch(hash -> encoder.matches(password, hash));
    }

    private boolean replace(
            String name, @Nullable Long revision, String hash, boolean oneTime, @Nullable String staffNumber) {
        boolean replaced = Boolean.TRUE.equals(
                transaction.execute(status -> update(status, name, revision, hash, oneTime, staffNumber)));
        if (replaced) {
            firstPasswords.delete(name);
        }
        return replaced;
    }

    private boolean update(
            TransactionStatus status,
            String name,
            @Nullable Long revision,
            String hash,
            boolean oneTime,
            @Nullable String staffNumber) {
        Instant now = clock.instant();
        jdbc.sql("insert into console_password (person, at, hash) select name, ?, password from console_person"
                        + " where name = ?")
                .params(People.utc(now), name)
                .update();
        int changed = jdbc.sql(
                        "update console_person set password = ?, password_at = ?, must_change = ?, password_until = ?,"
                                + " wrong_tries = 0, locked_until = null, revision = revision + 1,"
                                + " staff_number = coalesce(staff_number, ?::text)"
                                + " where name = ? and ended_at is null and revision = coalesce(?::bigint, revision)")
                .params(
                        hash,
                        People.utc(now),
                        oneTime,
                        oneTime ? People.utc(now.plus(People.ONE_TIME_AGE)) : null,
                        staffNumber,
                        name,
                        revision)
                .update();
        if (changed == 0) {
            status.setRollbackOnly();
            return false;
        }
        attempts.forget(name);
        jdbc.sql(
                        "delete from console_password where person = ? and number < (select min(number) from"
                                + " (select number from console_password where person = ? order by number desc limit ?) newest)")
                .params(name, name, HISTORY)
                .update();
        return true;
    }

    private Optional<String> stored(String name) {
        return jdbc.sql("select password from console_person where name = ? and ended_at is null")
                .param(name)
                .query(String.class)
                .optional();
    }
}
