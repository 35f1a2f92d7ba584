package org.anze.gateway.console.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.anze.gateway.pki.PrivateFiles;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;

/** The accounts. Durable on return; safe for many threads and for several nodes on one database. */
public final class People {

    /** Names are short and plain: they stand in the audit log and in addresses. */
    public static final String NAME_PATTERN = "[a-z][a-z0-9.-]{2,39}";

    /** Numbers of an employer's staff. */
    public static final String STAFF_NUMBER_PATTERN = "[A-Za-z0-9-]{1,30}";

    static final int ONE_TIME_LENGTH = 24;
    static final Duration ONE_TIME_AGE = Duration.ofHours(24);

    private static final int MOST = 1000;

    private final JdbcClient jdbc;
    private final PasswordEncoder encoder;
    private final Clock clock;

    public People(JdbcClient jdbc, PasswordEncoder encoder, Clock clock) {
        this.jdbc = jdbc;
        this.encoder = encoder;
        this.clock = clock;
    }

    /**
     * Somebody to be added.
     *
     * @param party needed for a party's user, and for nobody else
     * @param staffNumber the employer's number, needed for all who are added by people; two living accounts of one employer
     *     cannot have the same
     */
    public record Newcomer(
            String name,
            Role role,
            @Nullable String party,
            @Nullable String staffNumber) {}

    /** Why somebody could not be added; each has its text on the page. */
    public enum Refusal {
        NAME_TAKEN,
        STAFF_NUMBER_TAKEN
    }

    /**
     * What came of adding somebody.
     *
     * @param password the one-time password, good for a day; null when refused
     */
    public record Added(@Nullable String password, @Nullable Refusal refusal) {}

    /** The person of this name, ended or not. */
    public Optional<Person> find(String name) {
        return jdbc.sql("select * from console_person where name = ?")
                .param(name)
                .query((row, at) -> person(row))
                .optional();
    }

    /** Everybody, those who were ended last; {@value #MOST} at most. */
    public List<Person> all() {
        return jdbc.sql("select * from console_person order by ended_at is not null, role, name limit ?")
                .param(MOST)
                .query((row, at) -> person(row))
                .list();
    }

    /** Lets one node at a time make the first people, until the transaction ends. */
    void lock() {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended('org.anze.gateway.console.people', 0))")
                .query((row, at) -> "")
                .list();
    }

    /** Whether nobody was ever added. */
    boolean isEmpty() {
        return jdbc.sql("select not exists (select 1 from console_person)")
                .query(Boolean.class)
                .single();
    }

    /** Adds somebody, who must change the one-time password at the first sign-in. */
    public Added add(Newcomer newcomer, String by) {
        String password = PrivateFiles.randomSecret(ONE_TIME_LENGTH);
        try {
            insert(newcomer, password, by, false);
            return new Added(password, null);
        } catch (DuplicateKeyException e) {
            boolean known = find(newcomer.name()).isPresent();
            return new Added(null, known ? Refusal.NAME_TAKEN : Refusal.STAFF_NUMBER_TAKEN);
        }
    }

    /** Adds a person of the first start; the password lies in a file and may lie there for longer than a day. */
    void addAtFirstStart(String name, Role role, String password, boolean practice) {
        insert(new Newcomer(name, role, null, null), password, "gateway", practice);
    }

    private void insert(Newcomer newcomer, String password, String by, boolean practice) {
        Instant now = clock.instant();
        boolean firstStart = newcomer.staffNumber() == null;
        jdbc.sql("insert into console_person (name, role, party, staff_number, practice, password, password_at,"
                        + " must_change, password_until, created_at, created_by, credentials_by)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        newcomer.name(),
                        newcomer.role().name(),
                        newcomer.party(),
                        newcomer.staffNumber(),
                        practice,
                        encoder.encode(password),
                        utc(now),
                        !practice,
                        firstStart ? null : utc(now.plus(ONE_TIME_AGE)),
                        utc(now),
                        by,
                        firstStart || !newcomer.role().administrator() ? null : by)
                .update();
    }

    /** Whether this is the last living account of its role: an administrator's role must never be empty. */
    public boolean lastOfItsRole(Person person) {
        return jdbc.sql("select not exists (select 1 from console_person where role = ? and name <> ?"
                        + " and ended_at is null)")
                .params(person.role().name(), person.name())
                .query(Boolean.class)
                .single();
    }

    /** Nobody signs in with this name any more; it is never given to somebody else. The session ends at once. */
    public void end(String name) {
        jdbc.sql("update console_person set ended_at = ?, second_factor = null, revision = revision + 1"
                        + " where name = ? and ended_at is null")
                .params(utc(clock.instant()), name)
                .update();
    }

    /**
     * Notes that somebody else gave this account its credentials: when it is an administrator's, it counts for nothing that
     * takes two people until an administrator of another role has confirmed who holds it.
     */
    public void credentialsGiven(String name, String by) {
        jdbc.sql(
                        "update console_person set credentials_by = ? where name = ? and role in ('SYSTEM', 'SECURITY', 'AUDITOR')")
                .params(by, name)
                .update();
    }

    /** The accounts that wait to be confirmed. */
    public List<Person> unconfirmed() {
        return jdbc.sql("select * from console_person where credentials_by is not null and ended_at is null"
                        + " order by name limit ?")
                .param(MOST)
                .query((row, at) -> person(row))
                .list();
    }

    /** Whether this person's account was made at the first start, or confirmed since it was last given credentials. */
    public boolean isConfirmed(String name) {
        return jdbc.sql("select exists (select 1 from console_person where name = ? and credentials_by is null"
                        + " and ended_at is null)")
                .param(name)
                .query(Boolean.class)
                .single();
    }

    /**
     * Confirms that the right human being holds an account.
     *
     * @param by an administrator whose own account is confirmed, of another role than that account's
     * @return whether it waited, and for somebody like him
     */
    public boolean confirm(String name, String by) {
        return jdbc.sql("update console_person p set credentials_by = null where p.name = ? and p.ended_at is null"
                                + " and p.credentials_by is not null and p.credentials_by <> ? and exists (select 1"
                                + " from console_person v where v.name = ? and v.credentials_by is null"
                                + " and v.ended_at is null and v.role in ('SYSTEM', 'AUDITOR') and v.role <> p.role)")
                        .params(name, by, by)
                        .update()
                == 1;
    }

    /** Forgets the wrong tries. */
    public void unlock(String name) {
        jdbc.sql("update console_person set wrong_tries = 0, locked_until = null where name = ?")
                .param(name)
                .update();
    }

    static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static Instant needed(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static Person person(ResultSet row) throws SQLException {
        return new Person(
                row.getString("name"),
                Role.valueOf(row.getString("role")),
                row.getString("party"),
                row.getString("staff_number"),
                row.getBoolean("practice"),
                needed(row, "password_at"),
                row.getBoolean("must_change"),
                instant(row, "password_until"),
                instant(row, "locked_until"),
                row.getBytes("second_factor") != null,
                row.getLong("revision"),
                needed(row, "created_at"),
                row.getString("created_by"),
                instant(row, "ended_at"),
                instant(row, "last_sign_in"),
                row.getString("credentials_by"));
    }
}
