package org.anze.gateway.keys;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The tables of keys. Safe for many threads. */
final class KeyRows {

    private static final String COLUMNS =
            "id, party, month, generation, cipher, master, wrapped, created_at, destroyed_at";
    private static final int REWRAPPED_AT_ONCE = 100;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    KeyRows(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        // Of its own: a key must stay when what was to be closed under it is rolled back, for others use it meanwhile.
        this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** @param wrapped null once destroyed */
    record Row(
            int id,
            String party,
            YearMonth month,
            int generation,
            KeyCipher cipher,
            String master,
            byte @Nullable [] wrapped,
            Instant createdAt,
            @Nullable Instant destroyedAt) {

        /** What its wrapping is bound to. */
        byte[] place() {
            return KeyRows.place(party, month, generation);
        }
    }

    static byte[] place(String party, YearMonth month, int generation) {
        return ("data key " + party + " " + month + " " + generation).getBytes(StandardCharsets.UTF_8);
    }

    long revision() {
        return jdbc.sql("select revision from key_state").query(Long.class).single();
    }

    Optional<Row> find(int id) {
        return jdbc.sql("select " + COLUMNS + " from data_key where id = ?")
                .param(id)
                .query((row, number) -> row(row))
                .optional();
    }

    /** The newest of a party and month that is not destroyed. */
    Optional<Row> newest(String party, YearMonth month) {
        return jdbc.sql("select " + COLUMNS + " from data_key where party = ? and month = ? and wrapped is not null"
                        + " order by generation desc limit 1")
                .params(party, month.atDay(1))
                .query((row, number) -> row(row))
                .optional();
    }

    List<Row> all(String party, YearMonth month) {
        return jdbc.sql("select " + COLUMNS + " from data_key where party = ? and month = ? order by generation")
                .params(party, month.atDay(1))
                .query((row, number) -> row(row))
                .list();
    }

    List<Row> all() {
        return jdbc.sql("select " + COLUMNS + " from data_key order by month desc, party, generation desc")
                .query((row, number) -> row(row))
                .list();
    }

    /** Makes the next key of a party and month, durably; another thread or process may have been quicker. */
    interface Making {
        byte[] wrapped(String master, int generation);
    }

    /**
     * Adds a generation.
     *
     * @param onlyWithout whether nothing is to happen when there is a key that is not destroyed
     */
    void add(
            String party,
            YearMonth month,
            KeyCipher cipher,
            String newestMaster,
            Instant now,
            boolean onlyWithout,
            Making making) {
        transaction.executeWithoutResult(status -> {
            String master = lockMaster(newestMaster);
            List<Row> before = all(party, month);
            if (onlyWithout && before.stream().anyMatch(row -> row.wrapped() != null)) {
                return;
            }
            int generation = before.size() + 1;
            jdbc.sql("insert into data_key (party, month, generation, cipher, master, wrapped, created_at)"
                            + " values (?, ?, ?, ?, ?, ?, ?)")
                    .params(
                            party,
                            month.atDay(1),
                            generation,
                            cipher.name(),
                            master,
                            making.wrapped(master, generation),
                            utc(now))
                    .update();
            if (!onlyWithout) {
                changed();
            }
        });
    }

    /** The master key in use; the first one asked for is remembered. Makers of keys take turns here. */
    private String lockMaster(String newestMaster) {
        String master = jdbc.sql("select coalesce(master, '') from key_state for update")
                .query(String.class)
                .single();
        if (master.isEmpty()) {
            jdbc.sql("update key_state set master = ?").param(newestMaster).update();
            return newestMaster;
        }
        return master;
    }

    /** A secret under the master key that closes it. */
    record Secret(String purpose, String master, byte[] wrapped) {
        static byte[] place(String purpose) {
            return ("secret " + purpose).getBytes(StandardCharsets.UTF_8);
        }
    }

    Optional<Secret> secret(String purpose) {
        return jdbc.sql("select purpose, master, wrapped from key_secret where purpose = ?")
                .param(purpose)
                .query((row, number) -> new Secret(row.getString(1), row.getString(2), row.getBytes(3)))
                .optional();
    }

    void addSecret(String purpose, String newestMaster, Making making) {
        transaction.executeWithoutResult(status -> {
            String master = lockMaster(newestMaster);
            jdbc.sql("insert into key_secret (purpose, master, wrapped) values (?, ?, ?) on conflict do nothing")
                    .params(purpose, master, making.wrapped(master, 0))
                    .update();
        });
    }

    /** Closes new keys under this master key from now on. */
    void use(String master) {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("update key_state set master = ?").param(master).update();
            changed();
        });
    }

    /** Closes one key again. */
    interface Rewrapping {
        byte[] rewrap(String oldMaster, byte[] wrapped, byte[] place);
    }

    /** Closes some keys again under this master key; returns how many, 0 when all are. */
    int rewrap(String master, Rewrapping rewrapping) {
        Integer count = transaction.execute(status -> {
            List<Row> rows = jdbc.sql("select " + COLUMNS + " from data_key where wrapped is not null and master <> ?"
                            + " order by id limit ? for update")
                    .params(master, REWRAPPED_AT_ONCE)
                    .query((row, number) -> row(row))
                    .list();
            for (Row row : rows) {
                byte[] wrapped = row.wrapped();
                if (wrapped != null) {
                    jdbc.sql("update data_key set master = ?, wrapped = ? where id = ?")
                            .params(master, rewrapping.rewrap(row.master(), wrapped, row.place()), row.id())
                            .update();
                }
            }
            List<Secret> secrets = jdbc.sql(
                            "select purpose, master, wrapped from key_secret where master <> ? for update")
                    .param(master)
                    .query((row, number) -> new Secret(row.getString(1), row.getString(2), row.getBytes(3)))
                    .list();
            for (Secret secret : secrets) {
                jdbc.sql("update key_secret set master = ?, wrapped = ? where purpose = ?")
                        .params(
                                master,
                                rewrapping.rewrap(secret.master(), secret.wrapped(), Secret.place(secret.purpose())),
                                secret.purpose())
                        .update();
            }
            return rows.size() + secrets.size();
        });
        return count == null ? 0 : count;
    }

    /** Inside the caller's transaction: empties the keys of a party and month and tells every process; returns how many. */
    int destroy(String party, YearMonth month, Instant now) {
        int destroyed = jdbc.sql("update data_key set wrapped = null, destroyed_at = ?"
                        + " where party = ? and month = ? and wrapped is not null")
                .params(utc(now), party, month.atDay(1))
                .update();
        changed();
        return destroyed;
    }

    private void changed() {
        jdbc.sql("update key_state set revision = revision + 1").update();
    }

    private static Row row(ResultSet row) throws SQLException {
        OffsetDateTime destroyed = row.getObject("destroyed_at", OffsetDateTime.class);
        return new Row(
                row.getInt("id"),
                row.getString("party"),
                YearMonth.from(row.getObject("month", LocalDate.class)),
                row.getInt("generation"),
                KeyCipher.valueOf(row.getString("cipher")),
                row.getString("master"),
                row.getBytes("wrapped"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                destroyed == null ? null : destroyed.toInstant());
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
