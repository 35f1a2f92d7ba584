package org.anze.gateway.intake.returned;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.regex.Pattern;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** One sheet of an xlsx workbook; rows leave memory as they are written. */
final class WorkbookSheet implements Sheet {

    /** Excel ends at 1,048,576. */
    static final int MOST_ROWS = 1_000_000;

    private static final int FLUSH_EVERY = 200;
    /** Excel ends at 32,767; the escapes below make a text longer. */
    private static final int LONGEST_CELL = 32_000;

    private static final String CUT = "…";
    /** Spreadsheet programs read {@code _x000D_} as one character; what only looks so needs its underscore written so. */
    private static final Pattern LOOKS_ESCAPED = Pattern.compile("_(?=x[0-9A-Fa-f]{4}_)");

    /** XML 1.0 cannot hold them. */
    private static final Pattern NOT_XML =
            Pattern.compile("[^\\x{9}\\x{A}\\x{D}\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]");

    private final Workbook workbook;
    private final Worksheet sheet;
    private int row;

    WorkbookSheet(OutputStream out) {
        this(new Workbook(out, "Anze gateway", "1.0"), Marks.SHEET);
    }

    WorkbookSheet(Workbook workbook, String name) {
        this.workbook = workbook;
        this.sheet = workbook.newWorksheet(name);
        sheet.freezePane(0, 1);
    }

    @Override
    public void write(List<String> cells) throws IOException {
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            if (!cell.isEmpty()) {
                // Shared strings would be kept in memory to the end.
                sheet.inlineString(row, i, escaped(cell.length() > LONGEST_CELL ? cut(cell) : cell));
            }
        }
        row++;
        if (row % FLUSH_EVERY == 0) {
            sheet.flush();
        }
    }

    private static String escaped(String text) {
        String escaped =
                text.indexOf("_x") < 0 ? text : LOOKS_ESCAPED.matcher(text).replaceAll("_x005F_");
        return NOT_XML.matcher(escaped)
                .replaceAll(
                        found -> String.format("_x%04X_", (int) found.group().charAt(0)));
    }

    private static String cut(String text) {
        int end = LONGEST_CELL - CUT.length();
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + CUT;
    }

    @Override
    public int longestCell() {
        return LONGEST_CELL;
    }

    @Override
    public long room() {
        return MOST_ROWS - row;
    }

    /** Ends this sheet; another can follow in the workbook. */
    void end() throws IOException {
        sheet.finish();
    }

    @Override
    public void close() throws IOException {
        end();
        workbook.finish();
    }
}
