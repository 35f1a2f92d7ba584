package org.anze.gateway.mapping.rendering;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.record.text.CellText;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/**
 * One sheet of a workbook. Rows are packed as they come; what is held until the end is the packed file. Amounts and
 * whole numbers are numbers as far as a spreadsheet program holds them exactly (15 digits); everything else is text,
 * and every text is made inert.
 */
final class XlsxRecords implements RecordWriter {

    private static final int LONGEST = 32_767;
    private static final int ROWS_AT_ONCE = 500;
    private static final int EXACT_DIGITS = 15;
    private static final int MOST_ROWS = 1_048_576;
    /**
     * Spreadsheet programs read {@code _x000D_} as one character; text that only looks so needs its own underscore
     * written so.
     */
    private static final Pattern LOOKS_ESCAPED = Pattern.compile("_(?=x[0-9A-Fa-f]{4}_)");

    /** XML 1.0 cannot hold them, and the workbook would lack them without a trace. Canonical texts have none. */
    private static final Pattern NOT_XML =
            Pattern.compile("[^\\x{9}\\x{A}\\x{D}\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]");

    private final Target target;
    private final List<String> headings;
    private final Place place;
    private final OutputStream out;
    private final ByteArrayOutputStream packed = new ByteArrayOutputStream(16 * 1024);
    private final Workbook workbook;
    private final Worksheet sheet;
    private int row;

    XlsxRecords(Target target, List<String> headings, Place place, OutputStream out) {
        this.out = out;
        this.target = target;
        this.headings = headings;
        this.place = place;
        this.workbook = new Workbook(packed, "anze-gateway", "1.0");
        this.sheet = workbook.newWorksheet(target.sheet() == null ? "records" : target.sheet());
        if (target.hasHeadings()) {
            for (int i = 0; i < headings.size(); i++) {
                sheet.value(0, i, text(headings.get(i), i));
                sheet.style(0, i).bold().set();
            }
            sheet.freezePane(0, 1);
            row = 1;
        }
    }

    @Override
    public void write(@Nullable Object[] cells) throws IOException {
        if (row >= MOST_ROWS) {
            throw new IllegalArgumentException("a sheet has " + MOST_ROWS + " rows");
        }
        for (int i = 0; i < cells.length; i++) {
            write(cells[i], i);
        }
        row++;
        if (row % ROWS_AT_ONCE == 0) {
            sheet.flush();
        }
    }

    private void write(@Nullable Object value, int column) {
        if (value instanceof Long whole && BigDecimal.valueOf(whole).precision() <= EXACT_DIGITS) {
            sheet.value(row, column, whole);
        } else if (value instanceof BigDecimal number && number.precision() <= EXACT_DIGITS) {
            sheet.value(row, column, number);
            sheet.style(row, column)
                    .format(number.scale() == 2 ? "0.00" : "General")
                    .set();
        } else if (value instanceof Number) {
            sheet.value(row, column, text(Plain.text(value), column));
        } else if (value != null) {
            sheet.value(row, column, text(CellText.inert(Plain.text(value)), column));
        } else if (target.absent() != null) {
            sheet.value(row, column, text(target.absent(), column));
        }
    }

    private String text(String text, int column) {
        if (text.length() > LONGEST) {
            throw new TryAgainLater(
                    RenderingProblem.CELL_TOO_LONG, null, place.owner(), place.index(), headings.get(column), LONGEST);
        }
        return LOOKS_ESCAPED.matcher(NOT_XML.matcher(text).replaceAll("\uFFFD")).replaceAll("_x005F_");
    }

    @Override
    public void finish() throws IOException {
        workbook.finish();
        Timeless.copy(packed, out);
    }

    @Override
    public void close() throws IOException {
        // Nothing is held but memory; closing the workbook again would finish it twice.
    }
}
