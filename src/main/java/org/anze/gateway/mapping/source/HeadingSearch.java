package org.anze.gateway.mapping.source;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.anze.gateway.mapping.convert.Texts;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;

/** Finds the heading rows of a table: at the agreed line, or the first ones that have all the mapping needs. For one use. */
final class HeadingSearch {

    private static final int ROWS_LOOKED_AT = 50;

    private final SourceSettings settings;
    private final Rows rows;
    private final Collection<String> needed;
    private final StatedUnit unit;
    private final Titles titles;
    private final Deque<String[]> window = new ArrayDeque<>();
    private final Deque<Long> lines = new ArrayDeque<>();

    HeadingSearch(SourceSettings settings, Rows rows, Collection<String> needed, StatedUnit unit, Titles titles) {
        this.settings = settings;
        this.rows = rows;
        this.needed = needed;
        this.unit = unit;
        this.titles = titles;
    }

    /**
     * @param headings of the columns
     * @param raw the heading rows without blanks, to know them again on the next page
     * @param line of the last heading row
     */
    record Found(Headings headings, List<String[]> raw, long line) {}

    /** Leaves {@code rows} at the last heading row. */
    Found find() {
        if (settings.headingLine() == SourceSettings.AUTO) {
            return search();
        }
        rows.passTitles(settings.headingLine(), text -> {
            titles.look(text);
            lookForUnit(text, 1);
        });
        for (int i = 0; i < settings.headingLines(); i++) {
            if (!rows.advance() || i == 0 && rows.isBlank()) {
                int line = settings.headingLine();
                throw new SenderMustCorrect(SourceProblem.HEADING_ROW_MISSING, Location.ofLine(line), line);
            }
            push();
        }
        return found();
    }

    private void lookForUnit(String text, long line) {
        if (settings.statedUnit()) {
            unit.look(text, line);
        }
    }

    private Found search() {
        int best = -1;
        String lacking = "";
        long bestLine = 1;
        for (int i = 0; i < ROWS_LOOKED_AT && rows.advance(); i++) {
            push();
            if (window.size() < settings.headingLines()) {
                continue;
            }
            Set<String> names = new HashSet<>();
            compose().forEach(name -> names.add(Texts.compact(name)));
            int present = 0;
            String first = null;
            for (String column : needed) {
                boolean there = !Headings.isHeading(column) || names.contains(withoutNumber(column));
                present += there ? 1 : 0;
                first = there || first != null ? first : column;
            }
            if (first == null && !rows.isBlank()) {
                return found();
            }
            if (present > best && first != null) {
                best = present;
                lacking = first;
                bestLine = rows.line();
            }
        }
        throw new SenderMustCorrect(
                SourceProblem.HEADING_NOT_FOUND, Location.ofLine(bestLine), ROWS_LOOKED_AT, bestLine, lacking);
    }

    private static String withoutNumber(String column) {
        String form = Texts.compact(column);
        int sign = form.lastIndexOf('#');
        return sign > 0 && form.substring(sign + 1).matches("[2-9]|[1-9][0-9]") ? form.substring(0, sign) : form;
    }

    private void push() {
        String[] cells = rows.cells();
        window.addLast(cells);
        lines.addLast(rows.line());
        if (window.size() > settings.headingLines()) {
            String[] title = window.removeFirst();
            for (String cell : title) {
                titles.look(cell);
            }
            lookAtTitle(title, lines.removeFirst());
        }
    }

    private void lookAtTitle(String[] cells, long line) {
        for (String cell : cells) {
            lookForUnit(cell, line);
        }
    }

    private Found found() {
        Headings headings = new Headings(compose(), rows.line(), needed);
        List<String[]> raw = new ArrayList<>();
        for (String[] cells : window) {
            String[] compact = new String[cells.length];
            for (int i = 0; i < cells.length; i++) {
                compact[i] = Texts.compact(cells[i]);
            }
            raw.add(compact);
            // A unit may stand in the heading rows themselves, beside the last heading.
            lookAtTitle(cells, rows.line());
        }
        return new Found(headings, raw, rows.line());
    }

    /** One heading for each column, upper and lower texts joined by a slash. */
    private List<String> compose() {
        List<String[]> levels = new ArrayList<>(window);
        int width = levels.stream().mapToInt(cells -> cells.length).max().orElse(0);
        String[] spread = new String[levels.size()];
        List<String> names = new ArrayList<>(width);
        for (int column = 0; column < width; column++) {
            Set<String> parts = new LinkedHashSet<>();
            for (int level = 0; level < levels.size(); level++) {
                String own = text(levels, level, column);
                boolean lower = hasTextBelow(levels, level, column);
                if (!own.isEmpty()) {
                    parts.add(own);
                    // A cell merged across columns has its text in the first of them; one merged downwards has none
                    // below.
                    spread[level] = lower ? own : null;
                } else if (lower && spread[level] != null) {
                    parts.add(spread[level]);
                } else {
                    spread[level] = null;
                }
            }
            names.add(String.join("/", parts));
        }
        return names;
    }

    private static boolean hasTextBelow(List<String[]> levels, int level, int column) {
        for (int below = level + 1; below < levels.size(); below++) {
            if (!text(levels, below, column).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static String text(List<String[]> levels, int level, int column) {
        String[] cells = levels.get(level);
        return column < cells.length ? Texts.trim(cells[column]) : "";
    }
}
