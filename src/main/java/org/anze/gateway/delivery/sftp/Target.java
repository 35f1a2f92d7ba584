package org.anze.gateway.delivery.sftp;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Duration;
import org.anze.gateway.party.Party;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;

/**
 * Where and how one recipient is reached, as its file says now.
 *
 * @param folder absolute path of the folder that parcels go to, without a slash at its end
 * @param hostKey type and base64 of the key the server must have
 * @param timeout for each step of a call: connecting, signing in, and every answer
 */
record Target(String user, String host, int port, String folder, String hostKey, Duration timeout) {

    private static final long LONGEST_KEY_FILE = 1 << 14;

    /**
     * Reads {@code sftp://user@host:port/folder}, and the host key from the party's file or from
     * {@code <credentials>/<party>/known_host}.
     */
    static Target of(Party recipient, Path credentials) throws IOException {
        Party.Delivery delivery = recipient.delivery();
        if (delivery == null || delivery.endpoint() == null) {
            throw new IOException("party " + recipient.id() + " has no SFTP endpoint");
        }
        URI uri;
        try {
            uri = URI.create(delivery.endpoint());
        } catch (IllegalArgumentException e) {
            throw new IOException("the SFTP endpoint of party " + recipient.id() + " is no URI", e);
        }
        String user = uri.getUserInfo();
        if (!"sftp".equals(uri.getScheme()) || uri.getHost() == null || user == null || user.contains(":")) {
            throw new IOException("the endpoint of party " + recipient.id() + " must be sftp://user@host:port/folder");
        }
        String path = uri.getPath() == null ? "" : uri.getPath();
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        String key = delivery.hostKey() == null ? knownHost(recipient.id(), credentials) : delivery.hostKey();
        int port = uri.getPort() < 0 ? 22 : uri.getPort();
        return new Target(user, uri.getHost(), port, path, keyWords(key), delivery.timeout());
    }

    private static String knownHost(String party, Path credentials) throws IOException {
        Path file = credentials.resolve(party).resolve("known_host");
        if (!Files.isRegularFile(file) || Files.size(file) > LONGEST_KEY_FILE) {
            throw new IOException(
                    "the host key of party " + party + " is not known: put it into its party.yaml (hostKey)"
                            + " or into credentials/" + party + "/known_host");
        }
        return Files.readString(file, StandardCharsets.UTF_8).strip();
    }

    /** The key type and the base64 after it, wherever in a known_hosts or .pub line they stand. */
    private static String keyWords(String line) throws IOException {
        String[] words = line.split("\\s+");
        for (int i = 0; i + 1 < words.length; i++) {
            if (words[i].startsWith("ssh-") || words[i].startsWith("ecdsa-")) {
                return words[i] + " " + words[i + 1];
            }
        }
        throw new IOException("no host key such as \"ssh-ed25519 AAAA…\" in the recipient's host key line");
    }

    /** The key the server must prove to have. */
    PublicKey expectedKey() throws IOException {
        try {
            PublicKey key = PublicKeyEntry.parsePublicKeyEntry(hostKey)
                    .resolvePublicKey(null, null, PublicKeyEntryResolver.FAILING);
            if (key == null) {
                throw new IOException("the recipient's host key has an unknown type");
            }
            return key;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("the recipient's host key cannot be read", e);
        }
    }

    /** The folder where the recipient puts its receipts: {@code receipts} beside {@link #folder}. */
    String receipts() {
        int slash = folder.lastIndexOf('/');
        return (slash < 0 ? "" : folder.substring(0, slash)) + "/receipts";
    }
}
