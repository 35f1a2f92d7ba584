package org.anze.gateway.mapping.canonical;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.text.CanonicalColumn;
import org.jspecify.annotations.Nullable;

/** Finds out which canonical column each column of a file is. Safe for many threads. */
final class TableLayouts {

    /** What renderings say beside the record; it says nothing about the record, so it is passed over. */
    private static final Set<String> PASSED_OVER = Set.of("台账序号", "保险机构代号");

    private static final String REMARK = "〔";

    private final RecordDefinition definition;
    private final Map<String, CanonicalColumn> byForm = new HashMap<>();
    private volatile @Nullable Layout last;

    TableLayouts(RecordDefinition definition) {
        this.definition = definition;
        for (CanonicalColumn column : CanonicalColumn.of(definition)) {
            byForm.put(CanonicalColumn.form(column.heading()), column);
        }
        for (CanonicalColumn column : CanonicalColumn.of(definition)) {
            for (String heading : column.accepted()) {
                byForm.putIfAbsent(CanonicalColumn.form(heading), column);
            }
        }
    }

    /** Whether a column of that heading means something. */
    boolean knows(String heading) {
        return byForm.containsKey(CanonicalColumn.form(heading));
    }

    /**
     * One column of a file.
     *
     * @param heading as the file has it
     */
    record Bound(String heading, CanonicalColumn column) {}

    /** The columns of a file that mean something. */
    record Layout(List<String> headings, List<Bound> columns) {}

    /**
     * The layout of a file with these headings.
     *
     * @throws SenderMustCorrect when a heading is unknown, a field has two columns, or the business key has none
     */
    Layout of(List<String> headings) {
        Layout known = last;
        if (known != null && (known.headings == headings || known.headings.equals(headings))) {
            return known;
        }
        Layout made = make(headings);
        last = made;
        return made;
    }

    private Layout make(List<String> headings) {
        List<Bound> bound = new ArrayList<>();
        Map<String, String> taken = new HashMap<>();
        for (int i = 0; i < headings.size(); i++) {
            String heading = headings.get(i);
            String form = CanonicalColumn.form(heading);
            if (form.isEmpty() || heading.startsWith(REMARK) || heading.startsWith("@") || PASSED_OVER.contains(form)) {
                continue;
            }
            Location place = new Location(0, i + 1, heading);
            CanonicalColumn column = byForm.get(form);
            if (column == null) {
                throw new SenderMustCorrect(CanonicalProblem.UNKNOWN_HEADING, place, shown(heading));
            }
            String before = taken.put(column.name(), heading);
            if (before != null) {
                throw new SenderMustCorrect(CanonicalProblem.COLUMN_TWICE, place, shown(before), shown(heading));
            }
            bound.add(new Bound(heading, column));
        }
        for (String key : definition.key()) {
            if (!taken.containsKey(key)) {
                String zh = definition.field(key).map(FieldDefinition::zh).orElse(key);
                throw new SenderMustCorrect(CanonicalProblem.KEY_COLUMN_MISSING, Location.WHOLE, zh);
            }
        }
        return new Layout(headings, List.copyOf(bound));
    }

    private static String shown(String heading) {
        String oneLine = heading.replaceAll("\\p{Cntrl}", " ");
        return oneLine.length() > 60 ? oneLine.substring(0, 60) : oneLine;
    }
}
