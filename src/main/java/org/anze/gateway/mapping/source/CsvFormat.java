package org.anze.gateway.mapping.source;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.anze.gateway.mapping.convert.Texts;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;

/** Tables of text, RFC 4180 with a heading row. */
final class CsvFormat implements SourceFormat {

    private final SourceSettings settings;
    private final List<String> needed;
    private final @Nullable Charset charset;

    CsvFormat(SourceSettings settings, Collection<String> needed) {
        this.settings = settings;
        this.needed = List.copyOf(needed);
        this.charset = settings.encoding() == null ? null : SourceSettings.charset(settings.encoding());
    }

    @Override
    public SourceReader open(InputStream in) {
        return new Reader(in, false);
    }

    @Override
    public Survey survey(InputStream in) {
        try (Reader reader = new Reader(in, true)) {
            long records = 0;
            while (reader.advance()) {
                records++;
            }
            return new Survey(records, reader.findings());
        }
    }

    private final class Reader implements SourceReader {
        private final CsvCells cells = new CsvCells(settings.limits());
        private final CloseableIterator<CsvCells> rows;
        private final Headings headings;
        private final @Nullable TotalsCheck check;
        private final int totalsColumn;
        private final int[] sumColumns;
        private long ordinal;
        private long totalsLine;
        private boolean ended;

        Reader(InputStream in, boolean survey) {
            SourceSettings.Totals totals = settings.totals();
            CsvReader<CsvCells> csv = start(in);
            rows = csv.iterator();
            if (!advanceRow() || cells.isBlank()) {
                throw headingRowMissing(null);
            }
            headings = new Headings(cells.cells(), cells.line(), needed);
            if (totals == null || totals.row() == null) {
                check = null;
                totalsColumn = -1;
                sumColumns = new int[0];
            } else {
                check = new TotalsCheck(totals);
                totalsColumn = needPosition(totals.row().column());
                sumColumns = totals.sums().stream().mapToInt(this::needPosition).toArray();
            }
            if (survey) {
                int count = totals == null || totals.count() == null
                        ? -1
                        : needPosition(totals.count().column());
                cells.keepOnly(IntStream.concat(IntStream.of(totalsColumn, count), IntStream.of(sumColumns))
                        .toArray());
            }
        }

        private CsvReader<CsvCells> start(InputStream in) {
            try {
                CsvReader<CsvCells> csv = CsvReader.builder()
                        .fieldSeparator(
                                settings.delimiter() == null
                                        ? ','
                                        : settings.delimiter().charAt(0))
                        .quoteCharacter(
                                settings.quote() == null
                                        ? '"'
                                        : settings.quote().charAt(0))
                        .skipEmptyLines(true)
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .allowUnclosedQuote(false)
                        .detectBomHeader(false)
                        .maxBufferSize(settings.limits().valueCharacters())
                        .build(cells, DecodingReader.of(in, charset));
                csv.skipLines(settings.headingLine() - 1);
                return csv;
            } catch (CsvParseException e) {
                if (e.getCause() != null && !(e.getCause() instanceof EOFException)) {
                    throw explain(e);
                }
                throw headingRowMissing(e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private SenderMustCorrect headingRowMissing(@Nullable Throwable cause) {
            int line = settings.headingLine();
            Finding finding = Finding.of(SourceProblem.HEADING_ROW_MISSING, null, null, Location.ofLine(line), line);
            return new SenderMustCorrect(finding, cause);
        }

        private int needPosition(String column) {
            int position = headings.position(column);
            if (position < 0) {
                throw new SenderMustCorrect(
                        SourceProblem.HEADING_MISSING, new Location(settings.headingLine(), 0, column), column);
            }
            return position;
        }

        private boolean advanceRow() {
            try {
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
            return cause == null ? broken(e) : new IllegalStateException("reading CSV failed", e);
        }

        private SenderMustCorrect broken(RuntimeException cause) {
            long line = cells.openLine();
            int column = cells.openColumn();
            return new SenderMustCorrect(
                    Finding.of(
                            SourceProblem.QUOTE_NOT_CLOSED, null, null, new Location(line, column, null), line, column),
                    cause);
        }

        /** Moves to the next record, past blank rows and the totals row. */
        boolean advance() {
            while (!ended && advanceRow()) {
                if (cells.isBlank()) {
                    continue;
                }
                if (totalsLine > 0) {
                    throw new SenderMustCorrect(
                            SourceProblem.RECORD_AFTER_TOTALS, Location.ofLine(cells.line()), totalsLine);
                }
                if (isTotals()) {
                    totalsLine = cells.line();
                    compareTotals();
                    continue;
                }
                if (check != null && cells.cells().size() != headings.size()) {
                    check.addUnreadable();
                } else if (check != null) {
                    check.add(i -> cell(sumColumns[i]));
                }
                return true;
            }
            if (!ended && check != null) {
                check.finish();
            }
            ended = true;
            return false;
        }

        private @Nullable String cell(int column) {
            return column < cells.cells().size() ? cells.cells().get(column) : null;
        }

        private boolean isTotals() {
            SourceSettings.Totals totals = settings.totals();
            if (check == null || totals == null || totals.row() == null) {
                return false;
            }
            String text = cell(totalsColumn);
            return text != null && Texts.trim(text).equals(totals.row().equals());
        }

        private void compareTotals() {
            SourceSettings.Totals totals = settings.totals();
            if (check == null || totals == null) {
                return;
            }
            check.seen();
            if (totals.count() != null) {
                int column = needPosition(totals.count().column());
                String text = cell(column);
                check.compareCount(text == null ? "" : text, location(column));
            }
            for (int i = 0; i < sumColumns.length; i++) {
                String text = cell(sumColumns[i]);
                check.compareSum(i, text == null ? "" : text, location(sumColumns[i]));
            }
        }

        private Location location(int column) {
            return new Location(cells.line(), column + 1, headings.name(column));
        }

        List<Finding> findings() {
            return check == null ? List.of() : check.findings();
        }

        @Override
        public @Nullable CsvRow next() {
            if (!advance()) {
                return null;
            }
            String[] row = cells.cells().toArray(new String[0]);
            return new CsvRow(headings, ordinal++, cells.line(), row, cells.lineOffsets());
        }

        @Override
        public void close() {
            ended = true;
        }
    }
}
