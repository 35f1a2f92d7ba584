package org.anze.gateway.keys;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The data keys in PostgreSQL, closed under a master key, and those in use opened in memory. What another process changed or
 * destroyed is noticed within two seconds; who cannot ask the database in that time opens nothing. Safe for many threads and
 * for several processes on one database.
 */
public final class StoredDataKeys implements DataKeys {

    /** Months begin at midnight in China. */
    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    /** How old knowledge is before one thread asks again, while the others go on. */
    private static final long LOOK = Duration.ofSeconds(1).toNanos();
    /** How old it is before nobody goes on with it. */
    private static final long OLDEST = Duration.ofSeconds(2).toNanos();

    private static final int MOST_REMEMBERED = 20_000;
    private static final int SECRET_LENGTH = 32;

    private final KeyRows rows;
    private final MasterKeys masters;
    private final KeyCipher cipher;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Memory memory = new Memory(-1, 0);

    /**
     * @param jdbc and {@code transactions} of connections that nobody else takes: who asks for a key often holds a connection
     *     already, and when all did so at once out of one pool, all would wait for each other
     * @param cipher what new keys are for
     */
    public StoredDataKeys(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            MasterKeys masters,
            KeyCipher cipher,
            Clock clock) {
        this.rows = new KeyRows(jdbc, transactions, masters);
        this.masters = masters;
        this.cipher = cipher;
        this.clock = clock;
    }

    /** Whose month. */
    private record Owner(String party, YearMonth month) {}

    /** What is known of one revision of the keys; an empty value stands for a destroyed key. */
    private static final class Memory {
        private final long revision;
        private final Map<Integer, Optional<DataKey>> byNumber = new ConcurrentHashMap<>();
        private final Map<Owner, DataKey> newest = new ConcurrentHashMap<>();
        /** When the revision was asked for, by the clock of {@link System#nanoTime}. */
        private volatile long asked;

        Memory(long revision, long asked) {
            this.revision = revision;
            this.asked = asked;
        }
    }

    @Override
    public DataKey current(String party, Instant at) {
        Memory known = memory();
        Owner owner = new Owner(party, month(at));
        DataKey key = known.newest.get(owner);
        if (key == null) {
            key = open(newest(owner));
            known.newest.put(owner, key);
            known.byNumber.put(key.id(), Optional.of(key));
        }
        return key;
    }

    private KeyRows.Row newest(Owner owner) {
        Optional<KeyRows.Row> row = rows.newest(owner.party(), owner.month());
        if (row.isEmpty()) {
            add(owner, true);
            row = rows.newest(owner.party(), owner.month());
        }
        return row.orElseThrow(() -> new IllegalStateException("the data key that was made is gone"));
    }

    private void add(Owner owner, boolean onlyWithout) {
        byte[] fresh = random(cipher.keyLength());
        rows.add(owner.party(), owner.month(), cipher, fresh, clock.instant(), onlyWithout);
        Arrays.fill(fresh, (byte) 0);
    }

    @Override
    public Optional<DataKey> find(int id) {
        Memory known = memory();
        Optional<DataKey> key = known.byNumber.get(id);
        if (key == null) {
            KeyRows.Row row = rows.find(id)
                    .orElseThrow(() -> new IllegalStateException("there is no data key of the number " + id));
            key = row.wrapped() == null ? Optional.empty() : Optional.of(open(row));
            known.byNumber.put(id, key);
        }
        return key;
    }

    private DataKey open(KeyRows.Row row) {
        byte[] key = masters.unwrap(
                row.closed().orElseThrow(() -> new IllegalStateException("data key " + row.id() + " is destroyed")));
        try {
            return new DataKey(row.id(), row.party(), row.cipher(), key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    @Override
    public byte[] secret(String purpose) {
        Optional<KeyRows.Wrapped> secret = rows.secret(purpose);
        if (secret.isEmpty()) {
            rows.addSecret(purpose, random(SECRET_LENGTH));
            secret = rows.secret(purpose);
        }
        return secret.map(masters::unwrap)
                .orElseThrow(() -> new IllegalStateException("the secret that was made is gone"));
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Gives a party another key for the rest of the running month. */
    void renew(String party) {
        add(new Owner(party, month(clock.instant())), false);
        forget();
    }

    /** Forgets every key; each is asked of the database before it is used again. */
    void forget() {
        memory = new Memory(-1, 0);
    }

    private Memory memory() {
        Memory known = memory;
        long now = System.nanoTime();
        long age = now - known.asked;
        if (known.revision < 0 || age >= OLDEST) {
            return look(known, now);
        }
        // One thread looks; the others go on with what they know.
        if (age >= LOOK && looking.compareAndSet(false, true)) {
            try {
                return look(known, now);
            } finally {
                looking.set(false);
            }
        }
        return known;
    }

    private Memory look(Memory known, long now) {
        long revision = rows.revision();
        if (revision != known.revision || known.byNumber.size() > MOST_REMEMBERED) {
            Memory fresh = new Memory(revision, now);
            memory = fresh;
            return fresh;
        }
        known.asked = now;
        return known;
    }

    static YearMonth month(Instant at) {
        return YearMonth.from(at.atZone(ZONE));
    }
}
