package org.anze.gateway.intake.sftp;

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
import java.util.function.Predicate;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.server.auth.pubkey.PublickeyAuthenticator;
import org.apache.sshd.server.session.ServerSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a party in by the public keys in {@code <credentials>/<party>/authorized_keys}, read again when the file changes. A
 * file with a line that cannot be read, with options (they would be ignored) or with a short RSA key lets nobody in.
 */
final class PartyKeys implements PublickeyAuthenticator {

    private static final Logger LOG = LoggerFactory.getLogger(PartyKeys.class);
    private static final long LONGEST = 1 << 16;
    private static final int SHORTEST_RSA = 2048;

    private final Path credentials;
    private final Predicate<String> known;
    private final Map<String, Keys> cache = new ConcurrentHashMap<>();

    private record Keys(FileTime modified, long size, Object file, List<PublicKey> keys) {
        boolean fits(BasicFileAttributes look) {
            return look.lastModifiedTime().equals(modified) && look.size() == size && file.equals(fileKey(look));
        }
    }

    /** @param known whether a user name is a party that SFTP is open to */
    PartyKeys(Path credentials, Predicate<String> known) {
        this.credentials = credentials;
        this.known = known;
    }

    @Override
    public boolean authenticate(String user, PublicKey key, ServerSession session) {
        if (!known.test(user)) {
            return false;
        }
        Path file = credentials.resolve(user).resolve("authorized_keys");
        try {
            return keys(user, file).stream().anyMatch(candidate -> KeyUtils.compareKeys(candidate, key));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            LOG.warn("authorized_keys of party {} cannot be used: {}", user, e.toString());
            return false;
        }
    }

    private List<PublicKey> keys(String user, Path file) throws IOException, GeneralSecurityException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        BasicFileAttributes look = Files.readAttributes(file, BasicFileAttributes.class);
        Keys kept = cache.get(user);
        if (kept != null && kept.fits(look)) {
            return kept.keys();
        }
        cache.remove(user);
        if (look.size() > LONGEST) {
            throw new IOException("longer than " + LONGEST + " bytes");
        }
        Keys fresh = new Keys(look.lastModifiedTime(), look.size(), fileKey(look), read(file));
        cache.put(user, fresh);
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
