package org.anze.gateway.intake.sftp;

import java.util.List;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.file.FileSystemFactory;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.password.RejectAllPasswordAuthenticator;
import org.apache.sshd.server.auth.pubkey.PublickeyAuthenticator;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.apache.sshd.server.subsystem.SubsystemFactory;
import org.apache.sshd.sftp.SftpModuleProperties;

/** Builds an SSH server that can do SFTP with public keys and nothing else: no shell, no commands, no forwarding. */
final class SftpServerFactory {

    private SftpServerFactory() {}

    static SshServer create(
            SftpIntakeSettings settings,
            PublickeyAuthenticator keys,
            FileSystemFactory homes,
            SubsystemFactory subsystem) {
        SftpIntakeSettings.Limits limits = settings.limits();
        SshServer server = SshServer.setUpDefaultServer();
        server.setHost(settings.host());
        server.setPort(settings.port());
        FileKeyPairProvider hostKey = new FileKeyPairProvider(settings.hostKey());
        server.setKeyPairProvider(hostKey);
        server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        server.setPublickeyAuthenticator(keys);
        server.setPasswordAuthenticator(RejectAllPasswordAuthenticator.INSTANCE);
        server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
        server.setFileSystemFactory(homes);
        server.setSubsystemFactories(List.of(subsystem));
        modernise(server);
        CoreModuleProperties.MAX_AUTH_REQUESTS.set(server, limits.loginAttempts());
        CoreModuleProperties.AUTH_TIMEOUT.set(server, limits.loginTime());
        CoreModuleProperties.IDLE_TIMEOUT.set(server, limits.idle());
        CoreModuleProperties.MAX_CONCURRENT_SESSIONS.set(server, limits.sessionsPerParty());
        CoreModuleProperties.MAX_CONCURRENT_CHANNELS.set(server, 4);
        CoreModuleProperties.SERVER_IDENTIFICATION.set(server, "Anze");
        SftpModuleProperties.SFTP_VERSION.set(server, 3);
        SftpModuleProperties.AUTO_FOLLOW_LINKS.set(server, false);
        SftpModuleProperties.CLIENT_EXTENSIONS.set(server, "");
        SftpModuleProperties.OPENSSH_EXTENSIONS.set(
                server, "posix-rename@openssh.com=1,fsync@openssh.com=1,limits@openssh.com=1,lsetstat@openssh.com=1");
        SftpModuleProperties.MAX_OPEN_HANDLES_PER_SESSION.set(server, limits.openHandles());
        server.addSessionListener(new SessionListener() {
            @Override
            public void sessionCreated(Session session) {
                if (server.getActiveSessions().size() > limits.sessions()) {
                    session.close(true);
                }
            }
        });
        return server;
    }

    /** Leaves out what RFC 9142 and today's OpenSSH leave out: SHA-1, MD5, CBC, RC4, 3DES, DSA. */
    private static void modernise(SshServer server) {
        server.setKeyExchangeFactories(modern(server.getKeyExchangeFactories()));
        server.setCipherFactories(modern(server.getCipherFactories()));
        server.setMacFactories(modern(server.getMacFactories()));
        server.setSignatureFactories(modern(server.getSignatureFactories()));
    }

    private static <T extends NamedResource> List<T> modern(List<T> factories) {
        return factories.stream().filter(factory -> isModern(factory.getName())).toList();
    }

    private static boolean isModern(String name) {
        boolean old = name.endsWith("-sha1")
                || name.contains("hmac-sha1")
                || name.contains("md5")
                || name.contains("cbc")
                || name.contains("arcfour")
                || name.startsWith("ssh-rsa")
                || name.contains("ssh-dss");
        return !old;
    }
}
