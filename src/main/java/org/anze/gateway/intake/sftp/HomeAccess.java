package org.anze.gateway.intake.sftp;

import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.CopyOption;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.security.Principal;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;

/**
 * What a logged-in party may do in its home, and nothing else: write, rename and delete in {@code in/}; read everywhere;
 * delete in {@code out/} and {@code receipts/}. Links are neither made nor followed. Safe for many sessions.
 */
final class HomeAccess implements SftpFileSystemAccessor {

    private final Function<String, PartyHome> homes;

    /** @param homes party id → its home */
    HomeAccess(Function<String, PartyHome> homes) {
        this.homes = homes;
    }

    PartyHome home(SftpSubsystemProxy subsystem) {
        return homes.apply(subsystem.getSession().getUsername());
    }

    @Override
    public Path resolveLocalFilePath(SftpSubsystemProxy subsystem, Path root, String remotePath) throws IOException {
        return root.getFileSystem().getPath(Place.of(remotePath).path());
    }

    @Override
    public LinkOption[] resolveFileAccessLinkOptions(
            SftpSubsystemProxy subsystem, Path file, int command, String extension, boolean followLinks) {
        return new LinkOption[] {LinkOption.NOFOLLOW_LINKS};
    }

    @Override
    public SeekableByteChannel openFile(
            SftpSubsystemProxy subsystem,
            FileHandle fileHandle,
            Path file,
            String handle,
            Set<? extends OpenOption> options,
            FileAttribute<?>... attributes)
            throws IOException {
        Place place = Place.of(file);
        if (!place.isFile() || fileHandle == null) {
            throw PartyHome.refusal(SftpProblem.NOT_PERMITTED);
        }
        PartyHome home = home(subsystem);
        // TreeSet and EnumSet refuse to be asked for an element of another type.
        List<OpenOption> wanted = List.copyOf(options);
        if (wanted.contains(StandardOpenOption.WRITE) || wanted.contains(StandardOpenOption.APPEND)) {
            if (!place.isFileIn(PartyHome.IN)) {
                throw PartyHome.refusal(SftpProblem.NOT_PERMITTED);
            }
            return home.open(place.name(), options);
        }
        return FileChannel.open(physical(home, place), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    private static Path physical(PartyHome home, Place place) {
        return home.root().resolve(place.folder()).resolve(place.name());
    }

    @Override
    public void closeFile(
            SftpSubsystemProxy subsystem,
            FileHandle fileHandle,
            Path file,
            String handle,
            Channel channel,
            Set<? extends OpenOption> options)
            throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    @Override
    public void syncFileData(
            SftpSubsystemProxy subsystem, FileHandle fileHandle, Path file, String handle, Channel channel)
            throws IOException {
        if (channel instanceof Upload upload) {
            upload.force();
        }
    }

    @Override
    public FileLock tryLock(
            SftpSubsystemProxy subsystem,
            FileHandle fileHandle,
            Path file,
            String handle,
            Channel channel,
            long position,
            long size,
            boolean shared) {
        throw PartyHome.refusal(SftpProblem.NOT_PERMITTED);
    }

    @Override
    public void renameFile(SftpSubsystemProxy subsystem, Path from, Path to, Collection<CopyOption> options)
            throws IOException {
        Place source = Place.of(from);
        Place target = Place.of(to);
        if (!source.isFileIn(PartyHome.IN) || !target.isFileIn(PartyHome.IN)) {
            throw PartyHome.refusal(SftpProblem.NOT_PERMITTED);
        }
        home(subsystem).rename(source.name(), target.name(), options.contains(StandardCopyOption.REPLACE_EXISTING));
    }

    @Override
    public void removeFile(SftpSubsystemProxy subsystem, Path path, boolean isDirectory) throws IOException {
        Place place = Place.of(path);
        if (isDirectory || !place.isFile()) {
            throw PartyHome.refusal(SftpProblem.NOT_PERMITTED);
        }
        home(subsystem).remove(place.folder(), place.name());
    }

    @Override
    public void createDirectory(SftpSubsystemProxy subsystem, Path path) {
        throw PartyHome.refusal(SftpProblem.NOT_PERMITTED);
    }

    @Override
    public void createLink(SftpSubsystemProxy subsystem, Path link, Path existing, boolean symbolic) {
        throw PartyHome.refusal(SftpProblem.NOT_PERMITTED);
    }

    @Override
    public String resolveLinkTarget(SftpSubsystemProxy subsystem, Path link) throws IOException {
        throw new NoSuchFileException(link.toString());
    }

    @Override
    public void copyFile(SftpSubsystemProxy subsystem, Path from, Path to, Collection<CopyOption> options) {
        throw PartyHome.refusal(SftpProblem.NOT_PERMITTED);
    }

    @Override
    public void setFileOwner(SftpSubsystemProxy subsystem, Path file, Principal value, LinkOption... options) {
        throw PartyHome.refusal(SftpProblem.NOT_PERMITTED);
    }

    @Override
    public void setGroupOwner(SftpSubsystemProxy subsystem, Path file, Principal value, LinkOption... options) {
        throw PartyHome.refusal(SftpProblem.NOT_PERMITTED);
    }

    @Override
    public void setFilePermissions(
            SftpSubsystemProxy subsystem, Path file, Set<PosixFilePermission> permissions, LinkOption... options) {
        throw PartyHome.refusal(SftpProblem.NOT_PERMITTED);
    }

    @Override
    public void setFileAccessControl(
            SftpSubsystemProxy subsystem, Path file, List<AclEntry> entries, LinkOption... options) {
        throw PartyHome.refusal(SftpProblem.NOT_PERMITTED);
    }
}
