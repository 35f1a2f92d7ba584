package org.anze.gateway.intake.returned;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.anze.gateway.mapping.convert.Texts;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;

/**
 * How the files of one mapping look, and which of their columns are about people; as much as giving them back needs.
 *
 * @param mapping its name
 * @param form what a returned file looks like: a table goes back as one, whatever kind of table it was
 * @param encoding charset of texts; null means UTF-8
 * @param delimiter of a CSV
 * @param quote of a CSV
 * @param lines whether JSON stands one object a line
 * @param personal columns and paths of fields of class 4 or 5; paths without indices
 * @param ordinary columns that rows about something else name as they are; they are no twins of personal ones
 * @param allPersonal when it is not known which are: all are masked
 * @param above what the mapping takes from around the records: absolute paths, and pseudo columns such as {@code @sheet}
 */
record OwnLayout(
        String mapping,
        Form form,
        @Nullable String encoding,
        char delimiter,
        char quote,
        boolean lines,
        Set<String> personal,
        Set<String> ordinary,
        boolean allPersonal,
        List<String> above) {

    private static final int MOST_CONSTANTS = 100;
    private static final Pattern INDEX = Pattern.compile("\\[(?:\\d+|\\*)?\\]");

    /** What readers add to a heading that others have as well. */
    private static final Pattern TWIN = Pattern.compile("#\\d+$");

    /** Pseudo columns that readers and converters look at on their own. */
    private static final List<String> ALWAYS = List.of("@unit", "@sheet", "@entry", "@dateSystem");

    OwnLayout {
        ordinary = Set.copyOf(ordinary);
        personal = personal.stream()
                .flatMap(name -> Stream.of(name, withoutNumber(name)))
                .collect(toUnmodifiableSet());
        above = List.copyOf(above);
    }

    /** What a returned file can look like. */
    enum Form {
        CSV("csv", "text/csv"),
        XLSX("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        JSON("json", "application/json"),
        XML("xml", "application/xml");

        private final String extension;
        private final String mediaType;

        Form(String extension, String mediaType) {
            this.extension = extension;
            this.mediaType = mediaType;
        }

        String extension() {
            return extension;
        }

        String mediaType() {
            return mediaType;
        }

        boolean isTable() {
            return this == CSV || this == XLSX;
        }
    }

    /** How names are compared: as headings are. */
    static String plain(String column) {
        String withoutIndex =
                column.indexOf('[') < 0 ? column : INDEX.matcher(column).replaceAll("");
        return Texts.compact(withoutIndex);
    }

    /** How the same column or path is told again in a mended file, whose headings may have lost a line break. */
    static String same(String column) {
        return Texts.compact(column);
    }

    /** The pseudo columns of a record: what was said once for all rows, above them or in the name of their sheet. */
    Map<String, String> constants(RawRecord raw) {
        Map<String, String> constants = new TreeMap<>();
        ALWAYS.forEach(column -> note(raw, column, constants));
        above.stream().filter(column -> column.startsWith("@")).forEach(column -> note(raw, column, constants));
        if (form.isTable()) {
            raw.columns().forEach(column -> note(raw, "@unit/" + column, constants));
        }
        return constants;
    }

    private static void note(RawRecord raw, String column, Map<String, String> constants) {
        String value = raw.value(column);
        if (value != null && constants.size() < MOST_CONSTANTS) {
            constants.put(column, value);
        }
    }

    /** The same layout for a file that has another form now. */
    OwnLayout as(Form other) {
        return new OwnLayout(mapping, other, encoding, delimiter, quote, lines, personal, ordinary, allPersonal, above);
    }

    /** Whether a column, or anything a path leads through, is about people. */
    boolean isPersonal(String column) {
        if (allPersonal) {
            return true;
        }
        if (personal.isEmpty()) {
            return false;
        }
        String name = plain(column);
        return !ordinary.contains(name) && (isPersonalPath(name) || isPersonalPath(withoutNumber(name)));
    }

    private static String withoutNumber(String name) {
        return TWIN.matcher(name).replaceFirst("");
    }

    private boolean isPersonalPath(String name) {
        for (int end = name.length(); end > 0; end = name.lastIndexOf('/', end - 1)) {
            if (personal.contains(name.substring(0, end))) {
                return true;
            }
        }
        return false;
    }
}
