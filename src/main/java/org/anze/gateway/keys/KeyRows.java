package org.anze.gateway.keys;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The tables of keys. Nothing is closed under a master key before that key has opened something that was closed under its
 * name: a key store that was restored, copied too late or made anew holds another key of the same name, and what would be
 * closed under that one would be lost with it. Safe for many threads and for several processes on one database: who makes or
 * closes keys takes turns at the row of {@code key_state}, always before any other row.
 */
final class KeyRows {

    private static final String COLUMNS =
            "id, party, month, generation, cipher, master, wrapped, created_at, destroyed_at";
    private static final int REWRAPPED_AT_ONCE = 100;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final MasterKeys masters;

    KeyRows(JdbcClient jdbc, PlatformTransactionManager transactions, MasterKeys masters) {
        this.jdbc = jdbc;
        this.masters = masters;
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

        Optional<Wrapped> closed() {
            return wrapped == null ? Optional.empty() : Optional.of(new Wrapped(master, wrapped, place()));
        }
    }

    /** A key or secret as it is closed under a master key for its place. */
    record Wrapped(String master, byte[] bytes, byte[] place) {}

    private static byte[] place(String party, YearMonth month, int generation) {
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

    /** At most so many, the newest month first. */
    List<Row> newest(int limit) {
        return jdbc.sql("select " + COLUMNS + " from data_key order by month desc, party, generation desc limit ?")
                .param(limit)
                .query((row, number) -> row(row))
                .list();
    }

    /**
     * Adds a generation, durably.
     *
     * @param fresh the key; closed here
     * @param onlyWithout whether nothing is to happen when there is a key that is not destroyed, since another thread or
     *     process was quicker
     */
    void add(String party, YearMonth month, KeyCipher cipher, byte[] fresh, Instant now, boolean onlyWithout) {
        transaction.executeWithoutResult(status -> {
            String master = provedMaster();
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
                            masters.wrap(master, fresh, place(party, month, generation)),
                            utc(now))
                    .update();
            if (!onlyWithout) {
                changed();
            }
        });
    }

    /**
     * The master key in use, proved; the first one is taken from the key store and remembered. Makers of keys take turns here
     * until their transaction ends.
     */
    private String provedMaster() {
        String master = jdbc.sql("select coalesce(master, '') from key_state for update")
                .query(String.class)
                .single();
        if (master.isEmpty()) {
            master = masters.newest();
            use(master);
        }
        prove(master);
        return master;
    }

    private void use(String master) {
        jdbc.sql("update key_state set master = ?").param(master).update();
    }

    /** @throws IllegalStateException when what was closed under this name does not open: the key store holds another key */
    private void prove(String master) {
        jdbc.sql("select purpose, master, wrapped from key_secret where master = ? order by purpose limit 1")
                .param(master)
                .query((row, number) -> secret(row))
                .optional()
                .or(() -> jdbc.sql("select " + COLUMNS + " from data_key where master = ? and wrapped is not null"
                                + " order by id limit 1")
                        .param(master)
                        .query((row, number) -> row(row))
                        .optional()
                        .flatMap(Row::closed))
                .ifPresent(masters::unwrap);
    }

    /** A secret of this purpose. */
    Optional<Wrapped> secret(String purpose) {
        return jdbc.sql("select purpose, master, wrapped from key_secret where purpose = ?")
                .param(purpose)
                .query((row, number) -> secret(row))
                .optional();
    }

    private static Wrapped secret(ResultSet row) throws SQLException {
        return new Wrapped(row.getString(2), row.getBytes(3), secretPlace(row.getString(1)));
    }

    private static byte[] secretPlace(String purpose) {
        return ("secret " + purpose).getBytes(StandardCharsets.UTF_8);
    }

    /** Keeps a secret, durably, unless there is one of this purpose. */
    void addSecret(String purpose, byte[] fresh) {
        transaction.executeWithoutResult(status -> {
            String master = provedMaster();
            jdbc.sql("insert into key_secret (purpose, master, wrapped) values (?, ?, ?) on conflict do nothing")
                    .params(purpose, master, masters.wrap(master, fresh, secretPlace(purpose)))
                    .update();
        });
    }

    /** Makes the next master key without using it, unless one waits already; returns its name. */
    String prepareMaster(KeyCipher cipher) {
        return inTransaction(() -> {
            String inUse = provedMaster();
            return masters.after(inUse).orElseGet(() -> masters.create(cipher));
        });
    }

    /**
     * Uses another master key from now on: the one that waits in the key store, or a new one. While an earlier change is not
     * finished, the one of that change. {@link #rewrap} closes the rest.
     *
     * @return its name
     */
    String changeMaster(KeyCipher cipher) {
        return inTransaction(() -> {
            String inUse = provedMaster();
            if (isUnfinished(inUse)) {
                return inUse;
            }
            String next = masters.after(inUse).orElseGet(() -> masters.create(cipher));
            use(next);
            // In the same step, so that from the first moment something tells this key from another one of its name.
            closeAgain(next);
            return next;
        });
    }

    private boolean isUnfinished(String master) {
        return jdbc.sql("select exists (select 1 from data_key where wrapped is not null and master <> ?)"
                        + " or exists (select 1 from key_secret where master <> ?)")
                .params(master, master)
                .query(Boolean.class)
                .single();
    }

    /** Closes some keys again under the master key in use; returns how many, 0 when all are. */
    int rewrap() {
        return inTransaction(() -> closeAgain(provedMaster()));
    }

    private int closeAgain(String master) {
        List<Wrapped> secrets = jdbc.sql("select purpose, master, wrapped from key_secret where master <> ? for update")
                .param(master)
                .query((row, number) -> secret(row))
                .list();
        for (Wrapped secret : secrets) {
            jdbc.sql("update key_secret set master = ?, wrapped = ? where master = ? and wrapped = ?")
                    .params(master, again(secret, master), secret.master(), secret.bytes())
                    .update();
        }
        List<Row> rows = jdbc.sql("select " + COLUMNS + " from data_key where wrapped is not null and master <> ?"
                        + " order by id limit ? for update")
                .params(master, REWRAPPED_AT_ONCE)
                .query((row, number) -> row(row))
                .list();
        for (Row row : rows) {
            row.closed().ifPresent(closed -> jdbc.sql("update data_key set master = ?, wrapped = ? where id = ?")
                    .params(master, again(closed, master), row.id())
                    .update());
        }
        return secrets.size() + rows.size();
    }

    private byte[] again(Wrapped closed, String master) {
        byte[] key = masters.unwrap(closed);
        try {
            return masters.wrap(master, key, closed.place());
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private <T> T inTransaction(Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> work.get()));
    }

    /** Inside the caller's transaction: empties the keys of a party and month and tells every process; returns how many. */
    int destroy(String party, YearMonth month, Instant now) {
        // First the row that everybody takes first.
        changed();
        return jdbc.sql("update data_key set wrapped = null, destroyed_at = ?"
                        + " where party = ? and month = ? and wrapped is not null")
                .params(utc(now), party, month.atDay(1))
                .update();
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
