package org.anze.gateway.keys;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.List;
import java.util.function.Predicate;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.audit.AuditEvent;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What people do with keys at rest. Each act is in the audit log before it happens, and its refusal too. Safe for many threads
 * and for several processes on one database.
 */
public final class KeyDesk {

    private static final String PENDING =
            "select id, party, month, requested_by, requested_at, reason from key_destruction where decided_at is null";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final KeyRows rows;
    private final StoredDataKeys keys;
    private final KeyCipher masterCipher;
    private final AuditLog audit;
    private final Clock clock;
    private final TwoPersonRequests requests;

    /** @param masterCipher what new master keys in a file are for */
    public KeyDesk(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            StoredDataKeys keys,
            MasterKeys masters,
            KeyCipher masterCipher,
            AuditLog audit,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.rows = new KeyRows(jdbc, transactions, masters);
        this.keys = keys;
        this.masterCipher = masterCipher;
        this.audit = audit;
        this.clock = clock;
        this.requests = new TwoPersonRequests(jdbc, "key_destruction", this::note, clock);
    }

    /** Who may be one of the two people, see {@link TwoPersonRequests#confirmedBy}. */
    public void confirmedBy(Predicate<String> people) {
        requests.confirmedBy(people);
    }

    /**
     * A data key as people see it.
     *
     * @param generation from 1; more than one when the key was changed within the month
     * @param master name of the master key that closes it
     * @param destroyedAt null while it exists
     */
    public record Listed(
            int id,
            String party,
            YearMonth month,
            int generation,
            KeyCipher cipher,
            String master,
            Instant createdAt,
            @Nullable Instant destroyedAt) {}

    /** A request for destruction that waits for its second person. */
    public record Request(
            long id, String party, YearMonth month, String requestedBy, Instant requestedAt, String reason) {}

    /** At most so many data keys, the newest month first. */
    public List<Listed> list(int limit) {
        return rows.newest(limit).stream()
                .map(row -> new Listed(
                        row.id(),
                        row.party(),
                        row.month(),
                        row.generation(),
                        row.cipher(),
                        row.master(),
                        row.createdAt(),
                        row.destroyedAt()))
                .toList();
    }

    /**
     * Makes the next master key without using it, so that a key store file can be copied to other nodes first. Does nothing
     * when one waits already.
     *
     * @return its name
     */
    public String prepareMaster(Actor who) {
        note(who, "master key", "next one asked for", null);
        String master = rows.prepareMaster(masterCipher);
        note(who, "master key", "next one is " + master, null);
        return master;
    }

    /**
     * Closes every data key under the next master key, which is made unless one was prepared; content is not touched, and work
     * goes on meanwhile. Broken off, it is finished by the next call.
     *
     * @return name of the master key in use now; the ones before may be taken away
     * @throws IllegalStateException when the key store does not hold the master key in use, but another one of its name
     */
    public String rotateMaster(Actor who) {
        note(who, "master key", "rotation begun", null);
        String master = rows.changeMaster(masterCipher);
        int count = rows.rewrap();
        while (count > 0) {
            count = rows.rewrap();
        }
        note(who, "master key", "rotated to " + master, null);
        return master;
    }

    /**
     * Gives a party another data key for the rest of the running month; what is closed stays under its own.
     *
     * @throws SenderMustCorrect when it has none this month
     */
    public void renew(Actor who, String party) {
        requireKey(party, StoredDataKeys.month(clock.instant()));
        note(who, party, "new data key within the month", null);
        keys.renew(party);
    }

    /**
     * Asks for the destruction of a party's data keys of a month.
     *
     * @throws SenderMustCorrect when there is nothing to destroy, it is still needed, or no reason is given
     */
    public long requestDestruction(Actor who, String party, YearMonth month, String reason) {
        String person = who.requirePerson();
        String why = TwoPersonRequests.reason(reason);
        // First, so that no name that is nobody's gets into the audit log.
        requireKey(party, month);
        requests.requireConfirmed(who, subject(party, month), person);
        requireDestructible(party, month);
        note(who, subject(party, month), "destruction requested", why);
        return jdbc.sql("insert into key_destruction (party, month, requested_by, requested_at, reason)"
                        + " values (?, ?, ?, ?, ?)"
                        // Who asks again finds the request that waits.
                        + " on conflict (party, month) where decided_at is null do update set party = excluded.party"
                        + " returning id")
                .params(party, month.atDay(1), person, KeyRows.utc(clock.instant()), why)
                .query(Long.class)
                .single();
    }

    /** What waits for a second person, oldest first. */
    public List<Request> pending() {
        return jdbc.sql(PENDING + " order by id limit 200")
                .query((row, number) -> request(row))
                .list();
    }

    private static Request request(ResultSet row) throws SQLException {
        return new Request(
                row.getLong(1),
                row.getString(2),
                YearMonth.from(row.getObject(3, LocalDate.class)),
                row.getString(4),
                row.getObject(5, OffsetDateTime.class).toInstant(),
                row.getString(6));
    }

    /**
     * Destroys the keys, durably on return: the database forgets them, this process at once and others within two seconds.
     * Copies in backups, in the database's log and in its dead rows open with a master key of that time, until that one is
     * changed and taken away.
     *
     * @throws SenderMustCorrect when this is the person who asked, one of the two is not confirmed, or it is needed again
     */
    public void approveDestruction(long id, Actor who) {
        Request request = open(id);
        String subject = subject(request.party(), request.month());
        requests.requireSecond(who, subject, request.requestedBy());
        note(who, subject, "destruction approved", request.reason());
        try {
            transaction.executeWithoutResult(status -> {
                requests.decide(id, who, subject, true);
                // After the row is taken, so that nothing of that month begins in between unseen by both.
                requireDestructible(request.party(), request.month());
                rows.destroy(request.party(), request.month(), clock.instant());
            });
        } catch (SenderMustCorrect e) {
            note(who, subject, "not destroyed: " + e.finding().code(), null);
            throw e;
        } finally {
            // Whatever happened: the answer to a commit may have been lost.
            keys.forget();
        }
        note(who, subject, "destroyed", request.reason());
    }

    /** Ends a request without destroying anything. */
    public void refuseDestruction(long id, Actor who) {
        Request request = open(id);
        String subject = subject(request.party(), request.month());
        note(who, subject, "destruction refused", null);
        requests.decide(id, who, subject, false);
    }

    private Request open(long id) {
        return jdbc.sql(PENDING + " and id = ?")
                .param(id)
                .query((row, number) -> request(row))
                .optional()
                .orElseThrow(() -> new SenderMustCorrect(KeyProblem.NOT_OPEN, Location.WHOLE));
    }

    private void requireKey(String party, YearMonth month) {
        if (rows.newest(party, month).isEmpty()) {
            throw new SenderMustCorrect(KeyProblem.NOTHING_TO_DESTROY, Location.WHOLE, party, month);
        }
    }

    private void requireDestructible(String party, YearMonth month) {
        requireKey(party, month);
        // A day more, for what was on its way in when the month ended.
        if (!month.isBefore(StoredDataKeys.month(clock.instant().minus(Duration.ofDays(1))))) {
            throw stillNeeded(party, month, "当月 / the running month");
        }
        OffsetDateTime from =
                KeyRows.utc(month.atDay(1).atStartOfDay(StoredDataKeys.ZONE).toInstant());
        OffsetDateTime to = KeyRows.utc(
                month.plusMonths(1).atDay(1).atStartOfDay(StoredDataKeys.ZONE).toInstant());
        if (jdbc.sql("select exists (select 1 from submission where party = ? and received_at >= ? and received_at < ?"
                        + " and (finished_at is null or parked > 0))")
                .params(party, from, to)
                .query(Boolean.class)
                .single()) {
            throw stillNeeded(party, month, "报送未处理完 / submissions in progress");
        }
        // The number of the key stands in front of the closed document.
        if (jdbc.sql("select exists (select 1 from parcel p join data_key k on k.id = "
                        + DataKey.numberIn("p.document")
                        + " where p.recipient = ? and p.settled_at is null and k.party = ? and k.month = ?)")
                .params(party, party, month.atDay(1))
                .query(Boolean.class)
                .single()) {
            throw stillNeeded(party, month, "交换包未结清 / parcels not settled");
        }
    }

    private static SenderMustCorrect stillNeeded(String party, YearMonth month, String why) {
        return new SenderMustCorrect(KeyProblem.STILL_NEEDED, Location.WHOLE, party, month, why);
    }

    private static String subject(String party, YearMonth month) {
        return "data key " + party + " " + month;
    }

    private void note(Actor who, String subject, String outcome, @Nullable String reason) {
        audit.write(new AuditEvent(AuditKind.KEY, who, null, null, subject, outcome, reason));
    }
}
