package org.anze.gateway.pki;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;

/** Files and directories with exact permissions, complete on disk or not there at all. Threads may share it. */
public final class PrivateFiles {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> READABLE = PosixFilePermissions.fromString("rw-r--r--");
    private static final Set<PosixFilePermission> OWNER_ONLY_DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    private PrivateFiles() {}

    /**
     * Writes a new file with mode 0600; its bytes are on disk when this returns.
     *
     * @throws FileAlreadyExistsException when there is a file of that name: nothing is ever overwritten
     */
    public static void writeNew(Path file, byte[] content) throws IOException {
        write(file, content, OWNER_ONLY);
    }

    /** Like {@link #writeNew} with mode 0644, for what is meant to be given away. */
    public static void writeNewReadable(Path file, byte[] content) throws IOException {
        write(file, content, READABLE);
    }

    /** Makes a directory with mode 0700, parents as needed; one that is there already gets that mode. */
    public static void directory(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, OWNER_ONLY_DIRECTORY);
    }

    /**
     * Gives a finished directory its final name in one step, so that a crash leaves it whole or not at all.
     *
     * @throws FileAlreadyExistsException when the final name is taken
     */
    public static void publish(Path finished, Path directory) throws IOException {
        if (Files.exists(directory)) {
            throw new FileAlreadyExistsException(directory.toString());
        }
        try {
            Files.move(finished, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException unexpected) {
            throw new IOException("temporary and final directory must be on one file system: " + directory, unexpected);
        }
        sync(directory.toAbsolutePath().getParent());
    }

    /** Removes a directory of ours and what is in it, without following links. Nothing happens when it is not there. */
    public static void removeTree(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> below = Files.walk(directory)) {
            for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** A random secret of letters and digits that cannot be mistaken for each other; 32 of them hold 186 bits. */
    public static String randomSecret(int length) {
        StringBuilder secret = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            secret.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return secret.toString();
    }

    /** Reads a one-line secret without its line end. */
    public static String readSecret(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8).strip();
    }

    /** Forces a directory's entries to disk. */
    public static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void write(Path file, byte[] content, Set<PosixFilePermission> mode) throws IOException {
        Path temporary = Files.createTempFile(
                file.toAbsolutePath().getParent(), ".new", null, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.setPosixFilePermissions(temporary, mode);
            // A link, unlike a rename, fails when the name is taken.
            Files.createLink(file, temporary);
        } finally {
            Files.delete(temporary);
        }
        sync(file.toAbsolutePath().getParent());
    }
}
