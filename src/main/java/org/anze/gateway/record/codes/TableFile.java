package org.anze.gateway.record.codes;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of one file under {@code codes/}: UTF-8 CSV with a header line; lines that begin with # are comments. */
final class TableFile {

    private static final long LARGEST = 16L << 20;

    private final Path path;

    TableFile(Path path) {
        this.path = path;
    }

    List<Row> rows(String... columns) throws IOException {
        if (Files.size(path) > LARGEST) {
            throw new IllegalArgumentException(path + ": larger than " + LARGEST + " bytes");
        }
        String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0) {
            throw new IllegalArgumentException(path + ": is not UTF-8; save it as \"CSV UTF-8\"");
        }
        List<Row> rows = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder()
                .commentStrategy(CommentStrategy.SKIP)
                .detectBomHeader(false)
                .ofNamedCsvRecord(new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text))) {
            for (NamedCsvRecord row : csv) {
                Row next = new Row(row);
                for (String column : columns) {
                    if (row.findField(column).isEmpty()) {
                        throw next.wrong("column missing: " + column);
                    }
                }
                rows.add(next);
            }
        } catch (CsvParseException e) {
            throw new IllegalArgumentException(path + ": " + e.getMessage(), e);
        }
        return rows;
    }

    /** One row; its errors name file and line. */
    final class Row {
        private final NamedCsvRecord row;

        private Row(NamedCsvRecord row) {
            this.row = row;
        }

        String need(String column) {
            String value = text(column);
            if (value.isEmpty()) {
                throw wrong("empty: " + column);
            }
            return value;
        }

        String text(String column) {
            return row.findField(column).orElse("").strip();
        }

        List<String> words(String column) {
            String value = text(column);
            return value.isEmpty() ? List.of() : List.of(value.split("\\|"));
        }

        @Nullable
        LocalDate date(String column) {
            String value = text(column);
            try {
                return value.isEmpty() ? null : LocalDate.parse(value);
            } catch (DateTimeParseException e) {
                throw wrong(column + " is not a date like 2026-07-01: " + value);
            }
        }

        IllegalArgumentException wrong(String what) {
            return new IllegalArgumentException(path + ":" + row.getStartingLineNumber() + ": " + what);
        }
    }
}
