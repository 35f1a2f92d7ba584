package org.anze.gateway.keys;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The data keys in PostgreSQL, closed under a master key, and those in use opened in memory. What another process changed or
 * destroyed is noticed within two seconds. Safe for many threads and for several processes on one database.
 */
public final class StoredDataKeys implements DataKeys {

    /** Months begin at midnight in China. */
    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final int MOST_REMEMBERED = 20_000;
    private static final int SECRET_LENGTH = 32;

    private final KeyRows rows;
    private final MasterKeys masters;
    private final KeyCipher cipher;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong nextLook = new AtomicLong(System.nanoTime());
    private volatile Memory memory = new Memory(-1);

    /** @param cipher what new keys are for */
    public StoredDataKeys(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            MasterKeys masters,
            KeyCipher cipher,
            Clock clock) {
        this.rows = new KeyRows(jdbc, transactions);
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

        Memory(long revision) {
            this.revision = revision;
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
        byte[] fresh = new byte[cipher.keyLength()];
        random.nextBytes(fresh);
        rows.add(
                owner.party(),
                owner.month(),
                cipher,
                masters.newest(),
                clock.instant(),
                onlyWithout,
                (master, generation) ->
                        masters.wrap(master, fresh, KeyRows.place(owner.party(), owner.month(), generation)));
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
        byte[] wrapped = row.wrapped();
        if (wrapped == null) {
            throw new IllegalStateException("data key " + row.id() + " is destroyed");
        }
        return new DataKey(row.id(), row.party(), row.cipher(), masters.unwrap(row.master(), wrapped, row.place()));
    }

    @Override
    public byte[] secret(String purpose) {
        byte[] place = KeyRows.Secret.place(purpose);
        Optional<KeyRows.Secret> secret = rows.secret(purpose);
        if (secret.isEmpty()) {
            byte[] fresh = new byte[SECRET_LENGTH];
            random.nextBytes(fresh);
            rows.addSecret(purpose, masters.newest(), (master, generation) -> masters.wrap(master, fresh, place));
            secret = rows.secret(purpose);
        }
        return secret.map(found -> masters.unwrap(found.master(), found.wrapped(), place))
                .orElseThrow(() -> new IllegalStateException("the secret that was made is gone"));
    }

    /** Gives a party another key for the rest of the running month. */
    void renew(String party) {
        add(new Owner(party, month(clock.instant())), false);
        forget();
    }

    /** Looks at the database before the next key is used. */
    void forget() {
        nextLook.set(System.nanoTime());
    }

    private Memory memory() {
        long now = System.nanoTime();
        long due = nextLook.get();
        Memory known = memory;
        // One thread looks; the others go on with what they know, for as long as one statement takes.
        boolean looks = known.revision < 0 || now - due >= 0 && nextLook.compareAndSet(due, now + LOOK.toNanos());
        if (looks) {
            long revision = rows.revision();
            if (revision != known.revision || known.byNumber.size() > MOST_REMEMBERED) {
                known = new Memory(revision);
                memory = known;
            }
        }
        return known;
    }

    static YearMonth month(Instant at) {
        return YearMonth.from(at.atZone(ZONE));
    }
}
