package org.anze.gateway.intake.returned;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** One sheet of an xlsx workbook; rows leave memory as they are written. */
final class WorkbookSheet implements Sheet {

    /** Excel ends at 1,048,576. */
    static final int MOST_ROWS = 1_000_000;

    private static final int FLUSH_EVERY = 200;
    private static final int LONGEST_CELL = 32_000;

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
                sheet.inlineString(row, i, cell.length() > LONGEST_CELL ? cell.substring(0, LONGEST_CELL) : cell);
            }
        }
        row++;
        if (row % FLUSH_EVERY == 0) {
            sheet.flush();
        }
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
