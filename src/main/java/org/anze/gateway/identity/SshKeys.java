package org.anze.gateway.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys in {@code <credentials>/<party>/authorized_keys}, read again when the file changes. A file with a line that
 * cannot be read, with options (they would be ignored) or with a short RSA key holds no key. Safe for many threads.
 */
public final class SshKeys {

    private static final Logger LOG = LoggerFactory.getLogger(SshKeys.class);
    private static final long LONGEST = 1 << 16;
    private static final int SHORTEST_RSA = 2048;

    private final Path credentials;
    private final Map<String, Keys> cache = new ConcurrentHashMap<>();

    private record Keys(FileTime modified, long size, Object file, List<PublicKey> keys) {
        boolean fits(BasicFileAttributes look) {
            return look.lastModifiedTime().equals(modified) && look.size() == size && file.equals(fileKey(look));
        }
    }

    /** @param credentials folder with a folder per party */
    public SshKeys(Path credentials) {
        this.credentials = credentials;
    }

    /**
     * Whether this is a key of that party at this moment.
     *
     * @param party an id that a file of {@code parties/} bears: it becomes part of a path
     */
    public boolean holds(String party, PublicKey key) {
        Path file = credentials.resolve(party).resolve("authorized_keys");
        try {
            return keys(party, file).stream().anyMatch(candidate -> KeyUtils.compareKeys(candidate, key));
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // Whatever the parser of a party's file throws concerns that party alone.
            LOG.warn("authorized_keys of party {} cannot be used: {}", party, e.toString());
            return false;
        }
    }

    private List<PublicKey> keys(String party, Path file) throws IOException, GeneralSecurityException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            cache.remove(party);
            return List.of();
        }
        BasicFileAttributes look = Files.readAttributes(file, BasicFileAttributes.class);
        Keys kept = cache.get(party);
        if (kept != null && kept.fits(look)) {
            return kept.keys();
        }
        cache.remove(party);
        if (look.size() > LONGEST) {
            throw new IOException("longer than " + LONGEST + " bytes");
        }
        Keys fresh = new Keys(look.lastModifiedTime(), look.size(), fileKey(look), read(file));
        cache.put(party, fresh);
        return fresh.keys();
    }

    private static Object fileKey(BasicFileAttributes look) {
        return look.fileKey() == null ? "" : look.fileKey();
    }

    private static List<PublicKey> read(Path file) throws IOException, GeneralSecurityException {
        List<PublicKey> keys = new ArrayList<>();
        for (AuthorizedKeyEntry entry : AuthorizedKeyEntry.readAuthorizedKeys(file)) {
            if (!entry.getLoginOptions().isEmpty()) {
                throw new IOException("key options are not supported");
            }
            PublicKey key = entry.resolvePublicKey(null, PublicKeyEntryResolver.FAILING);
            if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < SHORTEST_RSA) {
                throw new IOException("RSA key shorter than " + SHORTEST_RSA + " bits");
            }
            keys.add(key);
        }
        return List.copyOf(keys);
    }
}
