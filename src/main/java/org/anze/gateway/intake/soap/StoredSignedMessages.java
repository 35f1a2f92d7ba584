package org.anze.gateway.intake.soap;

import java.time.Duration;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@link SignedMessages} in the database, one statement each. Time is the server's. What expired goes with what comes: each
 * new message takes a few old ones with it, so the table is no larger than what came within the time it is kept.
 */
final class StoredSignedMessages implements SignedMessages {

    private static final int SWEPT = 10;

    private final JdbcClient jdbc;

    StoredSignedMessages(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @throws DataAccessException while the store is down; the message may be known then or not */
    @Override
    public boolean note(String identity, Duration atLeast) {
        return jdbc.sql("with expired as (select identity from signed_message where expires_at < clock_timestamp()"
                                + " order by expires_at limit ? for update skip locked),"
                                + " gone as (delete from signed_message old using expired"
                                + " where old.identity = expired.identity)"
                                + " insert into signed_message (identity, expires_at)"
                                + " values (?, clock_timestamp() + make_interval(secs => ?)) on conflict do nothing")
                        .params(SWEPT, identity, atLeast.toMillis() / 1000.0)
                        .update()
                == 1;
    }
}
