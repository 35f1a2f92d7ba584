package org.anze.gateway.leak;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Looks over the shoulder of whoever writes temporary files: several times a second it reads what is new in the folder that
 * Java calls {@code java.io.tmpdir}, and keeps the content after the file is gone. Bounded; what other programs write there
 * is read too, and does no harm.
 */
final class TemporaryFiles implements AutoCloseable {

    private static final Path FOLDER = Path.of(System.getProperty("java.io.tmpdir"));
    private static final long PAUSE_MS = 20;
    private static final int LARGEST = 1 << 20;
    private static final int MOST = 2000;
    private static final int DEEPEST = 4;

    private final Set<Path> before = new HashSet<>();
    private final Map<String, byte[]> seen = new TreeMap<>();
    private final Map<Path, String> stamps = new TreeMap<>();
    private final ScheduledExecutorService watcher = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "temporary-files");
        thread.setDaemon(true);
        return thread;
    });
    private long looks;

    TemporaryFiles() throws IOException {
        try (Stream<Path> children = Files.list(FOLDER)) {
            children.forEach(before::add);
        }
        watcher.scheduleWithFixedDelay(this::look, 0, PAUSE_MS, TimeUnit.MILLISECONDS);
    }

    /** Looks now. */
    synchronized void look() {
        looks++;
        try (Stream<Path> children = Files.list(FOLDER)) {
            for (Path child : children.filter(child -> !before.contains(child)).toList()) {
                Files.walkFileTree(child, Set.of(), DEEPEST, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        read(file, attributes);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) {
                        // It is gone already, or another user's.
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path folder, IOException e) {
                        return FileVisitResult.CONTINUE;
                    }
                });
            }
        } catch (IOException e) {
            throw new IllegalStateException("the temporary folder cannot be read", e);
        }
    }

    private void read(Path file, BasicFileAttributes attributes) {
        String stamp = attributes.size() + " " + attributes.lastModifiedTime();
        if (!attributes.isRegularFile() || seen.size() >= MOST || stamp.equals(stamps.put(file, stamp))) {
            return;
        }
        try (InputStream in = Files.newInputStream(file)) {
            // Under its stamp, so that what a file held before is kept too.
            seen.put(file + " " + stamp, in.readNBytes(LARGEST));
        } catch (IOException e) {
            seen.put(file + " unread", new byte[0]);
        }
    }

    /** Name and time → content of everything that was new at some moment. */
    synchronized Map<String, byte[]> seen() {
        return new TreeMap<>(seen);
    }

    /** How often it looked. */
    synchronized long looks() {
        return looks;
    }

    @Override
    public void close() {
        watcher.shutdownNow();
    }
}
