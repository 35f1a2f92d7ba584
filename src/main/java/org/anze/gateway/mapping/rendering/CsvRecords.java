package org.anze.gateway.mapping.rendering;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategy;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.record.text.CellText;
import org.jspecify.annotations.Nullable;

/**
 * RFC 4180 with CRLF. Every text is made inert; every cell is tried before it is written, so that a refusal can name
 * it. A cell with anything that some program takes for a separator stands in quotes, or what follows it could become a
 * cell of its own that begins like a formula.
 */
final class CsvRecords implements RecordWriter {

    private static final QuoteStrategy SEPARATORS = new QuoteStrategy() {
        @Override
        public boolean quoteValue(int line, int field, String value) {
            for (int i = 0; i < value.length(); i++) {
                if (",;\t|".indexOf(value.charAt(i)) >= 0) {
                    return true;
                }
            }
            return false;
        }
    };

    private final Target target;
    private final List<String> headings;
    private final Place place;
    private final CharsetEncoder trial;
    private final Writer out;
    private final CsvWriter csv;
    private final List<String> row = new ArrayList<>();

    CsvRecords(Target target, List<String> headings, Place place, OutputStream stream) throws IOException {
        this.target = target;
        this.headings = headings;
        this.place = place;
        this.trial = target.charset().newEncoder();
        CharsetEncoder strict = target.charset()
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        this.out = new BufferedWriter(new OutputStreamWriter(new Unclosed(stream), strict));
        String delimiter = target.delimiter();
        this.csv = CsvWriter.builder()
                .fieldSeparator(delimiter == null ? ',' : delimiter.charAt(0))
                .lineDelimiter(LineDelimiter.CRLF)
                .quoteStrategy(SEPARATORS)
                .build(out);
        if (target.bom() && target.charset().equals(StandardCharsets.UTF_8)) {
            out.write('\uFEFF');
        }
        if (target.hasHeadings()) {
            for (String heading : headings) {
                tryToEncode(heading, heading);
            }
            csv.writeRecord(headings);
        }
    }

    @Override
    public void write(@Nullable Object[] cells) {
        row.clear();
        for (int i = 0; i < cells.length; i++) {
            Object value = cells[i];
            String text;
            if (value == null) {
                text = target.absent() == null ? "" : target.absent();
            } else {
                text = value instanceof Number ? Plain.text(value) : CellText.inert(Plain.text(value));
            }
            tryToEncode(text, headings.get(i));
            row.add(text);
        }
        csv.writeRecord(row);
    }

    private void tryToEncode(String text, String heading) {
        if (!trial.canEncode(text)) {
            throw new TryAgainLater(
                    RenderingProblem.UNENCODABLE,
                    null,
                    place.owner(),
                    target.charset().name(),
                    place.index(),
                    heading);
        }
    }

    @Override
    public void finish() throws IOException {
        csv.flush();
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}
