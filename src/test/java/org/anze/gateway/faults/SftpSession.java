package org.anze.gateway.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.time.Duration;
import org.anze.gateway.flow.GatewayProcess;
import org.anze.gateway.pki.PkiLayout;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;

/** A sender's session that can be cut where a polite client never ends. */
final class SftpSession implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SshClient ssh = SshClient.setUpDefaultClient();
    private final ClientSession session;
    private final SftpClient sftp;

    SftpSession(GatewayProcess node, String party) throws IOException, GeneralSecurityException {
        // Whose server it is does not matter to what is tested here.
        ssh.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
        ssh.start();
        session = ssh.connect(party, "127.0.0.1", node.sftpPort())
                .verify(PATIENCE)
                .getSession();
        session.addPublicKeyIdentity(new FileKeyPairProvider(
                        new PkiLayout(node.data()).demoKeys(party).sshKey())
                .loadKeys(null)
                .iterator()
                .next());
        session.auth().verify(PATIENCE);
        sftp = SftpClientFactory.instance().createSftpClient(session);
    }

    /** Writes a file and closes it. */
    void write(String name, byte[] content) throws IOException {
        try (OutputStream out = sftp.write("in/" + name)) {
            out.write(content);
        }
    }

    /** Writes half of a file; the connection is cut while it is open. */
    void cutInTheMiddle(String name, byte[] content) throws IOException {
        SftpClient.CloseableHandle file =
                sftp.open("in/" + name, SftpClient.OpenMode.Create, SftpClient.OpenMode.Write);
        sftp.write(file, 0, content, 0, content.length / 2);
        session.close(true).await(PATIENCE);
    }

    /** Whether the server let it be renamed. */
    boolean rename(String from, String to) {
        try {
            sftp.rename("in/" + from, "in/" + to);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    @Override
    public void close() {
        session.close(true);
        ssh.stop();
    }
}
