package org.anze.gateway.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Data keys without a store: every instance of one name has the same keys. */
public final class SampleKeys implements DataKeys {

    private static final Map<Integer, DataKey> MADE = new ConcurrentHashMap<>();
    private static final Map<String, DataKey> NEWEST = new ConcurrentHashMap<>();
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final String name;
    private final Set<Integer> destroyed = ConcurrentHashMap.newKeySet();

    private SampleKeys(String name) {
        this.name = name;
    }

    /** The keys that most tests use. */
    public static SampleKeys inMemory() {
        return new SampleKeys("usual");
    }

    /** Other keys. */
    public static SampleKeys named(String name) {
        return new SampleKeys(name);
    }

    /** From now on, and for this instance only, what was closed for this party and month does not open. */
    public void destroy(String party, Instant at) {
        destroyed.add(current(party, at).id());
    }

    @Override
    public DataKey current(String party, Instant at) {
        YearMonth month = StoredDataKeys.month(at);
        return NEWEST.computeIfAbsent(name + " " + party + " " + month, owner -> {
            DataKey key = new DataKey(NEXT.incrementAndGet(), party, KeyCipher.SM4_GCM, Arrays.copyOf(hash(owner), 16));
            MADE.put(key.id(), key);
            return key;
        });
    }

    @Override
    public Optional<DataKey> find(int id) {
        DataKey key = MADE.get(id);
        if (key == null) {
            throw new IllegalStateException("there is no data key of the number " + id);
        }
        return destroyed.contains(id) ? Optional.empty() : Optional.of(key);
    }

    @Override
    public byte[] secret(String purpose) {
        return hash(name + " secret " + purpose);
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
