package org.anze.gateway.evidence.witness;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.note.NoteLine;

/**
 * A C2SP signed note: a text and the lines of those who signed it. Immutable.
 *
 * @param text with its last line feed, without the empty line
 * @param lines at least one
 */
record Note(String text, List<NoteLine> lines) {

    private static final int MOST_BYTES = 64 << 10;
    private static final int MOST_LINES = 16;

    Note {
        lines = List.copyOf(lines);
    }

    /** Reads a note; nothing is verified yet. */
    static Note parse(byte[] bytes) throws FlawException {
        if (bytes.length > MOST_BYTES) {
            throw new FlawException(Flaw.TOO_LARGE, "note");
        }
        String note = utf8(bytes);
        boolean controls = note.chars().anyMatch(character -> character < 0x20 && character != '\n');
        int end = note.lastIndexOf("\n\n");
        if (controls || end < 1 || !note.endsWith("\n")) {
            throw malformed();
        }
        List<NoteLine> lines = new ArrayList<>();
        for (String line : note.substring(end + 2, note.length() - (end + 2 < note.length() ? 1 : 0))
                .split("\n", -1)) {
            lines.add(NoteLine.parse(line));
        }
        if (lines.size() > MOST_LINES) {
            throw new FlawException(Flaw.TOO_LARGE, "signature lines");
        }
        return new Note(note.substring(0, end + 1), lines);
    }

    /** The text as it is signed. */
    byte[] signedBytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The whole note. */
    String note() {
        StringBuilder note = new StringBuilder(text).append('\n');
        lines.forEach(line -> note.append(line.text()).append('\n'));
        return note.toString();
    }

    static String utf8(byte[] bytes) throws FlawException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw malformed();
        }
    }

    private static FlawException malformed() {
        return new FlawException(Flaw.CHECKPOINT_MALFORMED, "note");
    }
}
