package org.anze.gateway.mapping.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.anze.gateway.mapping.convert.Texts;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;

/** The records of one table: past titles, blank rows, headings repeated on every page, totals and what stands below. */
final class TableReader extends PartReader {

    private static final int LONGEST_GROUP = 1000;
    /** Rows of 4,000 characters each. */
    private static final long HEAVIEST_GROUP = 4_000L * LONGEST_GROUP;

    private final SourceSettings settings;
    private final Rows rows;
    private final Origin origin;
    private final boolean survey;
    private final TableColumns columns;
    private final RepeatedHeadings headingsAgain;
    private final int[] used;
    private final @Nullable TableTotals totals;
    private final @Nullable RowMatch stop;
    private final int[] filled;
    private final String[] above;
    private final int[] groupedBy;
    private @Nullable TableRow pending;
    private long stopLine;
    private long rowsAfterStop;
    private boolean waiting;
    private boolean ended;
    private boolean finished;

    TableReader(SourceSettings settings, Rows rows, Collection<String> needed, Origin origin, boolean survey) {
        this.settings = settings;
        this.rows = rows;
        this.origin = origin;
        this.survey = survey;
        Map<String, String> constants = new HashMap<>(rows.constants());
        if (origin.entry() != null) {
            constants.put("@entry", origin.entry());
        }
        List<String> agreed = rows.agreedColumns();
        Headings headings;
        if (agreed == null) {
            StatedUnit unit = new StatedUnit(origin);
            Titles titles = new Titles();
            HeadingSearch.Found found = new HeadingSearch(settings, rows, needed, unit, titles).find();
            constants.putAll(titles.values());
            headings = found.headings();
            headingsAgain = new RepeatedHeadings(found.raw());
            if (settings.statedUnit()) {
                readUnitRow(headings, unit, constants);
                constants.put("@unit", unit.required(Location.ofLine(found.line())));
            }
        } else {
            headings = new Headings(agreed, 0, needed);
            headingsAgain = new RepeatedHeadings(List.of());
        }
        columns = new TableColumns(headings, origin, constants, rows::letters);
        used = needed.isEmpty()
                ? IntStream.range(0, headings.size()).toArray()
                : needed.stream()
                        .mapToInt(headings::position)
                        .filter(i -> i >= 0)
                        .distinct()
                        .toArray();
        totals = settings.totals() == null ? null : new TableTotals(settings.totals(), columns);
        stop = settings.stopAt() == null ? null : new RowMatch(settings.stopAt(), headings);
        filled = settings.fillDown().stream().mapToInt(headings::need).toArray();
        above = new String[filled.length];
        Arrays.fill(above, "");
        groupedBy = settings.groupBy().stream().mapToInt(headings::need).toArray();
    }

    /** Below the headings there may be one row that states the unit, or one with the unit of every column. */
    private void readUnitRow(Headings headings, StatedUnit unit, Map<String, String> constants) {
        if (!rows.advance()) {
            return;
        }
        waiting = true;
        int texts = 0;
        boolean stated = false;
        boolean units = true;
        for (int i = 0; i < rows.width(); i++) {
            String cell = rows.cell(i);
            if (!Blanks.isBlank(cell)) {
                texts++;
                stated |= StatedUnit.in(cell) != null;
                units &= StatedUnit.isUnit(cell);
            }
        }
        if (texts == 0 || !(texts == 1 && stated) && !units) {
            return;
        }
        waiting = false;
        for (int i = 0; i < rows.width(); i++) {
            unit.look(rows.cell(i), rows.line());
            String money = StatedUnit.money(rows.cell(i));
            if (money != null) {
                constants.put("@unit/" + headings.name(i), money);
                unit.set(money, rows.line());
            }
        }
    }

    @Override
    public @Nullable RawRecord next() {
        if (groupedBy.length == 0) {
            return advance() ? row(origin.ordinal() + count()) : null;
        }
        List<TableRow> group = new ArrayList<>();
        long weight = 0;
        TableRow row = pending == null ? nextRow() : pending;
        pending = null;
        while (row != null && (group.isEmpty() || sameGroup(group.get(0), row))) {
            group.add(row.withOrdinal(origin.ordinal() + records()));
            weight += row.weight();
            if (group.size() > LONGEST_GROUP || group.size() > 1 && weight > HEAVIEST_GROUP) {
                Location first = group.get(0).location();
                throw new SenderMustCorrect(SourceProblem.GROUP_TOO_LONG, first, first.line(), LONGEST_GROUP);
            }
            row = nextRow();
        }
        pending = row;
        if (group.isEmpty()) {
            return null;
        }
        count();
        return new TableGroup(group);
    }

    private @Nullable TableRow nextRow() {
        return advance() ? row(0) : null;
    }

    private boolean sameGroup(TableRow first, TableRow row) {
        for (int column : groupedBy) {
            if (!Texts.trim(first.cell(column)).equals(Texts.trim(row.cell(column)))) {
                return false;
            }
        }
        return true;
    }

    /** Moves to the next row that is a record or a part of one. */
    private boolean advance() {
        while (!ended && (waiting || rows.advance())) {
            waiting = false;
            if (rows.isBlank()) {
                continue;
            }
            if (stopLine > 0) {
                rowsAfterStop++;
            } else if (stop != null && stop.matches(rows)) {
                stopLine = rows.line();
                // What stands below is only counted, and only once.
                ended = !survey;
            } else if (totals != null && totals.take(rows) || headingsAgain.matches(rows)) {
                // A check or a page break is no record.
                continue;
            } else {
                if (totals != null) {
                    totals.add(rows);
                }
                return true;
            }
        }
        if (!finished && totals != null) {
            totals.finish(rows);
        }
        finished = true;
        ended = true;
        return false;
    }

    private TableRow row(long ordinal) {
        long line = rows.line();
        String[] cells = rows.cells();
        List<Finding> damage = List.of();
        Rows.Damage shape = rows.misshapen(columns.headings().size());
        if (shape != null) {
            damage = List.of(
                    Finding.of(shape.kind(), null, null, columns.at(line, null), shape.found(), shape.promised()));
        } else if (rows.hasFaults()) {
            damage = faults(line);
        }
        for (int i = 0; i < filled.length; i++) {
            int column = filled[i];
            if (column < cells.length && !Blanks.isBlank(cells[column])) {
                above[i] = cells[column];
            } else {
                cells = column < cells.length ? cells : Arrays.copyOf(cells, column + 1);
                cells[column] = above[i];
            }
        }
        return new TableRow(columns, ordinal, line, cells, rows.lineOffsets(), damage);
    }

    private List<Finding> faults(long line) {
        List<Finding> faults = new ArrayList<>();
        for (int column : used) {
            SourceProblem fault = rows.fault(column);
            if (fault != null) {
                String letters = rows.letters(column);
                String cell = letters == null ? columns.headings().name(column) : letters + line;
                Object name = columns.headings().name(column);
                faults.add(
                        fault == SourceProblem.CHARACTER_SPLIT
                                ? Finding.of(fault, null, null, columns.at(line, column), name)
                                : Finding.of(fault, null, null, columns.at(line, column), cell, name));
            }
        }
        return faults;
    }

    @Override
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>(rows.findings());
        if (totals != null) {
            findings.addAll(totals.findings());
        }
        if (rowsAfterStop > 0) {
            findings.add(Finding.of(
                    SourceProblem.ROWS_AFTER_STOP, null, null, origin.at(stopLine, 0, null), stopLine, rowsAfterStop));
        }
        return findings;
    }

    @Override
    public void close() {
        ended = true;
        rows.close();
    }
}
