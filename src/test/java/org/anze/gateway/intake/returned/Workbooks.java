package org.anze.gateway.intake.returned;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;

/** Reads and edits workbooks as a spreadsheet program would, and saves them anew with shared texts. */
final class Workbooks {

    private Workbooks() {}

    static List<List<String>> sheet(byte[] content, String name) throws IOException {
        try (ReadableWorkbook workbook = new ReadableWorkbook(new ByteArrayInputStream(content));
                Stream<Row> rows = workbook.findSheet(name).orElseThrow().openStream()) {
            return rows.map(row -> row.stream()
                            .map(cell -> cell == null ? "" : cell.getText())
                            .collect(Collectors.toList()))
                    .collect(Collectors.toList());
        }
    }

    static byte[] replaced(byte[] content, String before, String after) throws IOException {
        return saved(content, Marks.SHEET, before, after);
    }

    /** With another name of its sheet. */
    static byte[] renamed(byte[] content, String name) throws IOException {
        return saved(content, name, "", "");
    }

    private static byte[] saved(byte[] content, String name, String before, String after) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(out, "test", "1.0")) {
            Worksheet sheet = workbook.newWorksheet(name);
            List<List<String>> rows = sheet(content, Marks.SHEET);
            for (int row = 0; row < rows.size(); row++) {
                for (int column = 0; column < rows.get(row).size(); column++) {
                    String text = rows.get(row).get(column);
                    sheet.value(row, column, text.equals(before) ? after : text);
                }
            }
        }
        return out.toByteArray();
    }
}
