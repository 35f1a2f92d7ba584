package org.anze.gateway.mapping;

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

/** Reads {@code <name>.fields.csv}. */
public final class FieldTable {

    static final Set<String> COLUMNS = Set.of(
            "field", "source", "convert", "unit", "codes", "default", "template", "expression", "condition", "note");
    private static final long LARGEST = 1 << 20;

    private FieldTable() {}

    /**
     * The rows in their order; empty rows and rows that begin with # are passed over. What is wrong is in the complaints.
     *
     * @throws IOException when the file cannot be read
     */
    public static List<FieldRow> read(Path file, Complaints complaints) throws IOException {
        List<FieldRow> rows = new ArrayList<>();
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
            complaints.add(MappingProblem.FILE_UNREADABLE, 0, "missing, or larger than 1 MB");
            return rows;
        }
        Map<String, Integer> heading = new HashMap<>();
        int width = 0;
        try (CsvReader<CsvRecord> csv = CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(new StringReader(decode(Files.readAllBytes(file))))) {
            for (CsvRecord row : csv) {
                if (row.getField(0).startsWith("#")) {
                    continue;
                }
                if (heading.isEmpty()) {
                    readHeading(row, heading, complaints);
                    width = row.getFieldCount();
                } else if (row.getFieldCount() > width) {
                    complaints.add(
                            MappingProblem.FILE_UNREADABLE,
                            row.getStartingLineNumber(),
                            row.getFieldCount() + " > " + width + ": a cell with a comma stands in quotes");
                } else {
                    add(row, heading, rows);
                }
            }
        } catch (CsvParseException e) {
            complaints.add(MappingProblem.FILE_UNREADABLE, 0, e.getMessage());
        }
        if (rows.isEmpty()) {
            complaints.add(MappingProblem.FILE_UNREADABLE, 0, "no rows");
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

    private static void readHeading(CsvRecord row, Map<String, Integer> heading, Complaints complaints) {
        for (int i = 0; i < row.getFieldCount(); i++) {
            String name = row.getField(i).strip();
            if (!name.isEmpty() && (!COLUMNS.contains(name) || heading.put(name, i) != null)) {
                complaints.add(
                        MappingProblem.OPTION_WRONG, row.getStartingLineNumber(), name, String.join(",", COLUMNS));
            }
        }
        if (!heading.containsKey("field") || !heading.containsKey("source")) {
            complaints.add(MappingProblem.OPTION_WRONG, row.getStartingLineNumber(), "field, source", "field,source,…");
        }
    }

    private static void add(CsvRecord row, Map<String, Integer> heading, List<FieldRow> rows) {
        FieldRow next = new FieldRow(
                row.getStartingLineNumber(),
                cell(row, heading, "field"),
                cell(row, heading, "source"),
                cell(row, heading, "convert"),
                cell(row, heading, "unit"),
                cell(row, heading, "codes"),
                cell(row, heading, "default"),
                cell(row, heading, "template"),
                cell(row, heading, "expression"),
                cell(row, heading, "condition"));
        if (!next.field().isEmpty()
                && !next.field().equals("-")
                && !next.field().startsWith("#")) {
            rows.add(next);
        }
    }

    private static String cell(CsvRecord row, Map<String, Integer> heading, String name) {
        Integer position = heading.get(name);
        return position == null || position >= row.getFieldCount()
                ? ""
                : row.getField(position).strip();
    }
}
