package org.anze.gateway.delivery.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.anze.gateway.fault.FaultPoints;
import org.anze.gateway.fault.Step;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHPosixRenameExtension;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;
import org.jspecify.annotations.Nullable;

/**
 * One recipient's server and the session kept open to it. One call at a time; a call that takes longer than the recipient's
 * timeout is cut off by closing the session.
 */
final class RecipientServer {

    private static final int LONGEST_RECEIPT = 1 << 20;
    private static final int MOST_NAMES = 10_000;

    private final SftpClients clients;
    private final ScheduledExecutorService watch;
    private @Nullable Target connected;
    private @Nullable ClientSession session;
    private @Nullable SftpClient client;

    /** Something to do with the server. */
    @FunctionalInterface
    interface Work<T> {
        T with(RecipientServer server, Target target) throws IOException;
    }

    RecipientServer(SftpClients clients, ScheduledExecutorService watch) {
        this.clients = clients;
        this.watch = watch;
    }

    /** Does the work over the kept session; once more over a new one when the kept one turns out to be dead. */
    synchronized <T> T run(Target target, Work<T> work) throws IOException {
        boolean fresh = open(target);
        try {
            return watched(target, work);
        } catch (SftpException e) {
            // The server answered: the session is sound and trying again would be answered alike.
            throw e;
        } catch (IOException e) {
            close();
            if (fresh) {
                throw e;
            }
            open(target);
            return watched(target, work);
        }
    }

    private <T> T watched(Target target, Work<T> work) throws IOException {
        ClientSession current = session;
        if (current == null) {
            throw new IllegalStateException("no session");
        }
        ScheduledFuture<?> alarm =
                watch.schedule(() -> current.close(true), target.timeout().toMillis(), TimeUnit.MILLISECONDS);
        try {
            return work.with(this, target);
        } finally {
            alarm.cancel(false);
        }
    }

    /** Returns whether a new session had to be made. */
    private boolean open(Target target) throws IOException {
        if (client != null && client.isOpen() && target.equals(connected)) {
            return false;
        }
        close();
        ClientSession made = clients.login(target);
        try {
            SftpModuleProperties.SFTP_CHANNEL_OPEN_TIMEOUT.set(made, target.timeout());
            client = SftpClientFactory.instance().createSftpClient(made);
            session = made;
            connected = target;
            return true;
        } finally {
            if (session == null) {
                made.close(true);
            }
        }
    }

    /** Ends the session; the next call makes a new one. */
    synchronized void close() {
        ClientSession old = session;
        session = null;
        client = null;
        connected = null;
        if (old != null) {
            old.close(true);
        }
    }

    private SftpClient client() {
        SftpClient current = client;
        if (current == null) {
            throw new IllegalStateException("no session");
        }
        return current;
    }

    /** Writes a file as {@code .part} and gives it its name, in place of what stood there. */
    void put(String path, byte[] content) throws IOException {
        String part = path + ".part";
        EnumSet<SftpClient.OpenMode> modes =
                EnumSet.of(SftpClient.OpenMode.Create, SftpClient.OpenMode.Write, SftpClient.OpenMode.Truncate);
        FaultPoints.before(Step.SFTP_WRITE, IOException::new);
        try (OutputStream out = client().write(part, modes)) {
            out.write(content);
        }
        FaultPoints.after(Step.SFTP_WRITE, IOException::new);
        FaultPoints.before(Step.SFTP_RENAME, IOException::new);
        OpenSSHPosixRenameExtension posix = client().getExtension(OpenSSHPosixRenameExtension.class);
        if (posix != null && posix.isSupported()) {
            posix.posixRename(part, path);
        } else {
            remove(path);
            client().rename(part, path);
        }
        FaultPoints.after(Step.SFTP_RENAME, IOException::new);
    }

    /** A small file; empty when there is none of that name. */
    Optional<byte[]> get(String path) throws IOException {
        try (InputStream in = client().read(path)) {
            byte[] content = in.readNBytes(LONGEST_RECEIPT + 1);
            if (content.length > LONGEST_RECEIPT) {
                throw new IOException("receipt longer than " + LONGEST_RECEIPT + " bytes");
            }
            return Optional.of(content);
        } catch (SftpException e) {
            return absent(e, Optional.empty());
        }
    }

    /** Names in a folder, at most ten thousand; none when there is no such folder. */
    List<String> names(String folder) throws IOException {
        List<String> names = new ArrayList<>();
        try {
            for (SftpClient.DirEntry entry : client().readDir(folder)) {
                names.add(entry.getFilename());
                if (names.size() == MOST_NAMES) {
                    break;
                }
            }
            return names;
        } catch (SftpException e) {
            return absent(e, List.of());
        }
    }

    /** Deletes a file if it is there. */
    void remove(String path) throws IOException {
        try {
            client().remove(path);
        } catch (SftpException e) {
            absent(e, path);
        }
    }

    private static <T> T absent(SftpException e, T answer) throws SftpException {
        if (e.getStatus() == SftpConstants.SSH_FX_NO_SUCH_FILE || e.getStatus() == SftpConstants.SSH_FX_NO_SUCH_PATH) {
            return answer;
        }
        throw e;
    }
}
