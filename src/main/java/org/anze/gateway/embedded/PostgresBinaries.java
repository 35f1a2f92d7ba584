package org.anze.gateway.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.anze.gateway.pki.PrivateFiles;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs, unpacked once per version into a directory named by the digest of their archive. */
final class PostgresBinaries {

    private static final long MOST_BYTES = 400L << 20;

    private final Path directory;

    private PostgresBinaries(Path directory) {
        this.directory = directory;
    }

    /**
     * Unpacks the archive of this machine's architecture below {@code cache}, unless that was done before. The directory
     * gets its name in the last step, after its files are on disk, so what exists is complete.
     *
     * @throws IllegalStateException when there are no programs for this machine
     */
    static PostgresBinaries unpack(Path cache) throws IOException {
        String resource = archive();
        Path directory = cache.resolve("postgresql-" + digest(resource).substring(0, 16));
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(cache);
            Path temporary = Files.createTempDirectory(cache, "unpacking-");
            try {
                Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
                extract(resource, temporary);
                ExternalCommand.run(Duration.ofMinutes(2), List.of("sync", "-f", temporary.toString()));
                PrivateFiles.publish(temporary, directory);
            } catch (FileAlreadyExistsException unpackedByAnother) {
                PrivateFiles.removeTree(temporary);
            } catch (IOException | RuntimeException failed) {
                PrivateFiles.removeTree(temporary);
                throw failed;
            }
        }
        return new PostgresBinaries(directory.toRealPath());
    }

    /** Absolute path of one of the programs {@code postgres}, {@code initdb}, {@code pg_ctl}. */
    String program(String name) {
        return directory.resolve("bin").resolve(name).toString();
    }

    private static String archive() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        if (os.equals("linux") && Set.of("amd64", "x86_64").contains(arch)) {
            return "postgres-linux-x86_64.txz";
        }
        if (os.equals("linux") && Set.of("aarch64", "arm64").contains(arch)) {
            return "postgres-linux-arm_64.txz";
        }
        throw new IllegalStateException("没有适用于 " + os + "/" + arch + " 的内置 PostgreSQL，请配置外部数据库"
                + " / there is no embedded PostgreSQL for " + os + "/" + arch + ", configure an external one");
    }

    private static InputStream open(String resource) throws IOException {
        InputStream stream = PostgresBinaries.class.getClassLoader().getResourceAsStream(resource);
        if (stream == null) {
            throw new IOException("the class path lacks " + resource);
        }
        return new BufferedInputStream(stream, 1 << 16);
    }

    private static String digest(String resource) throws IOException {
        try (DigestInputStream stream = new DigestInputStream(open(resource), MessageDigest.getInstance("SHA-256"))) {
            stream.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(stream.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static void extract(String resource, Path target) throws IOException {
        long bytes = 0;
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(open(resource)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                bytes += entry.getSize();
                if (!path.startsWith(target) || bytes > MOST_BYTES) {
                    throw new IOException("unexpected entry in " + resource + ": " + entry.getName());
                }
                extract(tar, entry, path);
            }
        }
    }

    private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isFile()) {
            Files.copy(tar, path);
            boolean program = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
        } else {
            throw new IOException("unexpected kind of entry: " + entry.getName());
        }
    }
}
