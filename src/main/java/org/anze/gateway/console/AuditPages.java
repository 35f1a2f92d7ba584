package org.anze.gateway.console;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.audit.AuditEvent;
import org.anze.gateway.audit.AuditKind;
import org.jspecify.annotations.Nullable;

/** The audit log by kind and person, the newest first. Safe for many threads. */
final class AuditPages {

    static final int PAGE = 100;

    private final ConsoleDatabase database;

    AuditPages(ConsoleDatabase database) {
        this.database = database;
    }

    /** An event with its number and time. */
    record Row(long number, Instant at, AuditEvent event) {}

    /**
     * A page of the log.
     *
     * @param kind null for all
     * @param person console user or person of a party; null for all
     * @param before number of the last one of the page before; null for the newest
     */
    List<Row> page(@Nullable AuditKind kind, @Nullable String person, @Nullable Long before) {
        return database.sql("select number, at, kind, party, person, purpose, agreement, subject, outcome, reason"
                        + " from audit_event where number < ? and (?::text is null or kind = ?)"
                        + " and (?::text is null or person = ?) order by number desc limit ?")
                .params(
                        before == null ? Long.MAX_VALUE : before,
                        kind == null ? null : kind.name(),
                        kind == null ? null : kind.name(),
                        person,
                        person,
                        PAGE)
                .query((row, number) -> row(row))
                .list();
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getLong("number"),
                ConsoleDatabase.neededInstant(row, "at"),
                new AuditEvent(
                        AuditKind.valueOf(row.getString("kind")),
                        new Actor(row.getString("party"), row.getString("person")),
                        row.getString("purpose"),
                        row.getString("agreement"),
                        row.getString("subject"),
                        row.getString("outcome"),
                        row.getString("reason")));
    }
}
