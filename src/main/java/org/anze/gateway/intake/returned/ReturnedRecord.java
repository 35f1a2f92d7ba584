package org.anze.gateway.intake.returned;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    private final List<RawRecord> rows;
    private final long ordinal;
    private final Map<String, Map<Integer, String>> kept = new HashMap<>();
    private final Map<String, String> constants;
    private final OwnLayout layout;
    private final List<Finding> flaws;

    /**
     * @param rows the rows it stands on; one unless it is a group
     * @param kept what was masked
     * @param constants pseudo columns
     * @param flaws what is wrong with its token
     */
    ReturnedRecord(
            List<RawRecord> rows,
            long ordinal,
            List<Kept> kept,
            Map<String, String> constants,
            OwnLayout layout,
            List<Finding> flaws) {
        this.rows = List.copyOf(rows);
        this.ordinal = ordinal;
        this.constants = Map.copyOf(constants);
        this.layout = layout;
        this.flaws = List.copyOf(flaws);
        kept.forEach(cell -> this.kept
                .computeIfAbsent(OwnLayout.same(cell.column()), any -> new HashMap<>())
                .put(cell.row(), cell.text()));
    }

    final RawRecord first() {
        return rows.get(0);
    }

    /** The text the mapping gets for the n-th text under a column. */
    final @Nullable String restored(String column, int row, @Nullable String text) {
        if (text == null) {
            return null;
        }
        String cell = layout.form().isTable() ? Formulas.restore(text) : text;
        Map<Integer, String> originals = kept.isEmpty() ? null : kept.get(OwnLayout.same(column));
        String original = originals == null ? null : originals.get(row);
        if (original == null) {
            return cell;
        }
        boolean unchanged = isMaskOf(original, cell.strip());
        return unchanged ? original : cell;
    }

    /** Whether something was masked there. */
    final boolean isKept(String column, int row) {
        Map<Integer, String> originals = kept.get(OwnLayout.same(column));
        return originals != null && originals.containsKey(row);
    }

    /** Either way of masking counts: the layout may have learned of a personal column since. */
    private static boolean isMaskOf(String original, String cell) {
        return PersonalCells.mask(original, true).strip().equals(cell)
                || PersonalCells.mask(original, false).strip().equals(cell);
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
        return isConstant(column) ? constants.get(column) : restored(column, row, rows.get(row).value(column));
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
            for (String text : row.values(column)) {
                String value = restored(column, values.size(), text);
                values.add(value == null ? "" : value);
            }
        }
        return values;
    }

    @Override
    public final List<String> columns() {
        return first().columns().stream().filter(column -> !Marks.isOurs(column)).toList();
    }

    @Override
    public final Location locate(String column) {
        return first().locate(column);
    }

    @Override
    public final List<Finding> damage() {
        List<Finding> damage = new ArrayList<>(flaws);
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
        return ReturnedItem.of(this, first(), "", path, column -> 0);
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
                List<Kept> kept,
                Map<String, String> constants,
                OwnLayout layout,
                List<Finding> flaws) {
            super(List.of(record), ordinal, kept, constants, layout, flaws);
            this.leaves = (Leaves) record;
            this.own = java.util.stream.IntStream.range(0, leaves.size())
                    .filter(i -> !Marks.isOurs(leaves.path(i)))
                    .toArray();
            this.texts = new String[own.length];
            this.kinds = new Leaves.Kind[own.length];
            Map<String, Integer> times = new HashMap<>();
            for (int i = 0; i < own.length; i++) {
                String path = leaves.path(own[i]);
                int row = times.merge(path, 1, Integer::sum) - 1;
                String text = leaves.text(own[i]);
                texts[i] = restored(path, row, text);
                boolean wasMasked = text != null && !text.equals(texts[i]);
                kinds[i] = wasMasked ? kindOf(kept, path, row, leaves.kind(own[i])) : leaves.kind(own[i]);
            }
        }

        /** A number that was masked had to be shown as a string. */
        private static Leaves.Kind kindOf(List<Kept> kept, String path, int row, Leaves.Kind shown) {
            return kept.stream()
                    .filter(cell -> cell.row() == row && cell.column().equals(path))
                    .map(cell -> cell.number() ? Leaves.Kind.NUMBER : shown)
                    .findFirst()
                    .orElse(shown);
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
