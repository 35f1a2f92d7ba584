package org.anze.gateway.delivery.sftp;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.core.CoreModuleProperties;

/**
 * Opens SSH sessions with the gateway's key to servers whose host key is known. Reads nothing from the account's
 * {@code ~/.ssh}. Safe for many threads.
 */
final class SftpClients {

    private static final AttributeRepository.AttributeKey<PublicKey> EXPECTED =
            new AttributeRepository.AttributeKey<>();

    private final Path key;
    private final SshClient client = SshClient.setUpDefaultClient();

    /** @param key the gateway's private key, OpenSSH or PEM */
    SftpClients(Path key) {
        this.key = key;
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        client.setServerKeyVerifier(new KnownKey());
        client.setKeyExchangeFactories(modern(client.getKeyExchangeFactories()));
        client.setCipherFactories(modern(client.getCipherFactories()));
        client.setMacFactories(modern(client.getMacFactories()));
        client.setSignatureFactories(modern(client.getSignatureFactories()));
    }

    /** Accepts exactly the key that was expected when the connection was opened. */
    private static final class KnownKey implements ServerKeyVerifier {
        @Override
        public boolean verifyServerKey(ClientSession session, SocketAddress address, PublicKey offered) {
            AttributeRepository context = session.getConnectionContext();
            PublicKey expected = context == null ? null : context.getAttribute(EXPECTED);
            return expected != null && KeyUtils.compareKeys(expected, offered);
        }
    }

    /** Leaves out what RFC 9142 and today's OpenSSH leave out: SHA-1, MD5, CBC, RC4, 3DES, DSA. */
    private static <T extends NamedResource> List<T> modern(List<T> factories) {
        return factories.stream()
                .filter(factory -> !factory.getName().matches(".*(-sha1|hmac-sha1.*|md5.*|cbc.*|arcfour.*|ssh-dss.*)")
                        && !factory.getName().startsWith("ssh-rsa"))
                .toList();
    }

    void start() {
        client.start();
    }

    void stop() {
        client.stop();
    }

    /** A session that has logged in. */
    ClientSession login(Target target) throws IOException {
        CoreModuleProperties.IO_CONNECT_TIMEOUT.set(client, target.timeout());
        AttributeRepository context = AttributeRepository.ofKeyValuePair(EXPECTED, target.expectedKey());
        ClientSession session = client.connect(target.user(), target.host(), target.port(), context)
                .verify(target.timeout())
                .getSession();
        boolean in = false;
        try {
            session.addPublicKeyIdentity(ownKey(session));
            session.auth().verify(target.timeout());
            in = true;
            return session;
        } finally {
            if (!in) {
                session.close(true);
            }
        }
    }

    private KeyPair ownKey(ClientSession session) throws IOException {
        if (!Files.isRegularFile(key)) {
            throw new IOException("the gateway's SSH key is missing: " + key.getFileName());
        }
        try {
            return new FileKeyPairProvider(key).loadKeys(session).iterator().next();
        } catch (RuntimeException e) {
            throw new IOException("the gateway's SSH key cannot be read: " + key.getFileName(), e);
        }
    }
}
