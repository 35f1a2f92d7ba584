package org.anze.gateway.intake.returned;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.anze.gateway.mapping.convert.Texts;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;

/**
 * Returned records as a table: the sender's own headings, beside each column that has findings one that says them, and at the
 * end the reasons, the token and the English version. A record that was made of several rows goes back as these.
 */
final class FixTable implements FixFormat {

    private static final String OTHER_COLUMNS = "；原文件中还有本表未列的栏目：";

    private final OwnLayout layout;
    /** Names of places that have findings. */
    private final Set<String> flawed;

    private final Sheet sheet;
    /** The columns that have findings, and so one beside them that says which. */
    private final Set<String> shown = new HashSet<>();

    private @Nullable List<String> columns;
    /** What the reader of the first record calls its columns. */
    private List<String> first = List.of();

    private long leftOut;

    FixTable(OwnLayout layout, Set<String> flawed, Sheet sheet) {
        this.layout = layout;
        this.sheet = sheet;
        this.flawed = flawed;
    }

    @Override
    public void write(FlawedRecord record, FixFile.Sealing sealing) throws IOException {
        RawRecord raw = record.raw();
        if (columns == null) {
            columns = columns(raw);
            first = raw.columns();
            for (String column : columns) {
                if (flawed.contains(column)
                        || flawed.contains(raw.locate(column).name())) {
                    shown.add(Texts.compact(column));
                }
            }
            sheet.write(headings(columns));
        }
        List<List<String>> texts = new ArrayList<>(columns.size());
        int height = 1;
        for (String column : columns) {
            List<String> values = raw.values(column);
            texts.add(values);
            height = Math.max(height, values.size());
        }
        // One row is kept for the remark that says how many were left out.
        if (leftOut > 0 || sheet.room() <= height) {
            leftOut++;
            return;
        }
        Disguised disguised = new Disguised(layout, record);
        List<List<String>> rows = new ArrayList<>(height);
        for (int row = 0; row < height; row++) {
            rows.add(row(record, columns, texts, row, disguised));
        }
        String token = sealing.token(disguised, height);
        String reason = record.reason(this::isShown, disguised, token) + besides(raw, columns);
        for (int row = 0; row < height; row++) {
            List<String> cells = rows.get(row);
            cells.add(row == 0 ? reason : "");
            cells.add(row == 0 ? token : Marks.rowOfAbove(raw.ordinal(), row));
            cells.add(row == 0 ? record.english() : "");
            sheet.write(cells);
        }
    }

    private List<String> columns(RawRecord raw) {
        List<String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String name : raw.columns()) {
            if (!name.isBlank() && seen.add(Texts.compact(name))) {
                names.add(name);
            }
        }
        return names;
    }

    /**
     * What stands under headings that the first record's file lacks, when this one is from another file of the same archive.
     * No mapping takes anything from there, for what it takes every file must have; but its sender misses nothing.
     */
    private String besides(RawRecord raw, List<String> names) {
        if (raw.columns().equals(first)) {
            return "";
        }
        Set<String> listed = names.stream().map(Texts::compact).collect(Collectors.toSet());
        String others = columns(raw).stream()
                .filter(column -> !listed.contains(Texts.compact(column)))
                .flatMap(column -> raw.values(column).stream()
                        .filter(text -> !text.isBlank())
                        .map(text -> column + "＝" + PersonalCells.mask(text, layout.isPersonal(column))))
                .collect(Collectors.joining("，"));
        return others.isEmpty() ? "" : OTHER_COLUMNS + others;
    }

    private List<String> headings(List<String> names) {
        List<String> headings = new ArrayList<>();
        for (String name : names) {
            String heading = name.replaceAll("\\s+", " ");
            headings.add(Formulas.neutralise(heading));
            if (isShown(name)) {
                headings.add(Marks.PROBLEM + heading);
            }
        }
        headings.add(Marks.REASON);
        headings.add(Marks.TOKEN);
        headings.add(Marks.ENGLISH);
        return headings;
    }

    private boolean isShown(String column) {
        return shown.contains(Texts.compact(column));
    }

    private List<String> row(
            FlawedRecord record, List<String> names, List<List<String>> texts, int row, Disguised disguised) {
        List<String> cells = new ArrayList<>(names.size() + 8);
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            List<String> values = texts.get(i);
            String text = row < values.size() ? values.get(row) : "";
            String cell = Formulas.neutralise(disguised.show(name, row, text));
            // Half of a text must not look like the whole.
            cells.add(cell.length() > sheet.longestCell() ? Marks.FILL_IN : cell);
            if (isShown(name)) {
                List<Finding> findings = row == 0 ? find(record, name) : null;
                cells.add(findings == null ? "" : FlawedRecord.say(findings));
            }
        }
        return cells;
    }

    private static @Nullable List<Finding> find(FlawedRecord record, String name) {
        List<Finding> findings = record.byColumn().get(name);
        if (findings != null || record.byColumn().isEmpty()) {
            return findings;
        }
        String compact = Texts.compact(name);
        return record.byColumn().entrySet().stream()
                .filter(entry -> Texts.compact(entry.getKey()).equals(compact))
                .findFirst()
                .map(java.util.Map.Entry::getValue)
                .orElse(null);
    }

    @Override
    public void close() throws IOException {
        if (leftOut > 0 && columns != null) {
            List<String> cells = new ArrayList<>(Collections.nCopies(columns.size() + shown.size(), ""));
            cells.add("另有 " + leftOut + " 条未列出：工作表的行数已满。请取 CSV，或改正本表报送后再处理其余。");
            cells.add(Marks.REMARK);
            cells.add(leftOut + " more records are left out: the sheet is full. Get the CSV, or send these in first.");
            sheet.write(cells);
        }
        sheet.close();
    }
}
