package org.anze.gateway.keys;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Makes content smaller before it is closed: a cipher in plain Java costs three times what deflating costs, and what is not
 * written need not be. Length (4 bytes) ‖ raw deflate (RFC 1951).
 */
final class Packing {

    /** Below it the work is not worth it. */
    private static final int SHORTEST = 4_096;

    private Packing() {}

    /** The content packed; null when it is better left as it is. */
    static byte @Nullable [] pack(byte[] plain) {
        if (plain.length < SHORTEST) {
            return null;
        }
        byte[] packed = new byte[Integer.BYTES + plain.length - plain.length / 8];
        ByteBuffer.wrap(packed).putInt(plain.length);
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(plain);
            deflater.finish();
            int length = deflater.deflate(packed, Integer.BYTES, packed.length - Integer.BYTES);
            return deflater.finished() ? Arrays.copyOf(packed, Integer.BYTES + length) : null;
        } finally {
            deflater.end();
        }
    }

    /** @throws IllegalStateException when these bytes were not packed */
    static byte[] unpack(byte[] packed) {
        int length = ByteBuffer.wrap(packed).getInt();
        Inflater inflater = new Inflater(true);
        try {
            // It was authenticated: the length is what was written.
            byte[] plain = new byte[length];
            inflater.setInput(packed, Integer.BYTES, packed.length - Integer.BYTES);
            int done = 0;
            while (done < length && !inflater.finished()) {
                int more = inflater.inflate(plain, done, length - done);
                if (more == 0 && inflater.needsInput()) {
                    break;
                }
                done += more;
            }
            if (done != length) {
                throw new IllegalStateException("packed content ends early");
            }
            return plain;
        } catch (DataFormatException e) {
            throw new IllegalStateException("packed content is damaged", e);
        } finally {
            inflater.end();
        }
    }
}
