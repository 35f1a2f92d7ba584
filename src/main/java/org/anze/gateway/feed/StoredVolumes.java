package org.anze.gateway.feed;

import java.time.LocalDate;
import org.anze.gateway.access.VolumeStore;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The daily volumes in PostgreSQL, each draw in a transaction of its own: queries ask inside a read-only snapshot, and what is
 * drawn stays drawn whatever becomes of the caller's transaction. Safe for many threads and for several nodes.
 */
final class StoredVolumes implements VolumeStore {

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    StoredVolumes(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    @Override
    public Drawn draw(String recipient, String agreement, LocalDate day, long limit, long wanted) {
        Drawn drawn = transaction.execute(status -> update(recipient, agreement, day, limit, wanted));
        if (drawn == null) {
            throw new IllegalStateException("a draw without an answer");
        }
        return drawn;
    }

    private Drawn update(String recipient, String agreement, LocalDate day, long limit, long wanted) {
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
