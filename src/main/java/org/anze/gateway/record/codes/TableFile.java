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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rows of one file under {@code codes/}: UTF-8 CSV with a header line; lines that begin with # are comments. */
final class TableFile {

    private static final long LARGEST = 16L << 20;
    private static final long FEN_PER_YUAN = 100;
    /** {@code # source: …}; spreadsheet programs pad a comment line with the commas of the columns. */
    private static final Pattern KEY = Pattern.compile("#\\s*([a-z-]+):\\s*(.*?),*");

    private final Path path;
    private final String text;

    TableFile(Path path) throws IOException {
        this.path = path;
        if (Files.size(path) > LARGEST) {
            throw new IllegalArgumentException(path + ": larger than " + LARGEST + " bytes");
        }
        String all = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
        if (all.indexOf('\uFFFD') >= 0) {
            throw new IllegalArgumentException(path + ": is not UTF-8; save it as \"CSV UTF-8\"");
        }
        this.text = all.startsWith("\uFEFF") ? all.substring(1) : all;
    }

    /**
     * What the comment lines above the heading say.
     *
     * @throws IllegalArgumentException without title, source and date
     */
    TableSource source() {
        Map<String, String> keys = new HashMap<>();
        List<String> notes = new ArrayList<>();
        for (String line : (Iterable<String>) text.lines()::iterator) {
            if (!line.startsWith("#")) {
                break;
            }
            Matcher matcher = KEY.matcher(line);
            if (matcher.matches() && matcher.group(1).equals("note")) {
                notes.add(matcher.group(2));
            } else if (matcher.matches()) {
                keys.put(matcher.group(1), matcher.group(2));
            }
        }
        return new TableSource(
                String.valueOf(path.getFileName()),
                need(keys, "title"),
                need(keys, "source"),
                day("taken", need(keys, "taken")),
                keys.containsKey("complete-until") ? day("complete-until", need(keys, "complete-until")) : null,
                List.copyOf(notes));
    }

    private String need(Map<String, String> keys, String key) {
        String value = keys.getOrDefault(key, "");
        if (value.isBlank()) {
            throw new IllegalArgumentException(path + ": the first lines must say \"# " + key + ": …\"");
        }
        return value.strip();
    }

    private LocalDate day(String key, String value) {
        try {
            return LocalDate.parse(value);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(path + ": " + key + " is not a date like 2026-07-01: " + value, e);
        }
    }

    List<Row> rows(String... columns) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder()
                .commentStrategy(CommentStrategy.SKIP)
                .detectBomHeader(false)
                .ofNamedCsvRecord(new StringReader(text))) {
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

        /** A whole number that is not negative; null when the cell is empty. */
        @Nullable
        Long number(String column) {
            String value = text(column);
            if (value.isEmpty()) {
                return null;
            }
            if (value.length() > 15 || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw wrong(column + " must be a whole number: " + value);
            }
            return Long.valueOf(value);
        }

        /** The same; the cell may not be empty. */
        long needNumber(String column) {
            Long number = number(column);
            if (number == null) {
                throw wrong("empty: " + column);
            }
            return number;
        }

        /** An amount that the table gives in whole yuan, in fen; null when the cell is empty. */
        @Nullable
        Long fen(String column) {
            return text(column).isEmpty() ? null : needFen(column);
        }

        /** The same; the cell may not be empty. */
        long needFen(String column) {
            return Math.multiplyExact(needNumber(column), FEN_PER_YUAN);
        }

        IllegalArgumentException wrong(String what) {
            return new IllegalArgumentException(path + ":" + row.getStartingLineNumber() + ": " + what);
        }
    }
}
