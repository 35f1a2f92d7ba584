package org.anze.gateway.intake.soap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** A file held in memory for an answer, up to a limit. */
final class BoundedFile extends OutputStream {

    /** What a SOAP client can be expected to hold in memory as Base64. */
    static final int LONGEST = 8 << 20;

    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    private BoundedFile() {}

    /** Writes into the stream. */
    @FunctionalInterface
    interface Writer {
        long write(OutputStream out) throws IOException;
    }

    /** The bytes; null when they are more than an answer holds. */
    static byte @Nullable [] of(Writer writer) {
        BoundedFile file = new BoundedFile();
        try {
            writer.write(file);
            return file.content.toByteArray();
        } catch (Full e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (content.size() + length > LONGEST) {
            throw new Full();
        }
        content.write(bytes, offset, length);
    }

    /** Ends the writing early. */
    private static final class Full extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
