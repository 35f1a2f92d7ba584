package org.anze.gateway.intake.returned;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** CSV in the sender's delimiter, quote and encoding. */
final class CsvSheet implements Sheet {

    private final Writer text;
    private final CsvWriter csv;

    CsvSheet(OwnLayout layout, OutputStream out) throws IOException {
        Charset charset = Encodings.toWrite(layout.encoding());
        text = new OutputStreamWriter(out, charset);
        if (charset.equals(StandardCharsets.UTF_8) || charset.name().startsWith("UTF-16")) {
            // Excel takes UTF-8 for the system's encoding without it.
            text.write('\ufeff');
        }
        csv = CsvWriter.builder()
                .fieldSeparator(layout.delimiter())
                .quoteCharacter(layout.quote())
                .lineDelimiter(LineDelimiter.CRLF)
                .build(text);
    }

    @Override
    public void write(List<String> cells) {
        csv.writeRecord(cells);
    }

    @Override
    public long room() {
        return Long.MAX_VALUE;
    }

    @Override
    public int longestCell() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void close() throws IOException {
        csv.flush();
        text.flush();
    }
}
