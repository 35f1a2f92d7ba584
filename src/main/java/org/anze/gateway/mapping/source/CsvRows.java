package org.anze.gateway.mapping.source;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;

/** Tables of text, RFC 4180 with any delimiter and any quote. */
final class CsvRows extends Rows {

    /** No text has it, because the decoder refuses it; so nothing is ever quoted. */
    private static final char NO_QUOTE = '\u0000';

    private final SourceSettings.Limits limits;
    private final CsvCells cells;
    private final CsvReader<CsvCells> csv;
    private @Nullable CloseableIterator<CsvCells> rows;
    private final String separator;
    private int linesPassed;

    CsvRows(SourceSettings settings, InputStream in) {
        this.limits = settings.bounds();
        this.cells = new CsvCells(limits);
        String delimiter = settings.delimiter();
        separator = delimiter == null ? "," : delimiter;
        String quote = settings.quote();
        try {
            csv = CsvReader.builder()
                    .fieldSeparator(delimiter == null ? ',' : delimiter.charAt(0))
                    .quoteCharacter(quote == null ? '"' : quote.isEmpty() ? NO_QUOTE : quote.charAt(0))
                    .skipEmptyLines(true)
                    .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .allowUnclosedQuote(false)
                    .detectBomHeader(false)
                    .maxBufferSize(limits.valueCharacters())
                    .build(cells, DecodingReader.of(in, settings.agreedCharset()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    void passTitles(int headingLine, Consumer<String> texts) {
        if (headingLine == 1) {
            return;
        }
        try {
            // Lines, not rows: a title may hold a lone quote.
            csv.skipLines(
                    line -> {
                        if (++linesPassed == headingLine) {
                            return true;
                        }
                        for (String cell : line.split(Pattern.quote(separator))) {
                            texts.accept(unquoted(cell));
                        }
                        return false;
                    },
                    headingLine);
        } catch (CsvParseException e) {
            if (e.getCause() != null && !(e.getCause() instanceof EOFException)) {
                throw explain(e);
            }
            // The file ends above the headings, which the next step says.
            rows = csv.iterator();
        }
    }

    private static String unquoted(String cell) {
        return cell.length() > 1 && cell.startsWith("\"") && cell.endsWith("\"")
                ? cell.substring(1, cell.length() - 1)
                : cell;
    }

    @Override
    boolean advance() {
        try {
            if (rows == null) {
                rows = csv.iterator();
            }
            if (!rows.hasNext()) {
                return false;
            }
            rows.next();
            return true;
        } catch (CsvParseException e) {
            throw explain(e);
        }
    }

    /** FastCSV wraps whatever ends its reading, the decoder's and our own refusals included. */
    private RuntimeException explain(CsvParseException e) {
        Throwable cause = e.getCause();
        if (cause instanceof SenderMustCorrect refusal) {
            return refusal;
        }
        if (cause instanceof IOException io) {
            return new UncheckedIOException(io);
        }
        if (cause instanceof UncheckedIOException io) {
            return io;
        }
        return cause == null ? broken(e) : new IllegalStateException("reading CSV failed", e);
    }

    private SenderMustCorrect broken(RuntimeException cause) {
        long line = cells.openLine();
        int column = cells.openColumn();
        // The parser has one exception for both; the words are the only difference.
        boolean full = String.valueOf(cause.getMessage()).contains("buffer");
        SourceProblem kind = full ? SourceProblem.VALUE_TOO_LONG : SourceProblem.QUOTE_NOT_CLOSED;
        Location place = new Location(line, column, null);
        return new SenderMustCorrect(
                Finding.of(kind, null, null, place, line, column, limits.valueCharacters()), cause);
    }

    @Override
    long line() {
        return cells.line();
    }

    @Override
    int width() {
        return cells.count();
    }

    @Override
    String cell(int column) {
        return cells.cell(column);
    }

    @Override
    boolean isBlank() {
        return cells.isBlank();
    }

    @Override
    int @Nullable [] lineOffsets() {
        return cells.lineOffsets();
    }
}
