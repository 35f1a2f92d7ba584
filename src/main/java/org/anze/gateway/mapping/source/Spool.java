package org.anze.gateway.mapping.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;

/**
 * A stream put into a temporary file, because archives and workbooks say at their end what they hold. The file is readable by
 * its owner only and loses its name as soon as it is open, so that it is gone with the process, however that ends.
 */
final class Spool implements AutoCloseable {

    private final FileChannel channel;
    private long size;

    private Spool(FileChannel channel) {
        this.channel = channel;
    }

    /** An empty one to write to. */
    static Spool empty() throws IOException {
        Path file = Files.createTempFile("anze-source-", ".tmp");
        return new Spool(FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
    }

    /** All of a stream, unless that is more than {@code limit} bytes. */
    static Spool of(InputStream in, long limit) {
        Spool spool = null;
        try {
            spool = empty();
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                spool.append(buffer, 0, read);
                if (spool.size > limit) {
                    throw new SenderMustCorrect(SourceProblem.ARCHIVE_LIMIT, Location.WHOLE, (limit >> 20) + " MB");
                }
            }
            return spool;
        } catch (IOException e) {
            closeAfter(spool);
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            closeAfter(spool);
            throw e;
        }
    }

    private static void closeAfter(@Nullable Spool spool) {
        if (spool != null) {
            spool.close();
        }
    }

    void append(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        while (buffer.hasRemaining()) {
            size += channel.write(buffer, size);
        }
    }

    long size() {
        return size;
    }

    FileChannel channel() {
        return channel;
    }

    FileKind kind() throws IOException {
        byte[] start = new byte[512];
        int length = read(0, start, 0, start.length);
        FileKind kind = FileKind.of(start, length);
        return kind == FileKind.OTHER && FileKind.isHtml(start, length) ? FileKind.HTML : kind;
    }

    /** Whether a name of a compound file stands near the beginning or the end, where their directories are. */
    boolean contains(String name) throws IOException {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_16LE);
        byte[] part = new byte[1 << 16];
        String needle = new String(wanted, StandardCharsets.ISO_8859_1);
        for (long from : new long[] {0, Math.max(0, size - part.length)}) {
            int length = read(from, part, 0, part.length);
            if (new String(part, 0, length, StandardCharsets.ISO_8859_1).contains(needle)) {
                return true;
            }
        }
        return false;
    }

    /** Reads as much as there is, up to {@code length} bytes; the number read. */
    int read(long position, byte[] target, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(target, offset, length);
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, position + buffer.position() - offset);
            if (read < 0) {
                break;
            }
        }
        return buffer.position() - offset;
    }

    /** A part as a stream; closing it leaves the file open. */
    InputStream stream(long from, long length) {
        return new InputStream() {
            private long position = from;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] target, int offset, int wanted) throws IOException {
                if (wanted == 0) {
                    return 0;
                }
                int most = (int) Math.min(wanted, from + length - position);
                int read = most <= 0 ? 0 : Spool.this.read(position, target, offset, most);
                position += read;
                return read == 0 ? -1 : read;
            }
        };
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
