package org.anze.gateway.mapping.canonical;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a file, looked at without taking it out of the stream. For one thread.
 *
 * @param bytes at most 64 KB
 * @param stream gives the whole file
 */
record Beginning(byte[] bytes, InputStream stream) {

    private static final int LOOKED_AT = 64 * 1024;
    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final Pattern ROOT =
            Pattern.compile("<(?:[\\p{L}_][\\p{L}\\p{N}_.-]*:)?([\\p{L}_][\\p{L}\\p{N}_.-]*)");
    private static final Pattern SEPARATOR = Pattern.compile("[,;\\t|]");

    /** Looks at a stream, which is read through the result from then on. */
    static Beginning of(InputStream in) {
        try {
            BufferedInputStream buffered = new BufferedInputStream(in, LOOKED_AT);
            buffered.mark(LOOKED_AT);
            byte[] bytes = buffered.readNBytes(LOOKED_AT);
            buffered.reset();
            return new Beginning(bytes, buffered);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Whether it is valid UTF-8; true also when a character is cut off at the end. UTF-16 announces itself by its byte
     * order mark, to either reader.
     */
    boolean isUtf8() {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), CharBuffer.allocate(bytes.length), false);
        return !result.isError();
    }

    /** What the file plainly is; null when that cannot be said. */
    @Nullable
    WrittenFormat format(TableLayouts layouts) {
        if (bytes.length > 3 && bytes[0] == 'P' && bytes[1] == 'K' && bytes[2] == 3 && bytes[3] == 4) {
            return WrittenFormat.XLSX;
        }
        String text = new String(bytes, isUtf8() ? StandardCharsets.UTF_8 : GB18030);
        int start = text.startsWith("\uFEFF") ? 1 : 0;
        while (start < text.length() && text.charAt(start) <= ' ') {
            start++;
        }
        if (start == text.length()) {
            return null;
        }
        char first = text.charAt(start);
        if (first == '{' || first == '[') {
            return WrittenFormat.JSON;
        }
        return first == '<' ? markup(text) : table(text.substring(start), layouts);
    }

    /** Pages of HTML and what has no root yet are for the reader to name. */
    private static @Nullable WrittenFormat markup(String text) {
        Matcher root = ROOT.matcher(text);
        if (!root.find()) {
            return null;
        }
        return switch (root.group(1)) {
            case "Envelope" -> WrittenFormat.SOAP;
            case "records" -> WrittenFormat.XML;
            default -> null;
        };
    }

    private static @Nullable WrittenFormat table(String text, TableLayouts layouts) {
        String heading = text.lines().findFirst().orElse("");
        for (String cell : SEPARATOR.split(heading)) {
            if (layouts.knows(cell.replace("\"", ""))) {
                return WrittenFormat.CSV;
            }
        }
        return null;
    }
}
