package org.anze.gateway.intake.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.anze.gateway.fault.FaultPoints;
import org.anze.gateway.fault.Step;
import org.anze.gateway.origin.PresentedSignature;
import org.jspecify.annotations.Nullable;

/**
 * The files of one party that are out of its reach: complete ones that wait for the intake desk, notes of submissions whose
 * receipt is still to be written, and markers of files in {@code in/} that were closed completely. Safe for many threads.
 *
 * <p>Names begin with a sequence of 16 digits (microseconds since 1970 when nothing came in between), so their order is the
 * order of arrival, over restarts too.
 *
 * <p>Several processes may have the same folder: what each has in the making bears names of its own, and what a process that
 * is gone left behind is deleted when nobody has written to it for an hour.
 */
final class Spool {

    private static final String SEPARATOR = "--";
    private static final int DIGITS = 16;
    /** Longer than anybody takes between two writes to a file in the making, or between a signature and its file. */
    private static final Duration ABANDONED = Duration.ofHours(1);
    /** Within it a process sees to what it took. */
    private static final Duration LEFT = Duration.ofMinutes(1);

    private final Path folder;
    private final Path pending;
    private final Path closed;
    private final Path signatures;
    private final Path temporary;
    private final Clock clock;
    private final String process = UUID.randomUUID().toString().substring(0, 8);
    private final AtomicLong made = new AtomicLong();
    private long last;

    /**
     * A file or note.
     *
     * @param key the name it has in the spool
     * @param name the name its sender gave it
     */
    record Entry(Path path, String key, String name) {}

    Spool(Path folder, Clock clock) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.pending = Files.createDirectories(folder.resolve("pending"));
        this.closed = Files.createDirectories(folder.resolve("closed"));
        this.signatures = Files.createDirectories(folder.resolve("signatures"));
        this.temporary = Files.createDirectories(folder.resolve("temporary"));
        this.clock = clock;
        sweep();
        this.last = Stream.concat(list(folder).stream(), list(pending).stream())
                .mapToLong(entry -> Long.parseLong(entry.key().substring(0, DIGITS)))
                .max()
                .orElse(0);
    }

    /**
     * Takes a complete file out of the party's reach; durable on return.
     *
     * @param signature its detached signature, which is copied and stays; null when there is none
     */
    void take(Path file, String name, @Nullable Path signature) throws IOException {
        String key = nextSequence() + SEPARATOR + name;
        if (signature != null) {
            // Before the file: once that is here it may be handed over.
            DurableFiles.write(temporary(), signatures.resolve(key), out -> {
                try (InputStream in = Files.newInputStream(signature)) {
                    // One byte over the limit is enough to be refused for it.
                    out.write(in.readNBytes(PresentedSignature.MOST_BYTES + 1));
                }
            });
        }
        FaultPoints.before(Step.DROP_RENAME, IOException::new);
        DurableFiles.move(file, folder.resolve(key));
        FaultPoints.after(Step.DROP_RENAME, IOException::new);
    }

    /** The detached signature that came with a file. */
    Optional<byte[]> signature(Entry entry) throws IOException {
        Path signature = signatures.resolve(entry.key());
        return Files.exists(signature) ? Optional.of(Files.readAllBytes(signature)) : Optional.empty();
    }

    /** Whether a signature is the one that a waiting file of this name took with it. */
    boolean isTaken(String name, Path signature) throws IOException {
        for (Entry entry : waiting()) {
            Path taken = signatures.resolve(entry.key());
            if (entry.name().equals(name) && Files.exists(taken) && Files.mismatch(taken, signature) < 0) {
                return true;
            }
        }
        return false;
    }

    private synchronized String nextSequence() {
        long now = clock.millis() * 1000;
        last = Math.max(last + 1, now);
        return sequence(last);
    }

    private static String sequence(long microseconds) {
        return String.format("%0" + DIGITS + "d", microseconds);
    }

    /** The files to hand over, oldest first. */
    List<Entry> waiting() throws IOException {
        return list(folder);
    }

    /** Replaces a file by a note that its submission needs a receipt; durable before the file goes. */
    void received(Entry entry, String submission) throws IOException {
        FaultPoints.before(Step.DROP_NOTE, IOException::new);
        DurableFiles.write(
                temporary(),
                pending.resolve(entry.key()),
                out -> out.write(submission.getBytes(StandardCharsets.UTF_8)));
        FaultPoints.after(Step.DROP_NOTE, IOException::new);
        Files.deleteIfExists(entry.path());
        Files.deleteIfExists(signatures.resolve(entry.key()));
    }

    /** The notes of submissions without receipt, oldest first. */
    List<Entry> pending() throws IOException {
        return list(pending);
    }

    /** The submission a note is about. */
    String submission(Entry note) throws IOException {
        return Files.readString(note.path());
    }

    /** Forgets a file or a note. */
    void remove(Entry entry) throws IOException {
        Files.deleteIfExists(entry.path());
        Files.deleteIfExists(signatures.resolve(entry.key()));
    }

    /** Notes that a file in {@code in/} was closed completely at its present size. */
    void markClosed(String name, long size) throws IOException {
        DurableFiles.write(
                temporary(),
                closed.resolve(name),
                out -> out.write(Long.toString(size).getBytes(StandardCharsets.US_ASCII)));
    }

    /** Takes the marker away; durable on return, for the file may be written next. */
    void unmarkClosed(String name) throws IOException {
        if (Files.deleteIfExists(closed.resolve(name))) {
            DurableFiles.sync(closed);
        }
    }

    /** Whether a file was closed completely and has not changed its size since. */
    boolean isClosed(String name, Path file) throws IOException {
        Path marker = closed.resolve(name);
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && Files.isRegularFile(marker)
                && Files.readString(marker).equals(Long.toString(Files.size(file)));
    }

    /** Whether a file was closed so long ago that whoever was to take it is gone. */
    boolean isLeftClosed(String name) throws IOException {
        return isLeft(closed.resolve(name));
    }

    /** Whether nobody has written to a file for so long. */
    boolean isLeft(Path file) throws IOException {
        return isOlder(file, clock.instant().minus(LEFT));
    }

    /** Whether files or notes wait for so long that the process that was to see to them may be gone. */
    boolean hasLeft() throws IOException {
        String before = sequence(clock.instant().minus(LEFT).toEpochMilli() * 1000);
        return Stream.concat(waiting().stream(), pending().stream())
                .anyMatch(entry -> entry.key().compareTo(before) < 0);
    }

    /** A new place for a file in the making, outside the party's reach but on the same file system. */
    Path temporary() {
        return temporary.resolve(process + "-" + made.incrementAndGet());
    }

    /** Bytes of the files that wait. */
    long bytes() throws IOException {
        long sum = 0;
        for (Entry entry : waiting()) {
            sum += entry.path().toFile().length();
        }
        return sum;
    }

    /**
     * Deletes what processes that are gone had in the making, which is made anew, and signatures whose file was handed over or
     * never came.
     */
    void sweep() throws IOException {
        for (Path file : abandoned(temporary)) {
            Files.deleteIfExists(file);
        }
        for (Path file : abandoned(signatures)) {
            if (!Files.exists(folder.resolve(file.getFileName()))) {
                Files.deleteIfExists(file);
            }
        }
    }

    private List<Path> abandoned(Path where) throws IOException {
        Instant before = clock.instant().minus(ABANDONED);
        List<Path> abandoned = new ArrayList<>();
        try (Stream<Path> files = Files.list(where)) {
            for (Path file : files.toList()) {
                if (isOlder(file, before)) {
                    abandoned.add(file);
                }
            }
        }
        return abandoned;
    }

    private static boolean isOlder(Path file, Instant before) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(before);
        } catch (NoSuchFileException gone) {
            // Finished, or swept by another process, since the folder was listed.
            return false;
        }
    }

    private static List<Entry> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> isEntry(file.getFileName().toString()))
                    .map(file -> {
                        String key = file.getFileName().toString();
                        return new Entry(file, key, key.substring(DIGITS + SEPARATOR.length()));
                    })
                    .sorted(Comparator.comparing(Entry::key))
                    .toList();
        }
    }

    private static boolean isEntry(String key) {
        return key.length() > DIGITS + SEPARATOR.length()
                && key.startsWith(SEPARATOR, DIGITS)
                && key.chars().limit(DIGITS).allMatch(c -> c >= '0' && c <= '9');
    }
}
