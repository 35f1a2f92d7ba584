package org.anze.gateway.pki;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.anze.gateway.party.Bulkhead;
import org.jspecify.annotations.Nullable;

/**
 * Checks the shared secrets of parties against {@code <data>/credentials/<party>/secret.hash}. A changed or removed file
 * counts at once; it may hold two secrets while one replaces the other. Secrets that were right are remembered in memory as a
 * keyed hash, so that only the first check of each is slow; wrong ones are not remembered. At most two are computed at a time
 * and a few wait, half of them for one party: a check holds a worker thread, and anybody can ask for one.
 *
 * <p>Threads may share it.
 */
public final class PartySecrets {

    private static final int MOST_REMEMBERED = 1024;
    private static final int LONGEST_SECRET = 256;
    private static final int AT_ONCE = 2;
    private static final int MOST_WAITING = 8;
    private static final long LONGEST_WAIT_S = 10;

    private final PkiLayout layout;
    private final Clock clock;
    private final SecretKeySpec fastKey;
    private final SecretKeySpec markKey;
    private final SecretHash nobody;
    private final Semaphore computing = new Semaphore(AT_ONCE, true);
    private final Bulkhead asking = new Bulkhead(AT_ONCE + MOST_WAITING, (AT_ONCE + MOST_WAITING) / 2);
    /** Mark of a secret → what is fast to compare with. */
    private final Map<String, byte[]> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    /**
     * A secret that nobody has yet.
     *
     * @param secret for the party alone
     * @param line what its {@code secret.hash} holds
     */
    public record Fresh(String secret, String line) {}

    /** Makes a random secret of 32 characters and its salted hash. */
    public static Fresh fresh() {
        String secret = PrivateFiles.randomSecret(32);
        return new Fresh(secret, SecretHash.of(secret.toCharArray()).line());
    }

    /** For the credentials below a data directory, with marks that mean nothing to another process. */
    public PartySecrets(Path data, Clock clock) {
        this(data, clock, random());
    }

    /** @param marks the key of marks: processes that share it know each other's, and so do a process and the one before it */
    public PartySecrets(Path data, Clock clock, byte[] marks) {
        layout = new PkiLayout(data);
        this.clock = clock;
        fastKey = key(random());
        markKey = key(marks);
        nobody = SecretHash.ofNobody();
    }

    private static byte[] random() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return key;
    }

    private static SecretKeySpec key(byte[] key) {
        return new SecretKeySpec(key, "HmacSHA256");
    }

    /** Too many secrets are being computed: whether this one is right was not looked at. */
    public static final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Busy() {
            super("too many secrets are being checked");
        }
    }

    /**
     * Whether this is a secret of the party, and which. A party without a secret and a name that cannot be a party are
     * answered with no.
     *
     * @param party as somebody claims to be; need not be a valid id
     * @param secret is left as it is; the caller clears it
     * @param patience how long to wait when too many others wait; whoever waits holds a thread
     * @return the mark of the secret: a word that tells nothing of it, and is another for every other secret and under every
     *     other key of marks; empty for no
     * @throws Busy when too many others wait, or after ten seconds when it was not its turn
     * @throws UncheckedIOException when the file is there and cannot be read
     * @throws IllegalArgumentException when the file has another form
     */
    public Optional<String> verify(String party, char[] secret, Duration patience) {
        if (secret.length == 0 || secret.length > LONGEST_SECRET) {
            return Optional.empty();
        }
        List<SecretHash> taken = inForce(party);
        byte[] fastHash = hmac(fastKey, party, secret);
        for (SecretHash one : taken) {
            String mark = mark(party, one);
            byte[] known = remembered(mark);
            if (known != null && MessageDigest.isEqual(known, fastHash)) {
                return Optional.of(mark);
            }
        }
        try (Bulkhead.Place place = asking.enter(party, patience).orElseThrow(Busy::new)) {
            return compute(party, taken, secret, fastHash);
        }
    }

    private Optional<String> compute(String party, List<SecretHash> taken, char[] secret, byte[] fastHash) {
        for (SecretHash one : taken) {
            if (matches(one, secret)) {
                String mark = mark(party, one);
                remember(mark, fastHash);
                return Optional.of(mark);
            }
        }
        for (int missing = taken.size(); missing < SecretFile.MOST; missing++) {
            // Every refusal takes as long, so that neither names nor changes of secrets can be found out by the clock.
            matches(nobody, secret);
        }
        return Optional.empty();
    }

    /**
     * Whether the secret behind a mark is still taken from the party.
     *
     * @throws UncheckedIOException when the file is there and cannot be read
     * @throws IllegalArgumentException when the file has another form
     */
    public boolean stands(String party, String mark) {
        return inForce(party).stream().anyMatch(one -> mark(party, one).equals(mark));
    }

    private String mark(String party, SecretHash secret) {
        // Keyed: the word cannot be compared with anything outside.
        byte[] hash = hmac(markKey, party, ("mark " + secret.line()).toCharArray());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 12));
    }

    private byte @Nullable [] remembered(String mark) {
        synchronized (remembered) {
            return remembered.get(mark);
        }
    }

    private void remember(String mark, byte[] fastHash) {
        synchronized (remembered) {
            remembered.put(mark, fastHash);
        }
    }

    private boolean matches(SecretHash hash, char[] secret) {
        try {
            if (!computing.tryAcquire(LONGEST_WAIT_S, TimeUnit.SECONDS)) {
                throw new Busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Busy();
        }
        try {
            return hash.matches(secret);
        } finally {
            computing.release();
        }
    }

    private List<SecretHash> inForce(String party) {
        if (!PkiLayout.isPartyId(party)) {
            return List.of();
        }
        try {
            return SecretFile.read(layout.credentials(party).secretHash()).inForce(clock.instant());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] hmac(SecretKeySpec key, String party, char[] secret) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(CharBuffer.wrap(secret));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(party.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            mac.update(bytes);
            return mac.doFinal();
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        } finally {
            Arrays.fill(bytes.array(), (byte) 0);
        }
    }
}
