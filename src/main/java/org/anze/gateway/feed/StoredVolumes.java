package org.anze.gateway.feed;

import java.time.LocalDate;
import org.anze.gateway.access.VolumeStore;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The daily volumes in PostgreSQL. Safe for many threads and for several nodes. */
final class StoredVolumes implements VolumeStore {

    private final JdbcClient jdbc;

    StoredVolumes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Drawn draw(String recipient, String agreement, LocalDate day, long limit, long wanted) {
        int first = jdbc.sql("insert into volume_drawn (recipient, agreement, day, records) values (?, ?, ?, 0)"
                        + " on conflict do nothing")
                .params(recipient, agreement, day)
                .update();
        if (first == 1) {
            jdbc.sql("delete from volume_drawn where recipient = ? and agreement = ? and day < ?")
                    .params(recipient, agreement, day.minusDays(1))
                    .update();
        }
        // A limit that was lowered meanwhile grants nothing more, and takes nothing back.
        return jdbc.sql("with before as (select records from volume_drawn"
                        + " where recipient = ? and agreement = ? and day = ? for update)"
                        + " update volume_drawn v set records = greatest(before.records, least(?, before.records + ?))"
                        + " from before where v.recipient = ? and v.agreement = ? and v.day = ?"
                        + " returning v.records - before.records, greatest(0, ? - v.records)")
                .params(recipient, agreement, day, limit, wanted, recipient, agreement, day, limit)
                .query((row, number) -> new Drawn(row.getLong(1), row.getLong(2)))
                .single();
    }
}
