package org.anze.gateway.mapping.rendering;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One row of a field table, as written; empty text where a cell is empty.
 *
 * @param line physical line in the file
 * @param absent column {@code default}
 */
record OutboundRow(
        long line,
        String field,
        String source,
        String convert,
        String unit,
        String codes,
        String absent,
        String template,
        String expression,
        String condition) {

    private static final Set<String> COLUMNS = Set.of(
            "field", "source", "convert", "unit", "codes", "default", "template", "expression", "condition", "note");
    private static final long LARGEST = 1 << 20;

    /** The rows in their order; empty rows, rows without a field and rows that begin with # are passed over. */
    static List<OutboundRow> read(Path file, Mistakes mistakes) throws IOException {
        List<OutboundRow> rows = new ArrayList<>();
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
            mistakes.add(RenderingProblem.FILE_UNREADABLE, 0, "missing, or larger than 1 MB");
            return rows;
        }
        Map<String, Integer> heading = new HashMap<>();
        int width = 0;
        try (CsvReader<CsvRecord> csv = CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(new StringReader(decode(Files.readAllBytes(file))))) {
            for (CsvRecord record : csv) {
                if (record.getField(0).startsWith("#")) {
                    continue;
                }
                if (heading.isEmpty()) {
                    readHeading(record, heading, mistakes);
                    width = record.getFieldCount();
                } else if (record.getFieldCount() > width) {
                    mistakes.add(
                            RenderingProblem.FILE_UNREADABLE,
                            record.getStartingLineNumber(),
                            record.getFieldCount() + " > " + width + ": a cell with a comma stands in quotes");
                } else {
                    OutboundRow row = of(record, heading);
                    if (!row.field.isEmpty() && !row.field.equals("-")) {
                        rows.add(row);
                    }
                }
            }
        } catch (CsvParseException e) {
            mistakes.add(RenderingProblem.FILE_UNREADABLE, 0, String.valueOf(e.getMessage()));
        }
        if (rows.isEmpty()) {
            mistakes.add(RenderingProblem.FILE_UNREADABLE, 0, "no rows");
        }
        return rows;
    }

    /** UTF-8, or what Excel on a Chinese Windows calls CSV. */
    private static String decode(byte[] bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            text = new String(bytes, Charset.forName("GB18030"));
        }
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static void readHeading(CsvRecord record, Map<String, Integer> heading, Mistakes mistakes) {
        for (int i = 0; i < record.getFieldCount(); i++) {
            String name = record.getField(i).strip();
            if (!name.isEmpty() && (!COLUMNS.contains(name) || heading.put(name, i) != null)) {
                mistakes.add(
                        RenderingProblem.OPTION_WRONG,
                        record.getStartingLineNumber(),
                        name,
                        String.join(",", COLUMNS.stream().sorted().toList()));
            }
        }
        if (!heading.containsKey("field") || !heading.containsKey("source")) {
            mistakes.add(
                    RenderingProblem.OPTION_WRONG, record.getStartingLineNumber(), "field, source", "field,source,…");
        }
    }

    private static OutboundRow of(CsvRecord record, Map<String, Integer> heading) {
        return new OutboundRow(
                record.getStartingLineNumber(),
                cell(record, heading, "field"),
                cell(record, heading, "source"),
                cell(record, heading, "convert"),
                cell(record, heading, "unit"),
                cell(record, heading, "codes"),
                cell(record, heading, "default"),
                cell(record, heading, "template"),
                cell(record, heading, "expression"),
                cell(record, heading, "condition"));
    }

    private static String cell(CsvRecord record, Map<String, Integer> heading, String name) {
        Integer position = heading.get(name);
        return position == null || position >= record.getFieldCount()
                ? ""
                : record.getField(position).strip();
    }
}
