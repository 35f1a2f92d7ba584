package org.anze.gateway.keys;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.audit.AuditEvent;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A look at the values of one record in an emergency: one auditor asks, another one lets it, and the first may look for 15
 * minutes. Each step is in the audit log before it happens. Whether somebody is an auditor is for the caller to know. Safe for
 * many threads.
 *
 * @param <V> what is looked at
 */
public final class BreakGlass<V> {

    /** How long after the approval one may look. */
    public static final Duration VALID = Duration.ofMinutes(15);

    /** How long a request may be approved: an emergency is not a stock of permissions. */
    static final Duration WAITS = Duration.ofDays(1);

    /** Requests of one person that may wait at the same time. */
    private static final int MOST_WAITING = 20;

    private static final String COLUMNS =
            "id, entry, requested_by, requested_at, reason, decided_by, decided_at, approved";

    private final JdbcClient jdbc;
    private final AuditLog audit;
    private final Clock clock;
    private final TwoPersonRequests requests;
    private final LongFunction<V> views;

    /**
     * @param confirmed whether a person may be one of the two: somebody else has made sure who holds the account
     * @param views makes the view of a ledger entry; called only when it is allowed
     */
    public BreakGlass(
            JdbcClient jdbc, AuditLog audit, Clock clock, Predicate<String> confirmed, LongFunction<V> views) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.clock = clock;
        this.views = views;
        this.requests = new TwoPersonRequests(jdbc, "break_glass", this::note, clock);
        requests.confirmedBy(confirmed);
    }

    /**
     * A request.
     *
     * @param entry ledger index of the record
     * @param approved null as long as nobody decided
     */
    public record Request(
            long id,
            long entry,
            String requestedBy,
            Instant requestedAt,
            String reason,
            @Nullable String decidedBy,
            @Nullable Instant decidedAt,
            @Nullable Boolean approved) {

        /** Whether it can still be decided. */
        public boolean isWaiting(Instant now) {
            return decidedAt == null && now.isBefore(requestedAt.plus(WAITS));
        }

        /** Whether its maker may look at this moment. */
        public boolean mayOpen(Instant now) {
            return Boolean.TRUE.equals(approved) && decidedAt != null && !now.isAfter(decidedAt.plus(VALID));
        }
    }

    /**
     * Asks; what is not approved within {@link #WAITS} lapses.
     *
     * @throws SenderMustCorrect when no reason is given, the account is not confirmed, or too many requests of his wait
     */
    public long request(Actor who, long entry, String reason) {
        String person = who.requirePerson();
        String why = TwoPersonRequests.reason(reason);
        requests.requireConfirmed(who, subject(entry), person);
        int waiting = jdbc.sql("select count(*) from break_glass where requested_by = ? and decided_at is null"
                        + " and requested_at > ?")
                .params(person, KeyRows.utc(clock.instant().minus(WAITS)))
                .query(Integer.class)
                .single();
        if (waiting >= MOST_WAITING) {
            throw new SenderMustCorrect(KeyProblem.TOO_MANY_WAIT, Location.WHOLE, MOST_WAITING);
        }
        note(who, subject(entry), "requested", why);
        return jdbc.sql("insert into break_glass (entry, requested_by, requested_at, reason) values (?, ?, ?, ?)"
                        + " returning id")
                .params(entry, person, KeyRows.utc(clock.instant()), why)
                .query(Long.class)
                .single();
    }

    /** The newest requests, the newest first. */
    public List<Request> newest(int limit) {
        return jdbc.sql("select " + COLUMNS + " from break_glass order by id desc limit ?")
                .param(limit)
                .query((row, number) -> request(row))
                .list();
    }

    private static Request request(ResultSet row) throws SQLException {
        OffsetDateTime decided = row.getObject(7, OffsetDateTime.class);
        return new Request(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                row.getObject(4, OffsetDateTime.class).toInstant(),
                row.getString(5),
                row.getString(6),
                decided == null ? null : decided.toInstant(),
                row.getObject(8, Boolean.class));
    }

    /**
     * Lets the person who asked look, from now on for {@link #VALID}.
     *
     * @throws SenderMustCorrect when this is the person who asked, one of the two is not confirmed, it was decided already, or
     *     it lapsed
     */
    public void approve(long id, Actor who) {
        Request request = waiting(id);
        String subject = subject(request.entry());
        requests.requireSecond(who, subject, request.requestedBy());
        note(who, subject, "approved for " + request.requestedBy(), request.reason());
        requests.decide(id, who, subject, true);
    }

    /** Does not let him. */
    public void refuse(long id, Actor who) {
        Request request = waiting(id);
        String subject = subject(request.entry());
        note(who, subject, "rejected for " + request.requestedBy(), null);
        requests.decide(id, who, subject, false);
    }

    /**
     * The view, for the person who asked.
     *
     * @throws SenderMustCorrect when it is not approved, not his, or over, or one of the two is not confirmed any more
     */
    public V open(long id, Actor who) {
        Request request = find(id);
        String subject = subject(request.entry());
        if (!request.requestedBy().equals(who.requirePerson()) || !request.mayOpen(clock.instant())) {
            note(who, subject, "look refused", null);
            throw new SenderMustCorrect(KeyProblem.BREAK_GLASS_OVER, Location.WHOLE);
        }
        // Somebody else may have given himself their password meanwhile.
        requests.requireConfirmed(who, subject, request.requestedBy());
        requests.requireConfirmed(who, subject, String.valueOf(request.decidedBy()));
        note(who, subject, "looked at, approved by " + request.decidedBy(), request.reason());
        return views.apply(request.entry());
    }

    private Request find(long id) {
        return jdbc.sql("select " + COLUMNS + " from break_glass where id = ?")
                .param(id)
                .query((row, number) -> request(row))
                .optional()
                .orElseThrow(() -> new SenderMustCorrect(KeyProblem.NOT_OPEN, Location.WHOLE));
    }

    /** One that waits to be decided. */
    private Request waiting(long id) {
        Request request = find(id);
        if (!request.isWaiting(clock.instant())) {
            throw new SenderMustCorrect(KeyProblem.NOT_OPEN, Location.WHOLE);
        }
        return request;
    }

    private static String subject(long entry) {
        return "ledger entry " + entry;
    }

    private void note(Actor who, String subject, String outcome, @Nullable String reason) {
        audit.write(new AuditEvent(AuditKind.BREAK_GLASS, who, null, null, subject, outcome, reason));
    }
}
