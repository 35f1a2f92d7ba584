package org.anze.gateway.mapping.table;

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
import org.anze.gateway.problem.ProblemKind;
import org.jspecify.annotations.Nullable;

/** Reads {@code <name>.fields.csv}, of either direction. Immutable and safe for many threads. */
public final class FieldTable {

    /** The columns that a table can have, in the order of the manual. */
    public static final List<String> COLUMNS = List.of(
            "field", "source", "convert", "unit", "codes", "default", "template", "expression", "condition", "note");

    private static final long LARGEST = 1 << 20;
    /** What Excel on a Chinese Windows calls CSV is the second. */
    private static final List<Charset> ENCODINGS = List.of(StandardCharsets.UTF_8, Charset.forName("GB18030"));

    private final ProblemKind unreadable;
    private final ProblemKind heading;

    /**
     * @param unreadable says why the file cannot be read; takes file, line and reason
     * @param heading says that a heading is wrong; takes file, line, heading and what is allowed
     */
    public FieldTable(ProblemKind unreadable, ProblemKind heading) {
        this.unreadable = unreadable;
        this.heading = heading;
    }

    /**
     * The rows in their order; empty rows, rows without a field and rows that begin with # are passed over. What is wrong is in
     * the complaints.
     *
     * @throws IOException when the file cannot be read
     */
    public List<FieldRow> read(Path file, Complaints complaints) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
            complaints.add(unreadable, 0, "missing, or larger than 1 MB");
            return List.of();
        }
        String text = decode(Files.readAllBytes(file));
        if (text == null) {
            complaints.add(unreadable, 0, "neither UTF-8 nor GB18030");
            return List.of();
        }
        List<FieldRow> rows = read(text, complaints);
        if (rows.isEmpty()) {
            complaints.add(unreadable, 0, "no rows");
        }
        return rows;
    }

    private List<FieldRow> read(String text, Complaints complaints) throws IOException {
        List<FieldRow> rows = new ArrayList<>();
        Map<String, Integer> columns = new HashMap<>();
        int width = 0;
        try (CsvReader<CsvRecord> csv = CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(new StringReader(text))) {
            for (CsvRecord row : csv) {
                if (row.getField(0).startsWith("#")) {
                    continue;
                }
                if (columns.isEmpty()) {
                    readHeadings(row, columns, complaints);
                    width = row.getFieldCount();
                } else if (row.getFieldCount() > width) {
                    complaints.add(
                            unreadable,
                            row.getStartingLineNumber(),
                            row.getFieldCount() + " > " + width + ": a cell with a comma stands in quotes");
                } else {
                    add(row, columns, rows);
                }
            }
        } catch (CsvParseException e) {
            complaints.add(unreadable, 0, String.valueOf(e.getMessage()));
        }
        return rows;
    }

    /** Null when the bytes are of no encoding that a table may have. */
    private static @Nullable String decode(byte[] bytes) {
        for (Charset encoding : ENCODINGS) {
            try {
                String text =
                        encoding.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
                return text.startsWith("\uFEFF") ? text.substring(1) : text;
            } catch (CharacterCodingException e) {
                continue; // The next may fit; the caller says so when none does.
            }
        }
        return null;
    }

    private void readHeadings(CsvRecord row, Map<String, Integer> columns, Complaints complaints) {
        for (int i = 0; i < row.getFieldCount(); i++) {
            String name = row.getField(i).strip();
            if (!name.isEmpty() && (!COLUMNS.contains(name) || columns.put(name, i) != null)) {
                complaints.add(heading, row.getStartingLineNumber(), name, String.join(",", COLUMNS));
            }
        }
        if (!columns.containsKey("field") || !columns.containsKey("source")) {
            complaints.add(heading, row.getStartingLineNumber(), "field, source", "field,source,…");
        }
    }

    private static void add(CsvRecord row, Map<String, Integer> columns, List<FieldRow> rows) {
        FieldRow next = new FieldRow(
                row.getStartingLineNumber(),
                cell(row, columns, "field"),
                cell(row, columns, "source"),
                cell(row, columns, "convert"),
                cell(row, columns, "unit"),
                cell(row, columns, "codes"),
                cell(row, columns, "default"),
                cell(row, columns, "template"),
                cell(row, columns, "expression"),
                cell(row, columns, "condition"));
        if (!next.field().isEmpty()
                && !next.field().equals("-")
                && !next.field().startsWith("#")) {
            rows.add(next);
        }
    }

    private static String cell(CsvRecord row, Map<String, Integer> columns, String name) {
        Integer position = columns.get(name);
        return position == null || position >= row.getFieldCount()
                ? ""
                : row.getField(position).strip();
    }
}
