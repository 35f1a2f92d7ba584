package org.anze.gateway.intake.sftp;

import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.io.IoUtils;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.Handle;
import org.apache.sshd.sftp.server.SftpSubsystem;
import org.apache.sshd.sftp.server.SftpSubsystemConfigurator;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/**
 * The SFTP protocol of one channel, with three differences to the library's: files still open when the session ends are
 * abandoned and not closed; a file that was taken a moment ago can still be looked at (clients compare the size after an
 * upload); extensions nobody needs for a drop are unknown.
 */
final class DropSubsystem extends SftpSubsystem {

    private static final Set<String> EXTENSIONS =
            Set.of("posix-rename@openssh.com", "fsync@openssh.com", "limits@openssh.com", "lsetstat@openssh.com");

    private final HomeAccess access;

    private DropSubsystem(ChannelSession channel, SftpSubsystemConfigurator configurator, HomeAccess access) {
        super(channel, configurator);
        this.access = access;
    }

    /** Makes one subsystem per channel. */
    static final class Factory extends SftpSubsystemFactory {
        private final HomeAccess access;

        Factory(HomeAccess access) {
            this.access = access;
            setFileSystemAccessor(access);
            setErrorStatusDataHandler(new RefusalStatus());
        }

        @Override
        public Command createSubsystem(ChannelSession channel) {
            return new DropSubsystem(channel, this, access);
        }
    }

    @Override
    protected void closeAllHandles() {
        for (Handle handle : handles.values()) {
            if (handle instanceof FileHandle file && file.getFileChannel() instanceof Upload upload) {
                upload.abandon();
            }
        }
        super.closeAllHandles();
    }

    @Override
    protected void executeExtendedCommand(Buffer buffer, int id, String extension) throws IOException {
        if (EXTENSIONS.contains(extension)) {
            super.executeExtendedCommand(buffer, id, extension);
        } else {
            sendStatus(prepareReply(buffer), id, SftpConstants.SSH_FX_OP_UNSUPPORTED, "unsupported: " + extension);
        }
    }

    @Override
    protected NavigableMap<String, Object> resolveFileAttributes(
            Path file, int flags, boolean neverFollowLinks, LinkOption... options) throws IOException {
        try {
            return super.resolveFileAttributes(file, flags, neverFollowLinks, options);
        } catch (NoSuchFileException e) {
            return taken(file).map(DropSubsystem::attributes).orElseThrow(() -> e);
        }
    }

    private Optional<PartyHome.Taken> taken(Path file) throws IOException {
        Place place = Place.of(file);
        return place.isFileIn(PartyHome.IN) ? access.home(this).taken(place.name()) : Optional.empty();
    }

    private static NavigableMap<String, Object> attributes(PartyHome.Taken taken) {
        NavigableMap<String, Object> attributes = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        attributes.put(IoUtils.REGFILE_VIEW_ATTR, true);
        attributes.put(IoUtils.DIRECTORY_VIEW_ATTR, false);
        attributes.put(IoUtils.SYMLINK_VIEW_ATTR, false);
        attributes.put(IoUtils.OTHERFILE_VIEW_ATTR, false);
        attributes.put(IoUtils.SIZE_VIEW_ATTR, taken.size());
        attributes.put(IoUtils.LASTMOD_TIME_VIEW_ATTR, taken.modified());
        attributes.put(IoUtils.LASTACC_TIME_VIEW_ATTR, taken.modified());
        attributes.put(
                IoUtils.PERMISSIONS_VIEW_ATTR,
                EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        return attributes;
    }

    /** Times may be set; owners and permissions are ours, and clients that try to set them are let go on. */
    @Override
    protected void doSetAttributes(
            int command, String extension, Path file, Map<String, ?> attributes, boolean followLinks)
            throws IOException {
        Place place = Place.of(file);
        if (!place.isFileIn(PartyHome.IN) || attributes.containsKey(IoUtils.SIZE_VIEW_ATTR)) {
            throw PartyHome.refusal(SftpProblem.NOT_PERMITTED);
        }
        Object modified = attributes.get(IoUtils.LASTMOD_TIME_VIEW_ATTR);
        if (modified != null && taken(file).isEmpty()) {
            super.doSetAttributes(
                    command, extension, file, Map.of(IoUtils.LASTMOD_TIME_VIEW_ATTR, modified), followLinks);
        }
    }
}
