package org.anze.gateway.mapping.source;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** The lines of a text, whatever ends them, in one buffer used again for every line. For one thread. */
final class TextLines {

    private final Reader in;
    private final int limit;
    private final char[] chunk = new char[1 << 14];
    private char[] characters = new char[1 << 10];
    private int chunkLength;
    private int chunkPosition;
    private int length;
    private long line;
    private boolean tooLong;
    private boolean afterReturn;
    private boolean exhausted;

    /** {@code limit} is the number of characters of a line that are kept. */
    TextLines(Reader in, int limit) {
        this.in = in;
        this.limit = limit;
    }

    /** Moves to the next line; false at the end. */
    boolean advance() {
        length = 0;
        tooLong = false;
        boolean any = false;
        while (true) {
            if (chunkPosition == chunkLength && !fill()) {
                line += any ? 1 : 0;
                return any;
            }
            char c = chunk[chunkPosition++];
            if (c == '\n' && afterReturn) {
                afterReturn = false;
                continue;
            }
            afterReturn = c == '\r';
            if (c == '\n' || c == '\r') {
                line++;
                return true;
            }
            any = true;
            keep(c);
        }
    }

    private void keep(char c) {
        if (length == limit) {
            tooLong = true;
            return;
        }
        if (length == characters.length) {
            characters = Arrays.copyOf(characters, Math.min(limit, 2 * length));
        }
        characters[length++] = c;
    }

    private boolean fill() {
        if (exhausted) {
            return false;
        }
        try {
            chunkLength = in.read(chunk, 0, chunk.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        chunkPosition = 0;
        exhausted = chunkLength <= 0;
        chunkLength = Math.max(chunkLength, 0);
        return !exhausted;
    }

    /** Number of the line, from 1. */
    long line() {
        return line;
    }

    /** The line is the first {@link #length()} of these; valid until the next line. */
    char[] characters() {
        return characters;
    }

    int length() {
        return length;
    }

    /** Whether the line goes on beyond what was kept. */
    boolean isTooLong() {
        return tooLong;
    }

    int limit() {
        return limit;
    }

    boolean isBlank() {
        for (int i = 0; i < length; i++) {
            if (characters[i] > ' ') {
                return false;
            }
        }
        return true;
    }

    String text() {
        return new String(characters, 0, length);
    }
}
