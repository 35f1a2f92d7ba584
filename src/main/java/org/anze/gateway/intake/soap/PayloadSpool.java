package org.anze.gateway.intake.soap;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Holds a payload while the rest of its envelope is checked: small ones in memory, larger ones in a file that loses its name as
 * soon as it is open, so that it is gone with {@link #close} or with the process, however that ends. Belongs to one request.
 */
final class PayloadSpool extends OutputStream {

    private static final int IN_MEMORY = 1 << 18;

    private final Path folder;
    private final MessageDigest digest;
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private @Nullable FileChannel file;
    private OutputStream target = memory;
    private long size;

    PayloadSpool(Path folder) {
        this.folder = folder;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (file == null && size + length > IN_MEMORY) {
            // Temporary files are made with mode 0600 where the file system has modes.
            FileChannel opened = FileChannel.open(
                    Files.createTempFile(folder, "payload", ".xml"),
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
            file = opened;
            target = Channels.newOutputStream(opened);
            memory.writeTo(target);
            memory.reset();
        }
        target.write(bytes, offset, length);
        digest.update(bytes, offset, length);
        size += length;
    }

    /** What was written, from its beginning; nothing may be written any more. */
    InputStream content() throws IOException {
        return file == null
                ? new ByteArrayInputStream(memory.toByteArray())
                : Channels.newInputStream(file.position(0));
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** An identity made of the bytes, for senders that give none. May be asked once. */
    String digestName() {
        return "sha256-" + HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close() throws IOException {
        target.close();
    }
}
