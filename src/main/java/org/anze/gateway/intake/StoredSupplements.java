package org.anze.gateway.intake;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.anze.gateway.intake.Arrival.Channel;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Second receipts as the ledger's writer left them in the table of submissions. Safe for many threads. */
final class StoredSupplements implements SupplementaryReceipts {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final List<Runnable> bells = new CopyOnWriteArrayList<>();

    StoredSupplements(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** One was made. */
    void made() {
        bells.forEach(Runnable::run);
    }

    /** @throws DataAccessException while the store is down */
    @Override
    public List<Supplement> open(Channel channel, long after, int limit) {
        return jdbc.sql("select seq, id, party, message_id, file_name, supplement from submission"
                        + " where channel = ? and seq > ? and supplement is not null and supplement_given_at is null"
                        + " order by seq limit ?")
                .params(channel.name(), after, limit)
                .query((row, number) -> new Supplement(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getBytes(6)))
                .list();
    }

    /** @throws DataAccessException while the store is down */
    @Override
    public void handedOver(Supplement supplement) {
        jdbc.sql("update submission set supplement_given_at = ? where seq = ? and supplement_given_at is null")
                .params(clock.instant().atOffset(ZoneOffset.UTC), supplement.number())
                .update();
    }

    @Override
    public void whenMade(Runnable bell) {
        bells.add(bell);
    }
}
