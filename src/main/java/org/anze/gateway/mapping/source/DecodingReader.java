package org.anze.gateway.mapping.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;

/**
 * Decodes strictly: a byte sequence that the charset does not know ends the reading with its line, and is never replaced. So do
 * NUL characters and byte order marks that are not at the beginning, in every format.
 */
final class DecodingReader extends Reader {

    private static final int BUFFER = 1 << 16;
    private static final int DECLARATION = 200;
    private static final Pattern DECLARED =
            Pattern.compile("^\\s*<\\?xml[^>]*encoding\\s*=\\s*[\"']([A-Za-z0-9._-]+)[\"']");

    private final InputStream in;
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
    private final Charset charset;
    private final CharsetDecoder decoder;
    private boolean exhausted;
    private long line = 1;
    private int character;
    private boolean afterReturn;
    private char held;
    private @Nullable SenderMustCorrect refusal;

    private DecodingReader(InputStream in, @Nullable Charset agreed, boolean xml) throws IOException {
        this.in = in;
        bytes.limit(0);
        while (bytes.limit() < DECLARATION && fill()) {
            // The first bytes decide about the charset, and a stream may hand them out one by one.
        }
        refuseOtherKinds();
        ByteOrderMark mark = ByteOrderMark.of(bytes.array(), bytes.limit());
        if (mark != null) {
            bytes.position(mark.length());
            charset = mark.charset();
        } else if (agreed != null) {
            charset = agreed;
        } else {
            charset = xml ? declared() : StandardCharsets.UTF_8;
        }
        decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /** For tables and JSON; {@code null} means UTF-8. */
    static DecodingReader of(InputStream in, @Nullable Charset agreed) throws IOException {
        return new DecodingReader(in, agreed, false);
    }

    /** For XML; {@code null} means what the declaration says. */
    static DecodingReader ofXml(InputStream in, @Nullable Charset agreed) throws IOException {
        return new DecodingReader(in, agreed, true);
    }

    /** A spreadsheet or archive where text was agreed is the commonest mistake; bytes that are no text would not say so. */
    private void refuseOtherKinds() {
        FileKind kind = FileKind.of(bytes.array(), bytes.limit());
        if (kind != FileKind.OTHER) {
            throw new SenderMustCorrect(SourceProblem.OTHER_KIND, Location.WHOLE, kind.words(), "text");
        }
    }

    private Charset declared() {
        String start = new String(bytes.array(), 0, Math.min(DECLARATION, bytes.limit()), StandardCharsets.ISO_8859_1);
        Matcher declaration = DECLARED.matcher(start);
        if (!declaration.find()) {
            return StandardCharsets.UTF_8;
        }
        String name = declaration.group(1).toUpperCase(Locale.ROOT);
        try {
            return SourceSettings.charset(name);
        } catch (IllegalArgumentException e) {
            throw new SenderMustCorrect(SourceProblem.ENCODING_UNKNOWN, Location.ofLine(1), name);
        }
    }

    private boolean fill() throws IOException {
        if (exhausted) {
            return false;
        }
        int position = bytes.position();
        int limit = bytes.limit();
        if (limit == bytes.capacity()) {
            bytes.compact();
            limit = bytes.position();
            position = 0;
        }
        int read = in.read(bytes.array(), limit, bytes.capacity() - limit);
        exhausted = read < 0;
        bytes.position(position).limit(limit + Math.max(read, 0));
        return read > 0;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (held != 0) {
            target[offset] = held;
            held = 0;
            return 1;
        }
        if (refusal != null) {
            throw refusal;
        }
        CharBuffer out = CharBuffer.wrap(target, offset, length).slice();
        while (out.position() == 0) {
            CoderResult result = decoder.decode(bytes, out, exhausted);
            if (result.isError()) {
                int good = look(target, offset, out.position());
                Location place = new Location(line, character + 1, null);
                return refuse(good, SourceProblem.BAD_CHARACTER, place, line, charset.name(), character + 1);
            }
            if (out.position() > 0 || result.isOverflow()) {
                break;
            }
            if (exhausted) {
                return -1;
            }
            fill();
        }
        if (out.position() == 0) {
            return splitPair(target, offset);
        }
        return look(target, offset, out.position());
    }

    /** A character outside the basic plane needs two places, and there is one; the other half comes next. */
    private int splitPair(char[] target, int offset) {
        char[] pair = new char[2];
        decoder.decode(bytes, CharBuffer.wrap(pair), exhausted);
        target[offset] = pair[0];
        held = pair[1];
        character += 2;
        return 1;
    }

    /**
     * Hands on what was good and refuses the next time, so that damage before it is told first, however the bytes come in.
     */
    private int refuse(int good, SourceProblem kind, Location place, Object... arguments) {
        SenderMustCorrect first = refusal == null ? new SenderMustCorrect(kind, place, arguments) : refusal;
        refusal = first;
        if (good == 0) {
            throw first;
        }
        return good;
    }

    /** Counts lines, whatever ends them, and stops at what no text file has; the number of characters before that. */
    private int look(char[] target, int offset, int count) {
        int end = offset + count;
        for (int i = offset; i < end; i++) {
            char c = target[i];
            if (c > '\r' && c != '\uFEFF') {
                character++;
            } else if (c == '\0' || c == '\uFEFF') {
                SourceProblem kind = c == '\0' ? SourceProblem.NUL_CHARACTER : SourceProblem.MARK_INSIDE;
                return refuse(i - offset, kind, new Location(line, character + 1, null), line, character + 1);
            } else if (c == '\r' || c == '\n' && !afterReturn) {
                line++;
                character = 0;
            } else if (c != '\n') {
                character++;
            }
            afterReturn = c == '\r';
        }
        return count;
    }

    @Override
    public void close() {
        // The stream belongs to the caller.
    }
}
