package org.anze.gateway.console;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parcels of one recipient, newest first. Safe for many threads. */
final class Parcels {

    static final int PAGE = 50;

    private static final String COLUMNS = "select p.recipient, p.number, p.state, p.records,"
            + " cardinality(p.withdrawals) as withdrawals, p.agreements, p.statement, p.attempts, p.last_error,"
            + " p.prepared_at, p.left_at, p.settled_at, (select count(*) from parked_record k where"
            + " k.recipient = p.recipient and k.number = p.number and k.released_at is null) as parked from parcel p";

    private final ConsoleDatabase database;

    Parcels(ConsoleDatabase database) {
        this.database = database;
    }

    /**
     * One parcel without its bytes.
     *
     * @param records records in it, withdrawals included
     * @param agreements ids and versions as stored JSON
     * @param statement why it was emptied; null when it was not
     * @param parked refused records that wait for an operator
     */
    record ParcelRow(
            String recipient,
            long number,
            String state,
            int records,
            int withdrawals,
            String agreements,
            @Nullable String statement,
            int attempts,
            @Nullable String lastError,
            Instant preparedAt,
            @Nullable Instant leftAt,
            @Nullable Instant settledAt,
            long parked) {}

    /** One page, and where the next begins; null when this is the last. */
    record Page(List<ParcelRow> rows, @Nullable Long more) {}

    /** @param before number that the page ends before; null for the newest page */
    Page page(String recipient, @Nullable Long before) {
        List<ParcelRow> rows = database.sql(
                        COLUMNS + " where p.recipient = ? and p.number < ? order by p.number desc limit ?")
                .params(recipient, before == null ? Long.MAX_VALUE : before, PAGE + 1)
                .query((row, number) -> parcel(row))
                .list();
        boolean more = rows.size() > PAGE;
        List<ParcelRow> page = more ? rows.subList(0, PAGE) : rows;
        return new Page(page, more ? page.get(PAGE - 1).number() : null);
    }

    Optional<ParcelRow> find(String recipient, long number) {
        return database.sql(COLUMNS + " where p.recipient = ? and p.number = ?")
                .params(recipient, number)
                .query((row, count) -> parcel(row))
                .optional();
    }

    private static ParcelRow parcel(ResultSet row) throws SQLException {
        return new ParcelRow(
                row.getString("recipient"),
                row.getLong("number"),
                row.getString("state"),
                row.getInt("records"),
                row.getInt("withdrawals"),
                row.getString("agreements"),
                row.getString("statement"),
                row.getInt("attempts"),
                row.getString("last_error"),
                ConsoleDatabase.neededInstant(row, "prepared_at"),
                ConsoleDatabase.instant(row, "left_at"),
                ConsoleDatabase.instant(row, "settled_at"),
                row.getLong("parked"));
    }
}
