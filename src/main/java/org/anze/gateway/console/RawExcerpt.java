package org.anze.gateway.console;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.anze.gateway.intake.RawStore;
import org.anze.gateway.keys.DataKeys;
import org.jspecify.annotations.Nullable;

/**
 * The lines a record was made from, as they were received, with people hidden. Safe for many threads.
 *
 * <p>Nothing is shown of workbooks, archives and UTF-16.
 *
 * <p>Other records' lines are not shown: who stands in them is not known here, so their names could not be hidden. What is
 * shown is the first line of the file, which holds the headings of a table, and the record's own lines.
 */
final class RawExcerpt {

    static final int MOST_LINES = 5;
    static final int MOST_CHARACTERS = 2000;

    /** No character of the charsets in question takes more. */
    private static final int MOST_BYTES = 4 * MOST_CHARACTERS;

    private static final int MOST_CHUNKS = 3;

    /** Bytes at the beginning in which a workbook or an archive has shown itself. */
    private static final int LOOKED_AT = 512;

    private static final Charset GB18030 = Charset.forName("GB18030");

    private final ConsoleDatabase database;
    private final DataKeys keys;

    RawExcerpt(ConsoleDatabase database, DataKeys keys) {
        this.keys = keys;
        this.database = database;
    }

    /**
     * One line.
     *
     * @param own whether it belongs to the record; false for the headings
     * @param cut whether it is longer than what is shown
     */
    record Line(long number, String text, boolean own, boolean cut) {}

    /**
     * The excerpt.
     *
     * @param submission internal number
     * @param line where the record begins, from 1; 0 gives nothing
     * @param headings whether the first line may be shown: no record can stand there
     * @param next where the next known record begins; null when unknown
     * @param personalWords words to be hidden
     */
    List<Line> read(
            long submission, long line, boolean headings, @Nullable Long next, Collection<String> personalWords) {
        if (line < 1 || !isText(submission)) {
            return List.of();
        }
        List<Line> lines = new ArrayList<>();
        if (line > 1 && headings) {
            rawLines(submission, 1, 1).stream()
                    .filter(raw -> isHeading(decode(raw)))
                    .forEach(raw -> lines.add(decode(1, raw, false, personalWords)));
        }
        int wanted = MOST_LINES - lines.size();
        if (next != null) {
            wanted = (int) Math.max(1, Math.min(wanted, next - line));
        }
        String first = "";
        long number = line;
        for (byte[] raw : rawLines(submission, line, wanted)) {
            Line decoded = decode(number, raw, true, personalWords);
            String plain = decode(raw);
            if (number == line) {
                first = plain;
            } else if (endsBefore(first, plain)) {
                break;
            }
            lines.add(decoded);
            if (number == line && isWhole(plain)) {
                break;
            }
            number++;
        }
        return lines;
    }

    /**
     * Workbooks and archives are full of zero bytes, and so is UTF-16. Their lines are not those of a record, which are
     * counted in the text inside, so somebody else's would be shown.
     */
    private boolean isText(long submission) {
        byte[] content = chunk(submission, 0);
        for (int i = 0; content != null && i < Math.min(LOOKED_AT, content.length); i++) {
            if (content[i] == 0) {
                return false;
            }
        }
        return content != null;
    }

    /** The headings of a table or an XML declaration; the first line of anything else may be another record. */
    private static boolean isHeading(String line) {
        String plain = line.strip();
        boolean declaration = plain.startsWith("<?xml") && plain.indexOf("?>") == plain.length() - 2;
        return declaration || !plain.isEmpty() && "<{[".indexOf(plain.charAt(0)) < 0;
    }

    /** A row of a table, or an object on one line, is complete unless a quoted cell goes on in the next line. */
    private static boolean isWhole(String line) {
        String plain = line.strip();
        if (plain.startsWith("<")) {
            return false;
        }
        if (plain.startsWith("{") || plain.startsWith("[")) {
            return plain.endsWith("}") || plain.endsWith("},") || plain.endsWith("]");
        }
        return plain.chars().filter(c -> c == '"').count() % 2 == 0;
    }

    /** A later line that begins like the record's first line begins the next record. */
    private static boolean endsBefore(String first, String later) {
        String opening = opening(first);
        return !opening.isEmpty() && opening.equals(opening(later));
    }

    private static String opening(String line) {
        String plain = line.stripLeading();
        if (plain.startsWith("{")) {
            return "{";
        }
        if (!plain.startsWith("<") || plain.startsWith("</")) {
            return "";
        }
        int end = 1;
        while (end < plain.length() && " \t>/".indexOf(plain.charAt(end)) < 0) {
            end++;
        }
        return plain.substring(0, end);
    }

    private static Line decode(long number, byte[] raw, boolean own, Collection<String> personalWords) {
        String text = decode(raw);
        boolean cut = raw.length > MOST_BYTES || text.length() > MOST_CHARACTERS;
        // Hide first: a number that is cut in two would no longer be recognised.
        String hidden = PersonalText.hide(text, personalWords);
        return new Line(
                number, hidden.length() > MOST_CHARACTERS ? hidden.substring(0, MOST_CHARACTERS) : hidden, own, cut);
    }

    /** UTF-8 when the bytes are, else GB18030, which holds GBK and GB 2312. */
    private static String decode(byte[] raw) {
        byte[] bytes = raw.length > MOST_BYTES ? Arrays.copyOf(raw, wholeCharacters(raw)) : raw;
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            text = new String(bytes, GB18030);
        }
        return text.replace("\uFEFF", "").replaceAll("[\\p{Cntrl}&&[^\t]]", "");
    }

    /** Where a cut at {@link #MOST_BYTES} does not split a UTF-8 character. */
    private static int wholeCharacters(byte[] raw) {
        int end = MOST_BYTES;
        while (end > MOST_BYTES - 4 && (raw[end] & 0xC0) == 0x80) {
            end--;
        }
        return end;
    }

    /** The bytes of some lines, each cut a little beyond {@link #MOST_BYTES}. */
    private List<byte[]> rawLines(long submission, long line, int wanted) {
        // A chunk may begin in the middle of its first line, so the line is looked for after a line feed that is seen.
        Start start = database.sql("select number, first_line from raw_chunk where submission = ?"
                        + " and (first_line < ? or number = 0) order by number desc limit 1")
                .params(submission, line)
                .query((row, number) -> new Start(row.getInt(1), row.getLong(2)))
                .optional()
                .orElse(null);
        if (start == null) {
            return List.of();
        }
        Collector collector = new Collector(line, start.firstLine(), wanted);
        for (int chunk = start.number(); chunk < start.number() + MOST_CHUNKS && !collector.isFull(); chunk++) {
            byte[] content = chunk(submission, chunk);
            if (content == null) {
                break;
            }
            collector.take(content);
        }
        return collector.finish();
    }

    /** The opened bytes of a chunk; null when there is none, or its key was destroyed. */
    private byte @Nullable [] chunk(long submission, int number) {
        return database.sql("select content from raw_chunk where submission = ? and number = ?")
                .params(submission, number)
                .query((row, count) -> row.getBytes(1))
                .optional()
                .filter(keys::opens)
                .map(closed -> keys.open(closed, RawStore.place(submission, number)))
                .orElse(null);
    }

    private record Start(int number, long firstLine) {}

    /** Counts line feeds and keeps the wanted lines. For one thread. */
    private static final class Collector {
        private final long from;
        private final int wanted;
        private final List<byte[]> lines = new ArrayList<>();
        private final ByteArrayOutputStream current = new ByteArrayOutputStream();
        private long line;

        Collector(long from, long firstLine, int wanted) {
            this.from = from;
            this.line = firstLine;
            this.wanted = wanted;
        }

        boolean isFull() {
            return lines.size() == wanted;
        }

        void take(byte[] content) {
            for (int i = 0; i < content.length && !isFull(); i++) {
                byte b = content[i];
                if (line >= from) {
                    if (b != '\n' && current.size() <= MOST_BYTES) {
                        current.write(b);
                    }
                }
                if (b == '\n') {
                    if (line >= from) {
                        keep();
                    }
                    line++;
                }
            }
        }

        List<byte[]> finish() {
            if (!isFull() && current.size() > 0) {
                keep();
            }
            return lines;
        }

        private void keep() {
            lines.add(current.toByteArray());
            current.reset();
        }
    }
}
