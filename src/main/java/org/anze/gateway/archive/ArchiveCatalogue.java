package org.anze.gateway.archive;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which months were written into bundles, and which of them were taken out. Safe for several threads. */
public final class ArchiveCatalogue {

    private static final String COLUMNS =
            "month, from_entry, to_entry, submissions, file, bytes, digest, keep_until, made_by, made_at, taken_out_at";

    private final JdbcClient jdbc;

    /** Over the gateway's database. */
    public ArchiveCatalogue(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A bundle as the catalogue has it.
     *
     * @param from index of the first entry
     * @param to index after the last entry
     * @param bytes size of the file
     * @param digest H of its manifest
     * @param keepUntil the first day on which nobody has to keep it any more
     * @param takenOutAt since when its content is not in the live tables; null while it is
     */
    public record Bundle(
            YearMonth month,
            long from,
            long to,
            long submissions,
            String file,
            long bytes,
            byte[] digest,
            LocalDate keepUntil,
            String madeBy,
            Instant madeAt,
            @Nullable Instant takenOutAt) {

        /** Number of entries. */
        public long entries() {
            return to - from;
        }

        /** The digest as people compare it: lower-case hexadecimal. */
        public String digestText() {
            return HexFormat.of().formatHex(digest);
        }
    }

    /** At most so many bundles, the newest month first. */
    public List<Bundle> list(int limit) {
        return jdbc.sql("select " + COLUMNS + " from archive_bundle order by month desc limit ?")
                .param(limit)
                .query((row, number) -> bundle(row))
                .list();
    }

    /** The bundle of a month. */
    public Optional<Bundle> find(YearMonth month) {
        return jdbc.sql("select " + COLUMNS + " from archive_bundle where month = ?")
                .param(month.atDay(1))
                .query((row, number) -> bundle(row))
                .optional();
    }

    private static Bundle bundle(ResultSet row) throws SQLException {
        OffsetDateTime out = row.getObject(11, OffsetDateTime.class);
        return new Bundle(
                YearMonth.from(row.getObject(1, LocalDate.class)),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getString(5),
                row.getLong(6),
                row.getBytes(7),
                row.getObject(8, LocalDate.class),
                row.getString(9),
                row.getObject(10, OffsetDateTime.class).toInstant(),
                out == null ? null : out.toInstant());
    }

    /** Keeps others from exchanging a month's bundle, or from deciding about it, until the caller's transaction ends. */
    void lock(YearMonth month) {
        jdbc.sql("select 1 from archive_bundle where month = ? for update")
                .param(month.atDay(1))
                .query(Integer.class)
                .optional();
    }

    /** Whether content of the month is on its way out: some of it may be gone already. */
    boolean isLeaving(YearMonth month) {
        return jdbc.sql(
                        "select exists (select 1 from archive_removal where month = ? and approved and done_at is null)")
                .param(month.atDay(1))
                .query(Boolean.class)
                .single();
    }

    /**
     * Whether the month has exactly the submissions that were counted into its bundle. A number is drawn before the bytes are
     * written: one that is lower than the bundle's last may have become visible after the bundle was read.
     */
    boolean isComplete(Bundle bundle) {
        MonthRange range = new MonthRange(bundle.month(), bundle.from(), bundle.to());
        return jdbc.sql("select count(*) = ? from submission s where " + MonthMembers.OF_MONTH
                        + " and s.seq <= (select last_submission from archive_bundle where month = ?)")
                .params(
                        bundle.submissions(),
                        range.begin(),
                        range.end(),
                        range.to(),
                        range.from(),
                        bundle.month().atDay(1))
                .query(Boolean.class)
                .single();
    }

    /**
     * Enters a verified bundle, or another one of a month whose content is in the live tables, in the caller's transaction.
     *
     * @throws SenderMustCorrect with {@link ArchiveProblem#IS_OUT} when it was let out since: then the one before stays
     */
    void enter(BundleReport report, long lastSubmission, Path file, long bytes, String person, Instant now) {
        // First the lock: one statement would look for removals as they were before it waited for who approves one.
        lock(report.month());
        boolean entered = !isLeaving(report.month()) && upsert(report, lastSubmission, file, bytes, person, now) == 1;
        if (!entered) {
            throw new SenderMustCorrect(ArchiveProblem.IS_OUT, Location.WHOLE, report.month());
        }
    }

    private int upsert(BundleReport report, long lastSubmission, Path file, long bytes, String person, Instant now) {
        return jdbc.sql(
                        "insert into archive_bundle (month, from_entry, to_entry, submissions, last_submission, file, bytes,"
                                + " digest, keep_until, made_by, made_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                                + " on conflict (month) do update set submissions = excluded.submissions,"
                                + " last_submission = excluded.last_submission, file = excluded.file,"
                                + " bytes = excluded.bytes, digest = excluded.digest, keep_until = excluded.keep_until,"
                                + " made_by = excluded.made_by, made_at = excluded.made_at"
                                + " where archive_bundle.taken_out_at is null")
                .params(
                        report.month().atDay(1),
                        report.from(),
                        report.to(),
                        report.submissions(),
                        lastSubmission,
                        file.getFileName().toString(),
                        bytes,
                        report.digest(),
                        report.keepUntil(),
                        person,
                        utc(now))
                .update();
    }

    /** Notes that all of a month's content is out. */
    void takenOut(YearMonth month, Instant now) {
        jdbc.sql("update archive_bundle set taken_out_at = ? where month = ?")
                .params(utc(now), month.atDay(1))
                .update();
    }

    /** Notes that all of a month's content is back. */
    void restored(YearMonth month, Instant now) {
        jdbc.sql("update archive_bundle set taken_out_at = null, restored_at = ? where month = ?")
                .params(utc(now), month.atDay(1))
                .update();
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
