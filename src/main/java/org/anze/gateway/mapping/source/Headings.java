package org.anze.gateway.mapping.source;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.mapping.convert.Texts;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;

/**
 * The headings of one file. They are compared without blanks and line breaks and with full-width signs as half-width ones, so
 * that {@code 保费（元）} is {@code 保费(元)}; messages show them as the file has them. Of headings that occur twice the second is
 * called {@code name#2}; they are refused unless the mapping uses such a name.
 */
final class Headings {

    private static final int LONGEST_SHOWN = 60;

    private final long line;
    private final List<String> names;
    private final List<String> columns;
    private final Map<String, Integer> positions = new HashMap<>();

    /** {@code needed} are the columns of the mapping, which must be there; they find their position at no cost afterwards. */
    Headings(List<String> cells, long line, Collection<String> needed) {
        this.line = line;
        List<String> list = new ArrayList<>();
        List<String> distinct = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            String name = Texts.trim(cells.get(i));
            list.add(name);
            distinct.add(name + add(Texts.compact(name), name, i, needed));
        }
        names = List.copyOf(list);
        columns = List.copyOf(distinct);
        for (String column : needed) {
            need(column);
        }
        for (String name : names) {
            // Both spellings lead to the cell, so that rows are looked up with the mapping's own words at no cost.
            positions.putIfAbsent(name, positions.getOrDefault(Texts.compact(name), -1));
        }
        for (String column : needed) {
            positions.putIfAbsent(column, position(column));
        }
    }

    /** What tells it from those of the same name before it; empty for the first. */
    private String add(String form, String name, int column, Collection<String> needed) {
        if (form.isEmpty() || positions.putIfAbsent(form, column) == null) {
            return "";
        }
        boolean told = needed.stream().anyMatch(wanted -> Texts.compact(wanted).startsWith(form + "#"));
        if (!told) {
            throw refused(SourceProblem.HEADING_TWICE, line, column + 1, name);
        }
        int occurrence = 2;
        while (positions.putIfAbsent(form + "#" + occurrence, column) != null) {
            occurrence++;
        }
        return "#" + occurrence;
    }

    /** Whether a name is that of a heading at all; {@code @unit} and absolute paths are not. */
    static boolean isHeading(String column) {
        return !column.startsWith("@") && !column.startsWith("/");
    }

    private static SenderMustCorrect refused(SourceProblem kind, long line, int column, String name) {
        String shown = name.length() > LONGEST_SHOWN ? name.substring(0, LONGEST_SHOWN) : name;
        return new SenderMustCorrect(kind, new Location(line, column, shown), shown);
    }

    /** Position of a column that must be there. */
    int need(String column) {
        int position = position(column);
        if (position < 0 && isHeading(column)) {
            throw refused(SourceProblem.HEADING_MISSING, line, 0, column);
        }
        return position;
    }

    /** Position of a column; -1 when the file has none of that name. */
    int position(String column) {
        Integer position = positions.get(column);
        if (position == null) {
            position = positions.get(Texts.compact(column));
        }
        return position == null ? -1 : position;
    }

    int size() {
        return names.size();
    }

    /** The names by which columns are asked for: as the file has them, of equal ones the second {@code name#2}. */
    List<String> columns() {
        return columns;
    }

    /** As the file has it; empty when the row is longer than the heading row. */
    String name(int position) {
        return position < names.size() ? names.get(position) : "";
    }
}
