package org.anze.gateway.origin;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Follows one body while it is stored, and judges the signature over it at its end. For one thread. */
public abstract class OriginWatch {

    OriginWatch() {}

    /** A watch over nothing: the submission is not signed, and need not be. */
    static OriginWatch unsigned() {
        return new OriginWatch() {
            @Override
            void update(byte[] bytes, int offset, int length) {
                // Nobody asks.
            }

            @Override
            public boolean isSigned() {
                return false;
            }

            @Override
            public @Nullable VerifiedOrigin finish() {
                return null;
            }
        };
    }

    /** Whether there is a signature to be judged; without one nothing need go through here. */
    public boolean isSigned() {
        return true;
    }

    abstract void update(byte[] bytes, int offset, int length);

    /**
     * Judges what went through.
     *
     * @return null when the submission is not signed
     * @throws org.anze.gateway.problem.SenderMustCorrect when the signature is about something else, or does not verify
     */
    public abstract @Nullable VerifiedOrigin finish();

    /** The same body; what is read of it is watched. Skipping and marking are not supported. */
    public final InputStream through(InputStream body) {
        return new FilterInputStream(body) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int count = super.read(target, offset, length);
                if (count > 0) {
                    update(target, offset, count);
                }
                return count;
            }

            @Override
            public long skip(long count) throws IOException {
                throw new IOException("a signed body is read from its beginning to its end");
            }

            @Override
            public boolean markSupported() {
                return false;
            }
        };
    }
}
