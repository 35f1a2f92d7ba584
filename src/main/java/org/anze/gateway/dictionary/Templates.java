package org.anze.gateway.dictionary;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.Presence;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.text.CanonicalColumn;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/**
 * Tables to fill in: the headings that the mappings {@code canonical-<type>-csv} and {@code canonical-<type>-xlsx} read.
 * Stateless.
 */
final class Templates {

    private static final String REQUIRED = "FFE699";
    private static final String EXPECTED = "FFF2CC";
    /** What Excel takes as the list of a cell. */
    private static final int LONGEST_LIST = 255;

    private static final int LAST_ROW = 10_000;

    private Templates() {}

    /** UTF-8 with a byte order mark, so that Excel opens it; one row of headings. */
    static byte[] csv(RecordDefinition definition) {
        StringWriter text = new StringWriter();
        text.write('\uFEFF');
        List<String> headings = CanonicalColumn.of(definition).stream()
                .map(CanonicalColumn::heading)
                .toList();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            csv.writeRecord(headings);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Two sheets: the table, with required headings in a stronger colour, and what each column means. Cells of closed lists
     * offer their values.
     */
    static byte[] xlsx(RecordDefinition definition) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(bytes, "Anze gateway", "1.0")) {
            List<CanonicalColumn> columns = CanonicalColumn.of(definition);
            Worksheet table = workbook.newWorksheet(definition.type().zh());
            Worksheet meaning = workbook.newWorksheet("说明");
            String[] headings = {"列 column", "字段 field", "类型 type", "填写 presence", "代码 codes", "说明 meaning"};
            for (int i = 0; i < headings.length; i++) {
                meaning.value(0, i, headings[i]);
                meaning.style(0, i).bold().set();
                meaning.width(i, 24);
            }
            for (int i = 0; i < columns.size(); i++) {
                CanonicalColumn column = columns.get(i);
                table.value(0, i, column.heading());
                table.width(i, Math.max(12, Math.min(40, column.heading().length() * 2 + 2)));
                style(table, i, column.field());
                describe(meaning, i + 1, column);
            }
            table.freezePane(0, 1);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void style(Worksheet table, int column, @Nullable FieldDefinition field) {
        Presence presence = field == null ? Presence.OPTIONAL : field.presence();
        if (presence == Presence.REQUIRED) {
            table.style(0, column).bold().fillColor(REQUIRED).set();
        } else if (presence == Presence.EXPECTED) {
            table.style(0, column).bold().fillColor(EXPECTED).set();
        } else {
            table.style(0, column).bold().set();
        }
        // As text, so that Excel neither drops leading zeros nor makes dates of numbers.
        table.range(1, column, LAST_ROW, column).style().format("@").set();
        if (field != null && field.entries().isEmpty()) {
            String list = String.join(",", field.closedList());
            if (!list.isEmpty() && list.length() <= LONGEST_LIST) {
                table.range(1, column, LAST_ROW, column).validateWithListByFormula("\"" + list + "\"");
            }
        }
    }

    private static void describe(Worksheet meaning, int row, CanonicalColumn column) {
        FieldDefinition field = column.field();
        meaning.value(row, 0, column.heading());
        meaning.value(row, 1, column.name());
        meaning.value(row, 2, Wording.type(column.type()));
        meaning.value(row, 3, field == null ? Wording.presence(Presence.OPTIONAL) : Wording.presence(field.presence()));
        meaning.value(row, 4, field == null ? "" : Wording.codes(field));
        meaning.value(row, 5, Wording.cell(column.type()));
    }
}
