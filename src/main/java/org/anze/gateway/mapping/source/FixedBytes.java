package org.anze.gateway.mapping.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;

/**
 * Lines or records of bytes. Neither GB 18030 nor UTF-8 uses the bytes of a line end inside a character, so lines are found
 * before they are decoded.
 */
final class FixedBytes extends FixedLines {

    private final InputStream in;
    private final Charset charset;
    private final CharsetDecoder decoder;
    private final int recordLength;
    private final int limit;
    private final byte[] chunk = new byte[1 << 16];
    private byte[] bytes = new byte[1 << 10];
    private int chunkLength;
    private int chunkPosition;
    private int length;
    private boolean tooLong;
    private boolean afterReturn;
    private boolean exhausted;
    private long line;

    FixedBytes(InputStream in, Charset agreed, int recordLength, int limit) throws IOException {
        this.in = in;
        this.recordLength = recordLength;
        this.limit = limit;
        while (chunkLength < 8 && !exhausted) {
            int read = in.read(chunk, chunkLength, chunk.length - chunkLength);
            exhausted = read < 0;
            chunkLength += Math.max(read, 0);
        }
        FileKind kind = FileKind.of(chunk, chunkLength);
        if (kind != FileKind.OTHER) {
            throw new SenderMustCorrect(SourceProblem.OTHER_KIND, Location.WHOLE, kind.words(), "text");
        }
        ByteOrderMark mark = ByteOrderMark.of(chunk, chunkLength);
        // Lines are looked for in bytes, so that text of another width has no mark here: it is no text at all.
        boolean marked = mark != null && FixedLines.endsLinesInBytes(mark.charset());
        this.charset = marked ? mark.charset() : agreed;
        this.chunkPosition = marked ? mark.length() : 0;
        this.decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    @Override
    boolean advance() {
        length = 0;
        tooLong = false;
        boolean any = recordLength > 0 ? advanceRecord() : advanceLine();
        if (any) {
            check();
        }
        return any;
    }

    private boolean advanceRecord() {
        while (length < recordLength && (chunkPosition < chunkLength || fill())) {
            byte b = chunk[chunkPosition++];
            boolean lineEnd = length == 0 && (b == '\n' || b == '\r' || b == 0x1A);
            if (!lineEnd) {
                // Some systems end such a file with a line end or Ctrl-Z all the same.
                keep(b);
            }
        }
        if (length == 0) {
            return false;
        }
        line++;
        if (length < recordLength) {
            throw new SenderMustCorrect(SourceProblem.LAST_RECORD_CUT, Location.ofLine(line), length, recordLength);
        }
        return true;
    }

    private boolean advanceLine() {
        boolean any = false;
        while (chunkPosition < chunkLength || fill()) {
            byte b = chunk[chunkPosition++];
            if (b == '\n' && afterReturn) {
                afterReturn = false;
                continue;
            }
            afterReturn = b == '\r';
            if (b == '\n' || b == '\r') {
                line++;
                return true;
            }
            any = true;
            keep(b);
        }
        line += any ? 1 : 0;
        return any;
    }

    private void keep(byte b) {
        if (length == limit) {
            tooLong = true;
            return;
        }
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(limit, 2 * length));
        }
        bytes[length++] = b;
    }

    private boolean fill() {
        if (exhausted) {
            return false;
        }
        try {
            chunkLength = Math.max(in.read(chunk, 0, chunk.length), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        chunkPosition = 0;
        exhausted = chunkLength == 0;
        return !exhausted;
    }

    /** Bytes that are no text at all spoil the file, as in every other kind of text. */
    private void check() {
        boolean plain = true;
        for (int i = 0; i < length; i++) {
            plain &= bytes[i] > 0;
            if (bytes[i] == 0) {
                throw new SenderMustCorrect(SourceProblem.NUL_CHARACTER, new Location(line, i + 1, null), line, i + 1);
            }
        }
        String text = plain || tooLong ? null : decode(0, length);
        if (!plain && !tooLong && text == null) {
            throw new SenderMustCorrect(
                    SourceProblem.BAD_CHARACTER,
                    new Location(line, firstBad(), null),
                    line,
                    charset.name(),
                    firstBad());
        }
        int mark = text == null ? -1 : text.indexOf('\uFEFF');
        if (mark >= 0) {
            throw new SenderMustCorrect(SourceProblem.MARK_INSIDE, new Location(line, mark + 1, null), line, mark + 1);
        }
    }

    private int firstBad() {
        decoder.reset();
        CharBuffer out = CharBuffer.allocate(length);
        decoder.decode(ByteBuffer.wrap(bytes, 0, length), out, true);
        return out.position() + 1;
    }

    private @Nullable String decode(int from, int count) {
        try {
            return decoder.decode(ByteBuffer.wrap(bytes, from, count)).toString();
        } catch (CharacterCodingException e) {
            return null; // The caller knows whether this is a fault of the column or of the file.
        }
    }

    @Override
    @Nullable
    String slice(int from, int width) {
        int start = Math.min(from, length);
        return decode(start, Math.min(width, length - start));
    }

    @Override
    boolean startsWith(String prefix) {
        byte[] wanted = prefix.getBytes(charset);
        return length >= wanted.length && Arrays.equals(bytes, 0, wanted.length, wanted, 0, wanted.length);
    }

    @Override
    boolean isBlank() {
        for (int i = 0; i < length; i++) {
            if (bytes[i] > ' ' || bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    long line() {
        return line;
    }

    @Override
    int length() {
        return tooLong ? Integer.MAX_VALUE : length;
    }
}
