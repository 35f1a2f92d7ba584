package org.anze.gateway.intake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.anze.gateway.intake.returned.Content;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.jspecify.annotations.Nullable;

/**
 * A body that is read more than once and then forgotten: a small one in memory, a larger one in a file that only we can read
 * and that goes with {@link #close}.
 */
final class DryRunBody implements Content, AutoCloseable {

    private static final int IN_MEMORY = 1 << 20;

    private final byte[] head;
    private final @Nullable Path file;

    private DryRunBody(byte[] head, @Nullable Path file) {
        this.head = head;
        this.file = file;
    }

    /**
     * Takes a body.
     *
     * @throws SenderMustCorrect when it is empty or larger than the limit
     * @throws TryAgainLater when it breaks off
     */
    static DryRunBody take(InputStream body, long limit) {
        Path file = null;
        boolean whole = false;
        try {
            byte[] head = body.readNBytes(IN_MEMORY);
            if (head.length == 0) {
                throw new SenderMustCorrect(IntakeProblem.EMPTY, Location.WHOLE);
            }
            if (head.length < IN_MEMORY) {
                return new DryRunBody(head, null);
            }
            // Temporary files are made with mode 0600 where the file system has modes.
            file = Files.createTempFile("anze-dry-run", null);
            long left = limit - head.length;
            try (OutputStream out = Files.newOutputStream(file)) {
                out.write(head);
                byte[] buffer = new byte[1 << 16];
                for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                    left -= count;
                    if (left < 0) {
                        throw new SenderMustCorrect(IntakeProblem.TOO_LARGE, Location.WHOLE, limit);
                    }
                    out.write(buffer, 0, count);
                }
            }
            whole = true;
            return new DryRunBody(new byte[0], file);
        } catch (IOException e) {
            throw new TryAgainLater(IntakeProblem.BODY_BROKEN, e);
        } finally {
            if (!whole && file != null) {
                delete(file);
            }
        }
    }

    @Override
    public InputStream open() throws IOException {
        return file == null ? new ByteArrayInputStream(head) : Files.newInputStream(file);
    }

    @Override
    public void close() {
        if (file != null) {
            delete(file);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new TryAgainLater(IntakeProblem.STORE_DOWN, e);
        }
    }
}
