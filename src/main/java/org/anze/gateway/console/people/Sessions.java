package org.anze.gateway.console.people;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who is signed in. A person has one session, on whatever node: the newest. Safe for many threads and for several nodes on
 * one database.
 */
public final class Sessions {

    private static final int MOST = 1000;

    private final JdbcClient jdbc;
    private final Clock clock;

    public Sessions(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A session that may be alive; one that was left to run out stays in the list until its person comes again. */
    public record Session(String person, Instant startedAt, Instant seenAt, String address) {}

    /** Begins a session and ends the one before it. The token is random and stays in the memory of this node. */
    public void begin(String name, byte[] token, String address) {
        Instant now = clock.instant();
        jdbc.sql("insert into console_session (person, token, started_at, seen_at, address) values (?, ?, ?, ?, ?)"
                        + " on conflict (person) do update set token = excluded.token,"
                        + " started_at = excluded.started_at, seen_at = excluded.seen_at, address = excluded.address")
                .params(name, hash(token), People.utc(now), People.utc(now), address)
                .update();
        jdbc.sql("update console_person set wrong_tries = 0, locked_until = null, last_sign_in = ? where name = ?")
                .params(People.utc(now), name)
                .update();
    }

    /** Whether this session is the person's, and nothing about the person changed since. */
    public boolean holds(String name, byte[] token, long revision) {
        return jdbc.sql("select s.token from console_session s join console_person p on p.name = s.person"
                        + " where s.person = ? and p.revision = ? and p.ended_at is null")
                .params(name, revision)
                .query(byte[].class)
                .optional()
                .filter(stored -> MessageDigest.isEqual(stored, hash(token)))
                .isPresent();
    }

    /** A person did something in this session. */
    public void seen(String name) {
        jdbc.sql("update console_session set seen_at = ? where person = ?")
                .params(People.utc(clock.instant()), name)
                .update();
    }

    /** Ends this session, not one that was begun after it. */
    public void end(String name, byte[] token) {
        jdbc.sql("delete from console_session where person = ? and token = ?")
                .params(name, hash(token))
                .update();
    }

    /** Ends whatever session this person has. */
    public boolean end(String name) {
        return jdbc.sql("delete from console_session where person = ?")
                        .param(name)
                        .update()
                > 0;
    }

    /** The sessions, the newest first. */
    public List<Session> all() {
        return jdbc.sql("select * from console_session order by seen_at desc limit ?")
                .param(MOST)
                .query((row, at) -> new Session(
                        row.getString("person"),
                        Optional.ofNullable(People.instant(row, "started_at")).orElseThrow(),
                        Optional.ofNullable(People.instant(row, "seen_at")).orElseThrow(),
                        row.getString("address")))
                .list();
    }

    private static byte[] hash(byte[] token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
