package org.anze.gateway.evidence.witness;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.note.NoteKey;

/**
 * What a witness remembers: for each log the newest checkpoint it cosigned, one file each, named by the SHA-256 of the origin.
 * A folder belongs to one process and to one witness. For one thread at a time.
 *
 * <p>A witness that forgot would sign anything, so an empty folder is never taken for a fresh start: {@link #create} has to
 * be asked for. The file of the owner names each log for which something was cosigned, so that a lost checkpoint is noticed
 * as well.
 */
public final class WitnessMemory implements AutoCloseable {

    private static final String OWNER = "witness";
    private static final String CHECKPOINT = ".checkpoint";
    private static final int MOST_CONFLICTS = 256;

    private final Path folder;
    private final FileChannel owner;

    /** Names of the logs for which something was cosigned. */
    private final Set<String> logs = new HashSet<>();

    private WitnessMemory(Path folder, FileChannel owner, List<String> logs) throws IOException {
        this.folder = folder;
        this.owner = owner;
        this.logs.addAll(logs);
        try (Stream<Path> files = Files.list(folder)) {
            // After a crash, or of a folder that was made before the logs stood in the file of the owner.
            for (String file : files.map(each -> each.getFileName().toString()).toList()) {
                if (file.endsWith(CHECKPOINT)) {
                    know(file.substring(0, file.length() - CHECKPOINT.length()));
                }
            }
        }
    }

    private void know(String name) throws IOException {
        if (!logs.contains(name)) {
            owner.position(owner.size());
            write(owner, name + "\n");
            logs.add(name);
        }
    }

    /**
     * Makes the folder of a new witness.
     *
     * @throws FileAlreadyExistsException when the folder is somebody's already
     */
    public static void create(Path folder, NoteKey witness) throws IOException {
        Files.createDirectories(folder);
        try (FileChannel file =
                FileChannel.open(folder.resolve(OWNER), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            write(file, witness.vkey() + "\n");
        }
        sync(folder);
    }

    /** Whether {@link #create} was called for this folder. */
    public static boolean isMade(Path folder) {
        return Files.exists(folder.resolve(OWNER));
    }

    /**
     * Opens the folder for this process.
     *
     * @throws NoSuchFileException when it was never made
     * @throws IOException when it is another witness's, or another process has it
     */
    public static WitnessMemory open(Path folder, NoteKey witness) throws IOException {
        Path mark = folder.resolve(OWNER);
        List<String> lines = Files.readAllLines(mark, StandardCharsets.US_ASCII);
        if (lines.isEmpty() || !lines.get(0).equals(witness.vkey())) {
            throw new IOException(folder + " is the memory of another witness: " + lines);
        }
        FileChannel owner = FileChannel.open(mark, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = owner.tryLock();
            if (lock != null) {
                return new WitnessMemory(folder, owner, lines.subList(1, lines.size()));
            }
        } catch (java.nio.channels.OverlappingFileLockException heldHere) {
            owner.close();
            throw new IOException(folder + " is in use by this process", heldHere);
        }
        owner.close();
        throw new IOException(folder + " is in use by another process");
    }

    /** The newest note cosigned for a log, with the log's line and ours; empty when there is none. */
    Optional<Note> latest(String origin) throws IOException {
        return read(name(origin));
    }

    /** As {@link #latest} by the name that stands in the address, 64 hexadecimal digits. */
    Optional<Note> latestByName(String hash) throws IOException {
        return hash.matches("[0-9a-f]{64}") ? read(hash) : Optional.empty();
    }

    /** Remembers; on disk when it returns. */
    void remember(String origin, Note note) throws IOException {
        Path file = folder.resolve(name(origin) + CHECKPOINT);
        Path fresh = folder.resolve(name(origin) + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            write(channel, note.note());
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(folder);
        // Before the caller answers. After a crash in between the checkpoint speaks for itself when the folder is
        // opened.
        know(name(origin));
    }

    /**
     * Keeps a checkpoint of the size that was cosigned with another root: with {@link #latest} it proves the log's split view.
     * Nobody but the log can make one, so nobody else can use up the room.
     */
    void keepConflict(String origin, byte[] root, Note note) throws IOException {
        String beginning = name(origin) + ".conflict-";
        Path file = folder.resolve(beginning + HexFormat.of().formatHex(root));
        try (Stream<Path> files = Files.list(folder)) {
            long kept = files.filter(each -> each.getFileName().toString().startsWith(beginning))
                    .count();
            if (kept < MOST_CONFLICTS && Files.notExists(file)) {
                Files.writeString(file, note.note(), StandardOpenOption.CREATE_NEW, StandardOpenOption.DSYNC);
            }
        }
    }

    /**
     * Keeps the last larger checkpoint that came without a proof that holds. It proves nothing: anybody can send a genuine
     * checkpoint with a bad proof. It is what to ask the log about.
     */
    void keepUnproved(String origin, Note note) throws IOException {
        Files.writeString(
                folder.resolve(name(origin) + ".unproved"),
                note.note(),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
    }

    private Optional<Note> read(String name) throws IOException {
        try {
            return Optional.of(Note.parse(Files.readAllBytes(folder.resolve(name + CHECKPOINT))));
        } catch (NoSuchFileException none) {
            if (logs.contains(name)) {
                throw new IOException("the memory of the witness is incomplete: " + name, none);
            }
            return Optional.empty();
        } catch (FlawException damaged) {
            throw new IOException("the memory of the witness is damaged: " + name, damaged);
        }
    }

    /** SHA-256 of the origin in hexadecimal, as the address of the monitoring call has it. */
    static String name(String origin) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(origin.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void write(FileChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(true);
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Gives the folder free. */
    @Override
    public void close() throws IOException {
        owner.close();
    }
}
