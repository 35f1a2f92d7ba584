package org.anze.gateway.reconcile;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.anze.gateway.ledger.TypeNumber;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.query.SharedPlaces;
import org.anze.gateway.reconcile.OwnSide.Kind;
import org.anze.gateway.reconcile.Results.Verdict;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.seal.SealCertificate;
import org.anze.gateway.seal.Signer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * What people see of reconciliation: counts, equations and verdicts; no key, no value and no digest. Safe for several threads;
 * every answer is one snapshot of the database.
 */
public final class ReconcileOverview {

    private static final int MOST_PARCELS = 10_000;

    private final JdbcClient jdbc;
    private final Snapshots snapshots;
    private final Balance balance;
    private final DailySheets sheets;
    private final Supplier<Parties> parties;

    /**
     * Over the gateway's database, with the key it seals by.
     *
     * @param together places, shared with the parties' requests
     */
    public ReconcileOverview(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Signer signer,
            SealCertificate certificate,
            Supplier<Parties> parties,
            ReconcileSettings settings,
            SharedPlaces together,
            Clock clock) {
        this.jdbc = jdbc;
        this.snapshots = new Snapshots(jdbc, transactions, settings.longestStatement(), together);
        this.balance = new Balance(jdbc);
        this.sheets = new DailySheets(
                jdbc,
                balance,
                new OwnSide(jdbc, signer.suite()),
                new Results(jdbc, settings),
                signer,
                certificate,
                settings.settling(),
                clock);
        this.parties = parties;
    }

    /** The figures of every party that had anything on this day, or said that it had, by party id. */
    public List<DayFigures> all(LocalDate day) {
        TreeSet<String> ids = new TreeSet<>();
        parties.get().all().stream().map(Party::id).forEach(ids::add);
        return snapshots.write(() -> {
            Day whole = new Day("", day);
            Set<String> claiming = Set.copyOf(jdbc.sql("select distinct party from reconciliation where day = ?")
                    .param(day)
                    .query(String.class)
                    .list());
            ids.addAll(claiming);
            // Also of those whose file is gone.
            ids.addAll(jdbc.sql("select distinct party from submission where received_at >= :from and received_at < :to"
                            + " union select distinct recipient from parcel"
                            + " where prepared_at >= :from and prepared_at < :to")
                    .param("from", whole.from())
                    .param("to", whole.to())
                    .query(String.class)
                    .list());
            return ids.stream()
                    .map(party -> balance.of(new Day(party, day)))
                    .filter(figures -> !figures.empty() || claiming.contains(figures.party()))
                    .toList();
        });
    }

    /** The figures of one party's day. */
    public DayFigures of(String party, LocalDate day) {
        return snapshots.write(() -> balance.of(new Day(party, day)));
    }

    /** The signed sheet of a party's day. */
    public DailySheets.Sheet sheet(String party, LocalDate day) {
        return snapshots.write(() -> sheets.of(party, day));
    }

    /** One comparison, in counts. */
    public record Compared(
            long id,
            String party,
            Direction direction,
            RecordType type,
            LocalDate day,
            long ourCount,
            long theirCount,
            long missingHere,
            long missingThere,
            long differing,
            boolean equal) {

        /** Whether parcels that are sent again may bring the other side what it lacks. */
        public boolean calledForAgain() {
            return direction == Direction.DELIVERED && missingThere + differing > 0;
        }
    }

    /**
     * The newest comparisons of a day, of one party or of all; besides the newest list when that is another one and nothing but a
     * count has been found equal since: that does not say that its differences have gone.
     */
    public List<Compared> compared(LocalDate day, List<String> of) {
        return jdbc.sql(
                        "select id, party, direction, record_type, day, our_count, their_count, missing_here, missing_there,"
                                + " differing, verdict from (select distinct on (party, direction, record_type, method = 'LIST') *,"
                                + " max(id) filter (where verdict = 'EQUAL' and method <> 'COUNT') over same as equal_since, max(id) over same as newest"
                                + " from reconciliation where day = ? and party = any(?)"
                                + " window same as (partition by party, direction, record_type)"
                                + " order by party, direction, record_type, method = 'LIST', id desc) r"
                                + " where id = newest or method = 'LIST' and id > coalesce(equal_since, 0)"
                                + " order by party, direction, record_type, id desc limit 1000")
                .params(day, of.toArray(String[]::new))
                .query((row, number) -> new Compared(
                        row.getLong(1),
                        row.getString(2),
                        Direction.valueOf(row.getString(3)),
                        TypeNumber.type(row.getShort(4)),
                        row.getObject(5, LocalDate.class),
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8),
                        row.getLong(9),
                        row.getLong(10),
                        Verdict.valueOf(row.getString(11)) == Verdict.EQUAL))
                .list();
    }

    /** A parcel that holds records which its recipient says it does not have, or has otherwise. */
    public record ParcelToResend(String recipient, long number) {}

    /**
     * The parcels of its day that a resend would bring again after this comparison, in order, at most 10,000; none for what was
     * sent to us, which only its sender can send again.
     *
     * @throws SenderMustCorrect when it is not known any more which records they would be for
     */
    public List<ParcelToResend> toResend(long comparison) {
        return snapshots.write(
                () -> jdbc.sql("select party, day from reconciliation where id = ? and direction = 'DELIVERED'")
                        .param(comparison)
                        .query((row, number) -> new Day(row.getString(1), row.getObject(2, LocalDate.class)))
                        .optional()
                        .map(day -> toResend(comparison, day))
                        .orElse(List.of()));
    }

    private List<ParcelToResend> toResend(long comparison, Day day) {
        boolean isForgotten = jdbc.sql(
                        "select missing_here + missing_there + differing > 0 and not exists (select 1"
                                + " from reconciliation_difference d where d.reconciliation = r.id) from reconciliation r where id = ?")
                .param(comparison)
                .query(Boolean.class)
                .single();
        if (isForgotten) {
            throw new SenderMustCorrect(ReconcileProblem.LIST_FORGOTTEN, Location.WHOLE);
        }
        return jdbc.sql("select distinct p.number from (select number, unnest(entries) as entry from parcel"
                        + " where recipient = :party and prepared_at >= :from and prepared_at < :to) p"
                        + " join reconciliation_difference d on d.entry = p.entry"
                        + " where d.reconciliation = :comparison and d.kind in (:kinds) order by p.number limit :most")
                .param("party", day.party())
                .param("from", day.from())
                .param("to", day.to())
                .param("comparison", comparison)
                .param("kinds", List.of(Kind.MISSING_THERE.name(), Kind.DIFFERENT.name()))
                .param("most", MOST_PARCELS)
                .query((row, number) -> new ParcelToResend(day.party(), row.getLong(1)))
                .list();
    }

    /** Today in China. */
    public static LocalDate today(Clock clock) {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.ofHours(8));
    }
}
