package org.anze.gateway.demo;

import java.io.BufferedWriter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.Charset;

/** How the samples write numbers and characters; without formatters, for files of millions of rows. */
final class SampleText {

    static final Charset GB18030 = Charset.forName("GB18030");

    private SampleText() {}

    /** With zeros in front. */
    static String padded(long number, int width) {
        String digits = Long.toString(number);
        return digits.length() >= width ? digits : "0".repeat(width - digits.length()) + digits;
    }

    /** Fen as yuan with separators, such as 1,250,000.00. */
    static String yuan(long fen) {
        StringBuilder yuan = new StringBuilder(Long.toString(fen / 100));
        for (int i = yuan.length() - 3; i > 0; i -= 3) {
            yuan.insert(i, ',');
        }
        return yuan.append('.').append(padded(fen % 100, 2)).toString();
    }

    /** A buffered writer whose end flushes {@code out} and leaves it open. */
    static Writer writer(OutputStream out, Charset charset) {
        // Closing the writer must not close what the caller may still write to, such as the envelope around the claims.
        OutputStream kept = new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
        return new BufferedWriter(new OutputStreamWriter(kept, charset), 1 << 16);
    }
}
