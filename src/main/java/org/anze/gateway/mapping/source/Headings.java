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
 * The heading row of one file. Headings are compared without blanks and with full-width signs as half-width ones, so that
 * {@code 保费（元）} is {@code 保费(元)}; messages show them as the file has them.
 */
final class Headings {

    private static final int LONGEST_SHOWN = 60;

    private final List<String> names;
    private final Map<String, Integer> positions = new HashMap<>();

    Headings(List<String> cells, long line, Collection<String> needed) {
        List<String> list = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            String name = Texts.trim(cells.get(i));
            list.add(name);
            String form = Texts.compact(name);
            if (!form.isEmpty() && positions.put(form, i) != null) {
                throw refused(SourceProblem.HEADING_TWICE, line, i + 1, name);
            }
        }
        names = List.copyOf(list);
        for (String column : needed) {
            if (position(column) < 0) {
                throw refused(SourceProblem.HEADING_MISSING, line, 0, column);
            }
        }
        for (String name : names) {
            // Both spellings lead to the cell, so that rows are looked up with the mapping's own words at no cost.
            positions.putIfAbsent(name, positions.getOrDefault(Texts.compact(name), -1));
        }
        for (String column : needed) {
            positions.putIfAbsent(column, position(column));
        }
    }

    private static SenderMustCorrect refused(SourceProblem kind, long line, int column, String name) {
        String shown = name.length() > LONGEST_SHOWN ? name.substring(0, LONGEST_SHOWN) : name;
        return new SenderMustCorrect(kind, new Location(line, column, shown), shown);
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

    List<String> names() {
        return names;
    }

    /** As the file has it; empty when the row is longer than the heading row. */
    String name(int position) {
        return position < names.size() ? names.get(position) : "";
    }
}
