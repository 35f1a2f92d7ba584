package org.anze.gateway.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SignedCheckpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Anchors in a file outside of the database: a signed checkpoint on each line, its line feeds written as {@code \n}. Only added
 * to. Nodes that share the file may append at once.
 */
public final class AnchorFile {

    private static final Logger LOG = LoggerFactory.getLogger(AnchorFile.class);

    private final Path file;

    /** @param file need not be there yet */
    public AnchorFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    /**
     * What the file holds, in its order; nothing when there is no file. Signatures are not verified. A line that is no checkpoint
     * is told in the log and left out: a crash may have cut it short.
     */
    public List<SignedCheckpoint> read() throws IOException {
        List<SignedCheckpoint> anchors = new ArrayList<>();
        if (Files.exists(file)) {
            try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    add(line, anchors);
                }
            }
        }
        return anchors;
    }

    private void add(String line, List<SignedCheckpoint> anchors) {
        try {
            if (!line.isEmpty()) {
                anchors.add(SignedCheckpoint.parse(line.replace("\\n", "\n")));
            }
        } catch (FlawException cutShort) {
            LOG.atWarn().addKeyValue("file", file).log("a line of the anchors of the audit log cannot be read");
        }
    }

    /** Adds one; on disk on return. */
    void append(SignedCheckpoint anchor) throws IOException {
        if (!Files.exists(file)) {
            Files.createDirectories(
                    file.getParent(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Set<StandardOpenOption> adding = Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        try (FileChannel channel = FileChannel.open(
                file, adding, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            // A line of its own, also behind one that a crash cut short.
            String line = (channel.size() == 0 ? "" : "\n") + anchor.note().replace("\n", "\\n");
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
