package org.anze.gateway.console.people;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Wrong passwords by the address they came from. They lock the account for that address and for no other: whoever knows a name
 * must not be able to keep its holder out. Durable on return; safe for many threads and for several nodes on one database.
 */
public final class Attempts {

    /** Wrong passwords in a row that lock an account for the address they came from. */
    static final int TRIES = 10;

    static final Duration LOCK = Duration.ofMinutes(30);

    /** How long an address from which somebody signed in is known as his. */
    static final Duration KNOWN = Duration.ofDays(90);

    /** How long an address from which nobody ever signed in is remembered. */
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final JdbcClient jdbc;
    private final Clock clock;

    public Attempts(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Whether this account is locked for this address now. */
    public boolean isLocked(String name, String address) {
        return holds("locked_until > ?", name, address, clock.instant());
    }

    /** Whether this person signed in from there in the last 90 days, with everything that was asked for. */
    public boolean isKnown(String name, String address) {
        return holds("signed_in_at > ?", name, address, clock.instant().minus(KNOWN));
    }

    private boolean holds(String condition, String name, String address, Instant than) {
        return jdbc.sql("select exists (select 1 from console_attempt where person = ? and address = ? and " + condition
                        + ")")
                .params(name, address, People.utc(than))
                .query(Boolean.class)
                .single();
    }

    /**
     * Counts a wrong password.
     *
     * @param name of an account that exists
     * @return whether the account is locked for this address by it
     */
    public boolean wrongPassword(String name, String address) {
        Instant now = clock.instant();
        jdbc.sql("delete from console_attempt where signed_in_at is null and tried_at < ?")
                .param(People.utc(now.minus(REMEMBERED)))
                .update();
        return jdbc.sql("insert into console_attempt (person, address, wrong_tries, tried_at) values (?, ?, 1, ?)"
                                + " on conflict (person, address) do update set tried_at = excluded.tried_at,"
                                + " wrong_tries = (console_attempt.wrong_tries + 1) % ?, locked_until = case"
                                + " when console_attempt.wrong_tries + 1 >= ? then ? else console_attempt.locked_until end"
                                + " returning wrong_tries")
                        .params(name, address, People.utc(now), TRIES, TRIES, People.utc(now.plus(LOCK)))
                        .query(Integer.class)
                        .single()
                == 0;
    }

    /** The person signed in from there: what was counted for this address is forgotten, and it is known as his. */
    public void signedIn(String name, String address) {
        Instant now = clock.instant();
        jdbc.sql("insert into console_attempt (person, address, tried_at, signed_in_at) values (?, ?, ?, ?)"
                        + " on conflict (person, address) do update set wrong_tries = 0, locked_until = null,"
                        + " tried_at = excluded.tried_at, signed_in_at = excluded.signed_in_at")
                .params(name, address, People.utc(now), People.utc(now))
                .update();
    }

    /** Forgets the wrong passwords for this account, wherever they came from. */
    public void forget(String name) {
        jdbc.sql("update console_attempt set wrong_tries = 0, locked_until = null where person = ?")
                .param(name)
                .update();
    }

    /** Person → number of addresses for which the account is locked now. */
    public Map<String, Long> locked() {
        Map<String, Long> locked = new TreeMap<>();
        jdbc.sql("select person, count(*) from console_attempt where locked_until > ? group by person")
                .param(People.utc(clock.instant()))
                .query(row -> {
                    locked.put(row.getString(1), row.getLong(2));
                });
        return locked;
    }
}
