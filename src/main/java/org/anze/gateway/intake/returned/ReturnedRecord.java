package org.anze.gateway.intake.returned;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.intake.returned.ReturnTokens.Kept;
import org.anze.gateway.mapping.source.Damaged;
import org.anze.gateway.mapping.source.Leaves;
import org.anze.gateway.mapping.source.Repeated;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.record.RawRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of a mended file as its mapping is to see it: without what was put beside the sender's columns, and with the
 * original text wherever a mask stands unchanged.
 */
class ReturnedRecord implements RawRecord, Damaged, Repeated {

    private static final int LONGEST_SHOWN = 60;

    private final List<RawRecord> rows;
    private final long ordinal;
    private final Masked masked;
    private final Map<String, String> constants;
    private final OwnLayout layout;
    private final List<Finding> flaws;

    /**
     * @param rows the rows it stands on; one unless it is a group
     * @param masked what was masked
     * @param constants pseudo columns
     * @param flaws what is wrong with its token
     */
    ReturnedRecord(
            List<RawRecord> rows,
            long ordinal,
            Masked masked,
            Map<String, String> constants,
            OwnLayout layout,
            List<Finding> flaws) {
        this.rows = List.copyOf(rows);
        this.ordinal = ordinal;
        this.constants = Map.copyOf(constants);
        this.layout = layout;
        this.flaws = List.copyOf(flaws);
        this.masked = masked;
    }

    /** Masks that still stand where no original is known: they must not become the values. */
    List<Finding> masksLeft() {
        List<Finding> findings = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            for (String column : columns()) {
                String text = rows.get(row).value(heading(column));
                if (isMaskLeft(column, text)) {
                    findings.add(maskLeft(rows.get(row), column));
                }
            }
        }
        return findings;
    }

    @Override
    public final long weight() {
        return rows.stream().mapToLong(RawRecord::weight).sum();
    }

    final boolean isMaskLeft(String column, @Nullable String text) {
        return text != null && masked.isLeft(column, cell(text), layout.isPersonal(column));
    }

    static Finding maskLeft(RawRecord row, String column) {
        String shown = column.length() > LONGEST_SHOWN ? column.substring(0, LONGEST_SHOWN) : column;
        return Finding.of(
                ReturnedProblem.MASK_LEFT,
                null,
                null,
                row.locate(column),
                row.location().line(),
                shown);
    }

    /** A heading that begins like a formula stands in the table as a text. */
    private String heading(String column) {
        return layout.form().isTable() ? Formulas.neutralise(column) : column;
    }

    final RawRecord first() {
        return rows.get(0);
    }

    /** A text as its sender has it. */
    private String cell(String text) {
        return layout.form().isTable() ? Formulas.restore(text) : text;
    }

    /** The text the mapping gets for a text under a column. */
    final @Nullable String restored(String column, @Nullable String text) {
        return text == null ? null : masked.restored(column, cell(text));
    }

    /** What a text under a path was before: a number that was masked had to be shown as a string. */
    final Leaves.Kind kind(String path, @Nullable String text, Leaves.Kind shown) {
        Kept kept = text == null ? null : masked.find(path, text);
        return kept != null && kept.number() ? Leaves.Kind.NUMBER : shown;
    }

    @Override
    public final long ordinal() {
        return ordinal;
    }

    @Override
    public final Location location() {
        return first().location();
    }

    @Override
    public @Nullable String value(String column) {
        return value(column, 0);
    }

    /** A text of one of its rows, from 0. */
    final @Nullable String value(String column, int row) {
        return isConstant(column)
                ? constants.get(column)
                : restored(column, rows.get(row).value(heading(column)));
    }

    /** In a path an at sign is that of an attribute. */
    private boolean isConstant(String column) {
        return column.startsWith("@") && (layout.form().isTable() || constants.containsKey(column));
    }

    @Override
    public List<String> values(String column) {
        List<String> values = new ArrayList<>();
        if (isConstant(column)) {
            String constant = constants.get(column);
            return constant == null ? List.of() : List.of(constant);
        }
        for (RawRecord row : rows) {
            for (String text : row.values(heading(column))) {
                String value = restored(column, text);
                values.add(value == null ? "" : value);
            }
        }
        return values;
    }

    @Override
    public final List<String> columns() {
        return first().columns().stream()
                .filter(column -> !Marks.isOurs(column))
                .map(column -> layout.form().isTable() ? Formulas.restore(column) : column)
                .toList();
    }

    @Override
    public final Location locate(String column) {
        return first().locate(heading(column));
    }

    @Override
    public final List<Finding> damage() {
        List<Finding> damage = new ArrayList<>(flaws);
        damage.addAll(masksLeft());
        for (RawRecord row : rows) {
            if (row instanceof Damaged damaged) {
                damage.addAll(damaged.damage());
            }
        }
        return damage;
    }

    @Override
    public final List<RawRecord> items(String path) {
        if (path.equals(ROWS) && layout.form().isTable()) {
            List<RawRecord> items = new ArrayList<>();
            for (int row = 0; row < rows.size(); row++) {
                items.add(new ReturnedRow(this, rows.get(row), row));
            }
            return items;
        }
        return ReturnedItem.of(this, first(), "", path);
    }

    /** One with leaves, from JSON or XML. */
    static final class OfPaths extends ReturnedRecord implements Leaves {
        private final Leaves leaves;
        private final int[] own;
        private final @Nullable String[] texts;
        private final Leaves.Kind[] kinds;

        OfPaths(
                RawRecord record,
                long ordinal,
                Masked masked,
                Map<String, String> constants,
                OwnLayout layout,
                List<Finding> flaws) {
            super(List.of(record), ordinal, masked, constants, layout, withParted(record, masked.kept(), flaws));
            this.leaves = (Leaves) record;
            this.own = java.util.stream.IntStream.range(0, leaves.size())
                    .filter(i -> !Marks.isOurs(leaves.path(i)))
                    .toArray();
            this.texts = new String[own.length];
            this.kinds = new Leaves.Kind[own.length];
            for (int i = 0; i < own.length; i++) {
                String path = leaves.path(own[i]);
                String text = leaves.text(own[i]);
                texts[i] = restored(path, text);
                kinds[i] = kind(path, text, leaves.kind(own[i]));
            }
        }

        /** Where one of several that were masked is gone, the list is not the one that was given back. */
        private static List<Finding> withParted(RawRecord record, List<Kept> kept, List<Finding> flaws) {
            Leaves leaves = (Leaves) record;
            Map<String, Integer> times = new HashMap<>();
            for (int i = 0; i < leaves.size(); i++) {
                times.merge(OwnLayout.same(leaves.path(i)), 1, Integer::sum);
            }
            Set<String> repeated = new HashSet<>();
            kept.stream().filter(cell -> cell.row() > 0).forEach(cell -> repeated.add(cell.column()));
            List<Finding> all = new ArrayList<>(flaws);
            kept.stream()
                    .filter(cell -> cell.column().indexOf('[') >= 0 || repeated.contains(cell.column()))
                    .filter(cell -> times.getOrDefault(OwnLayout.same(cell.column()), 0) <= cell.row())
                    .findFirst()
                    .ifPresent(cell -> all.add(Finding.of(
                            ReturnedProblem.ROWS_PARTED,
                            null,
                            null,
                            record.locate(cell.column()),
                            record.location().line())));
            return all;
        }

        @Override
        List<Finding> masksLeft() {
            List<Finding> findings = new ArrayList<>();
            for (int i = 0; i < own.length; i++) {
                if (isMaskLeft(path(i), leaves.text(own[i]))) {
                    findings.add(maskLeft(first(), path(i)));
                }
            }
            return findings;
        }

        @Override
        public int size() {
            return own.length;
        }

        @Override
        public String path(int index) {
            return leaves.path(own[index]);
        }

        @Override
        public @Nullable String text(int index) {
            return texts[index];
        }

        @Override
        public Leaves.Kind kind(int index) {
            return kinds[index];
        }
    }
}
