package org.anze.gateway.archive;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.audit.AuditEvent;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.keys.KeyProblem;
import org.anze.gateway.keys.StoredDataKeys;
import org.anze.gateway.keys.TwoPersonRequests;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What people decide about archived months: one says where the bundle was verified a second time, another one lets its content be
 * taken out. Each act is in the audit log before it happens, and its refusal too. Safe for many threads and several processes.
 */
public final class ArchiveDesk {

    private static final int LONGEST_PLACE = 100;
    private static final String PENDING = "select id, month, digest, place, reason, requested_by, requested_at"
            + " from archive_removal where decided_at is null";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final ArchiveCatalogue catalogue;
    private final ArchiveSettings settings;
    private final AuditLog audit;
    private final Clock clock;
    private final TwoPersonRequests requests;

    /** Over the gateway's database. */
    public ArchiveDesk(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            ArchiveSettings settings,
            AuditLog audit,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.catalogue = new ArchiveCatalogue(jdbc);
        this.settings = settings;
        this.audit = audit;
        this.clock = clock;
        this.requests = new TwoPersonRequests(jdbc, "archive_removal", this::note, clock);
    }

    /** Who may be one of the two people, see {@link TwoPersonRequests#confirmedBy}. */
    public void confirmedBy(Predicate<String> people) {
        requests.confirmedBy(people);
    }

    /** A request for taking out that waits for its second person. */
    public record Request(
            long id,
            YearMonth month,
            byte[] digest,
            String place,
            String reason,
            String requestedBy,
            Instant requestedAt) {

        /** The digest as people compare it. */
        public String digestText() {
            return HexFormat.of().formatHex(digest);
        }
    }

    /** At most so many bundles, the newest month first. */
    public List<ArchiveCatalogue.Bundle> list(int limit) {
        return catalogue.list(limit);
    }

    /** What waits for a second person, oldest first. */
    public List<Request> pending() {
        return jdbc.sql(PENDING + " order by id limit 200")
                .query((row, number) -> request(row))
                .list();
    }

    /**
     * Asks for a month's content to be taken out of the live tables.
     *
     * @param digest of the bundle as it was verified at the second place, in hexadecimal
     * @param place where that copy is kept
     * @return the request's number; the same again for the same request while it waits
     * @throws SenderMustCorrect when it is not the bundle of the catalogue, the month is still needed, another request for it
     *     waits, or no reason is given
     */
    public long requestRemoval(Actor who, YearMonth month, String digest, String place, String reason) {
        String person = who.requirePerson();
        String why = TwoPersonRequests.reason(reason);
        String where = TwoPersonRequests.reason(place);
        if (where.length() > LONGEST_PLACE) {
            throw new SenderMustCorrect(KeyProblem.REASON_NEEDED, Location.WHOLE);
        }
        ArchiveCatalogue.Bundle bundle = require(month);
        requests.requireConfirmed(who, subject(month), person);
        requireDigest(bundle, digest);
        requireRemovable(bundle);
        Optional<Request> waiting = pendingOf(month);
        if (waiting.isEmpty()) {
            note(who, subject(month), "removal requested, verified at " + where, why);
            waiting = jdbc.sql("insert into archive_removal (month, digest, place, reason, requested_by, requested_at)"
                            + " values (?, ?, ?, ?, ?, ?) on conflict (month) where decided_at is null do nothing"
                            + " returning id, month, digest, place, reason, requested_by, requested_at")
                    .params(month.atDay(1), bundle.digest(), where, why, person, ArchiveCatalogue.utc(clock.instant()))
                    .query((row, number) -> request(row))
                    .optional()
                    // Somebody else asked in this moment.
                    .or(() -> pendingOf(month));
        }
        Request request = waiting.orElseThrow(() -> new SenderMustCorrect(KeyProblem.NOT_OPEN, Location.WHOLE));
        // Who asks the same again finds the request that waits; what the second person reads is never anybody else's.
        boolean same = Arrays.equals(request.digest(), bundle.digest())
                && request.place().equals(where)
                && request.reason().equals(why)
                && request.requestedBy().equals(person);
        if (!same) {
            note(who, subject(month), "removal not requested: request " + request.id() + " waits", why);
            throw new SenderMustCorrect(
                    ArchiveProblem.REMOVAL_WAITS,
                    Location.WHOLE,
                    month,
                    request.requestedBy() + ", " + request.place() + ", " + request.digestText());
        }
        return request.id();
    }

    private Optional<Request> pendingOf(YearMonth month) {
        return jdbc.sql(PENDING + " and month = ?")
                .param(month.atDay(1))
                .query((row, number) -> request(row))
                .optional();
    }

    /**
     * Lets the content be taken out; the node that holds the schedules does it, in portions, from now on.
     *
     * @throws SenderMustCorrect when this is the person who asked, one of the two is not confirmed, the bundle is another one
     *     meanwhile, or the month is needed again
     */
    public void approveRemoval(long id, Actor who) {
        Request request = open(id);
        String subject = subject(request.month());
        requests.requireSecond(who, subject, request.requestedBy());
        note(who, subject, "removal approved", request.reason());
        transaction.executeWithoutResult(status -> {
            // Otherwise another bundle might be entered between the comparison and the decision.
            catalogue.lock(request.month());
            ArchiveCatalogue.Bundle bundle = require(request.month());
            requireDigest(bundle, request.digestText());
            requireRemovable(bundle);
            requests.decide(id, who, subject, true);
        });
    }

    /** Ends a request without taking anything out. */
    public void refuseRemoval(long id, Actor who) {
        Request request = open(id);
        String subject = subject(request.month());
        note(who, subject, "removal refused", null);
        requests.decide(id, who, subject, false);
    }

    private Request open(long id) {
        return jdbc.sql(PENDING + " and id = ?")
                .param(id)
                .query((row, number) -> request(row))
                .optional()
                .orElseThrow(() -> new SenderMustCorrect(KeyProblem.NOT_OPEN, Location.WHOLE));
    }

    private static Request request(ResultSet row) throws SQLException {
        return new Request(
                row.getLong(1),
                YearMonth.from(row.getObject(2, LocalDate.class)),
                row.getBytes(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getObject(7, OffsetDateTime.class).toInstant());
    }

    private ArchiveCatalogue.Bundle require(YearMonth month) {
        ArchiveCatalogue.Bundle bundle = catalogue
                .find(month)
                .orElseThrow(() -> new SenderMustCorrect(ArchiveProblem.NO_BUNDLE, Location.WHOLE, month));
        if (bundle.takenOutAt() != null) {
            throw new SenderMustCorrect(ArchiveProblem.IS_OUT, Location.WHOLE, month);
        }
        return bundle;
    }

    private static void requireDigest(ArchiveCatalogue.Bundle bundle, String digest) {
        String given = digest.strip().toLowerCase(Locale.ROOT);
        if (!given.matches("[0-9a-f]{64}") || !Arrays.equals(HexFormat.of().parseHex(given), bundle.digest())) {
            throw new SenderMustCorrect(ArchiveProblem.DIGEST_DIFFERS, Location.WHOLE, bundle.month());
        }
    }

    /** Nobody inside the gateway will ask for the content in the usual course of things. */
    private void requireRemovable(ArchiveCatalogue.Bundle bundle) {
        YearMonth month = bundle.month();
        if (catalogue.isLeaving(month)) {
            throw new SenderMustCorrect(ArchiveProblem.IS_OUT, Location.WHOLE, month);
        }
        YearMonth now = YearMonth.from(clock.instant().atZone(StoredDataKeys.ZONE));
        if (month.plusMonths(settings.liveMonths()).isAfter(now)) {
            throw stillLive(month, "在线保留期 / anze.archive.live-months");
        }
        String behind = jdbc.sql("select coalesce(string_agg(recipient, ', ' order by recipient), '')"
                        + " from feed_cursor where next_entry < ?")
                .param(bundle.to())
                .query(String.class)
                .single();
        if (!behind.isEmpty()) {
            throw stillLive(month, "有接收方尚未收到 / a recipient's cursor is before its end: " + behind);
        }
        refuseIf(
                month,
                "交换包未结清 / parcels not settled",
                "select exists (select 1 from parcel where settled_at is null and from_entry < ?)",
                bundle.to());
        refuseIf(
                month,
                "待补发的记录 / records to be given again",
                "select exists (select 1 from feed_backlog where entry >= ? and entry < ?)",
                bundle.from(),
                bundle.to());
        refuseIf(
                month,
                "接收方拒收、停放的记录 / records a recipient refused, parked",
                "select exists (select 1 from parked_record where released_at is null and entry >= ? and entry < ?)",
                bundle.from(),
                bundle.to());
        MonthRange range = new MonthRange(month, bundle.from(), bundle.to());
        refuseIf(
                month,
                "重新映射任务未办结 / a re-map task is open",
                "select exists (select 1 from task t join task_item i on i.task = t.id join submission s on s.seq = i.subject"
                        + " where t.kind = 'REMAP' and t.ended_at is null and i.outcome is null"
                        + " and s.received_at >= ? and s.received_at < ?)",
                range.begin(),
                range.end());
        if (!catalogue.isComplete(bundle)) {
            throw new SenderMustCorrect(ArchiveProblem.BUNDLE_INCOMPLETE, Location.WHOLE, month);
        }
    }

    private void refuseIf(YearMonth month, String why, String sql, Object... parameters) {
        if (jdbc.sql(sql).params(parameters).query(Boolean.class).single()) {
            throw stillLive(month, why);
        }
    }

    private static SenderMustCorrect stillLive(YearMonth month, String why) {
        return new SenderMustCorrect(ArchiveProblem.STILL_LIVE, Location.WHOLE, month, why);
    }

    private static String subject(YearMonth month) {
        return "archive " + month;
    }

    private void note(Actor who, String subject, String outcome, @Nullable String reason) {
        audit.write(new AuditEvent(AuditKind.OPERATION, who, null, null, subject, outcome, reason));
    }
}
