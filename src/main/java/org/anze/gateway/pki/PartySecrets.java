package org.anze.gateway.pki;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Checks the shared secrets of parties against {@code <data>/credentials/<party>/secret.hash}. A changed or removed file
 * counts at once. Secrets that were right are remembered in memory as a keyed hash, so that only the first check of each
 * is slow; wrong ones are not remembered, and at most two are computed at a time.
 *
 * <p>Threads may share it.
 */
public final class PartySecrets {

    private static final int MOST_REMEMBERED = 1024;
    private static final int LONGEST_SECRET = 256;
    private static final int AT_ONCE = 2;
    private static final long LONGEST_WAIT_S = 10;

    private final PkiLayout layout;
    private final SecretKeySpec fastKey;
    private final SecretHash nobody;
    private final Semaphore computing = new Semaphore(AT_ONCE, true);
    private final Map<String, Remembered> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    private record Remembered(String line, byte[] fastHash) {}

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

    /** For the credentials below a data directory. */
    public PartySecrets(Path data) {
        layout = new PkiLayout(data);
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        fastKey = new SecretKeySpec(key, "HmacSHA256");
        nobody = SecretHash.of(PrivateFiles.randomSecret(32).toCharArray());
    }

    /**
     * Whether this is the party's secret. A party without a secret, a name that cannot be a party and more than ten
     * seconds of waiting behind other checks are all answered with no.
     *
     * @param party as somebody claims to be; need not be a valid id
     * @param secret is left as it is; the caller clears it
     * @throws UncheckedIOException when the file is there and cannot be read
     * @throws IllegalArgumentException when the file has another form
     */
    public boolean verify(String party, char[] secret) {
        if (secret.length == 0 || secret.length > LONGEST_SECRET) {
            return false;
        }
        String line = PkiLayout.isPartyId(party) ? line(party) : null;
        byte[] fastHash = fastHash(party, secret);
        if (line == null) {
            // An unknown name takes as long as a wrong secret, so that names cannot be found out by the clock.
            compute(nobody, secret);
            return false;
        }
        Remembered known = remembered(party);
        if (known != null && known.line.equals(line) && MessageDigest.isEqual(known.fastHash, fastHash)) {
            return true;
        }
        boolean right = compute(SecretHash.parse(line), secret);
        if (right) {
            remember(party, new Remembered(line, fastHash));
        }
        return right;
    }

    /**
     * A word that changes when the party's secret does, and tells nothing of it; empty for a party without a secret.
     *
     * @throws UncheckedIOException when the file is there and cannot be read
     */
    public Optional<String> mark(String party) {
        String line = PkiLayout.isPartyId(party) ? line(party) : null;
        if (line == null) {
            return Optional.empty();
        }
        // Keyed by this process's own key: the word cannot be compared with anything outside.
        byte[] hash = fastHash(party, ("mark " + line).toCharArray());
        return Optional.of(Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 12)));
    }

    private @Nullable Remembered remembered(String party) {
        synchronized (remembered) {
            return remembered.get(party);
        }
    }

    private void remember(String party, Remembered right) {
        synchronized (remembered) {
            remembered.put(party, right);
        }
    }

    private boolean compute(SecretHash hash, char[] secret) {
        try {
            if (!computing.tryAcquire(LONGEST_WAIT_S, TimeUnit.SECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        try {
            return hash.matches(secret);
        } finally {
            computing.release();
        }
    }

    private @Nullable String line(String party) {
        try {
            return Files.readString(layout.credentials(party).secretHash(), StandardCharsets.US_ASCII)
                    .strip();
        } catch (NoSuchFileException none) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] fastHash(String party, char[] secret) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(CharBuffer.wrap(secret));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(fastKey);
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
