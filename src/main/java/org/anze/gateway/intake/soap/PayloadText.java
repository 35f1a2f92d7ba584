package org.anze.gateway.intake.soap;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Writes a payload that stood as text in an element, as UTF-8. Blanks in front are dropped, and so is an XML declaration:
 * the encoding it names was that of the text before it was put into the envelope, and no longer holds.
 */
final class PayloadText {

    private static final int LONGEST_DECLARATION = 512;

    private final Writer out;
    private final StringBuilder head = new StringBuilder();
    private boolean started;

    PayloadText(OutputStream target) {
        this.out = new OutputStreamWriter(target, StandardCharsets.UTF_8);
    }

    void write(char[] characters, int offset, int length) throws IOException {
        if (started) {
            out.write(characters, offset, length);
            return;
        }
        int start = offset;
        int end = offset + length;
        while (head.isEmpty()
                && start < end
                && (Character.isWhitespace(characters[start]) || characters[start] == 0xfeff)) {
            start++;
        }
        head.append(characters, start, end - start);
        if (head.length() > LONGEST_DECLARATION) {
            start();
        }
    }

    private void start() throws IOException {
        started = true;
        int end = head.indexOf("?>");
        boolean declared =
                head.length() > 5 && head.substring(0, 5).equals("<?xml") && head.charAt(5) <= ' ' && end > 0;
        out.write(declared ? head.substring(end + 2) : head.toString());
    }

    void finish() throws IOException {
        if (!started) {
            start();
        }
        out.flush();
    }
}
