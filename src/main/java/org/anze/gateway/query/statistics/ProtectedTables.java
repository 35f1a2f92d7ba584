package org.anze.gateway.query.statistics;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All the tables that somebody with aggregates only may have of one measure and one year, with the decision which of their cells
 * are shown, taken over all of them together. Immutable.
 */
final class ProtectedTables {

    /** What is offered: the total, every dimension by itself, and these pairs. */
    static final List<List<Dimension>> OFFERED = Stream.concat(
                    Stream.of(
                            List.<Dimension>of(),
                            List.of(Dimension.PROVINCE),
                            List.of(Dimension.CITY),
                            List.of(Dimension.COUNTY),
                            List.of(Dimension.SECTOR),
                            List.of(Dimension.INSURER),
                            List.of(Dimension.MONTH),
                            List.of(Dimension.LINE)),
                    Stream.of(
                            List.of(Dimension.CITY, Dimension.SECTOR),
                            List.of(Dimension.CITY, Dimension.MONTH),
                            List.of(Dimension.SECTOR, Dimension.MONTH),
                            List.of(Dimension.INSURER, Dimension.MONTH)))
            .toList();

    /** Which tables divide the cells of which. */
    private static final List<List<Dimension>> NESTED =
            List.of(List.of(Dimension.PROVINCE, Dimension.CITY), List.of(Dimension.CITY, Dimension.COUNTY));

    /**
     * A cell of a table.
     *
     * @param total null when it is not shown
     * @param small whether that is because it holds few records; otherwise because it would tell about one that does
     */
    record Shown(List<String> values, Cube.Total total, boolean small) {}

    private final Map<List<Dimension>, List<Shown>> tables = new HashMap<>();
    private final Cube.State state;

    ProtectedTables(Cube.Slice slice, Set<Dimension> dimensions, int smallest) {
        this.state = slice.state();
        List<Cube.Cell> elements = slice.cells();
        List<Group> groups = new ArrayList<>();
        for (List<Dimension> table : OFFERED) {
            if (dimensions.containsAll(table)) {
                groups.addAll(groups(table, elements));
            }
        }
        BitSet shown = Suppression.shown(
                elements.stream().mapToLong(cell -> cell.total().records()).toArray(),
                groups.stream().map(Group::cell).toList(),
                lines(groups),
                smallest);
        for (int i = 0; i < groups.size(); i++) {
            Group group = groups.get(i);
            boolean small = group.total.records() < smallest;
            tables.computeIfAbsent(group.table, table -> new ArrayList<>())
                    .add(new Shown(group.values, shown.get(i) ? group.total : null, small));
        }
    }

    /** What they were made of. */
    Cube.State state() {
        return state;
    }

    /** The cells of an offered table that have records, in the order of their values. */
    List<Shown> table(List<Dimension> dimensions) {
        return tables.getOrDefault(dimensions, List.of());
    }

    private record Group(List<Dimension> table, List<String> values, List<Integer> members, Cube.Total total) {
        Suppression.Cell cell() {
            return new Suppression.Cell(
                    members.stream().mapToInt(Integer::intValue).toArray(), table.size());
        }

        String value(Dimension dimension) {
            return values.get(table.indexOf(dimension));
        }
    }

    private static Collection<Group> groups(List<Dimension> table, List<Cube.Cell> elements) {
        Map<String, Group> groups = new TreeMap<>();
        for (int i = 0; i < elements.size(); i++) {
            Cube.Cell element = elements.get(i);
            List<String> values =
                    table.stream().map(dimension -> dimension.of(element.key())).toList();
            int member = i;
            groups.compute(String.join("\n", values), (name, before) -> {
                List<Integer> members = before == null ? new ArrayList<>() : before.members;
                members.add(member);
                Cube.Total total = before == null ? new Cube.Total(0, 0) : before.total;
                return new Group(table, values, members, plus(total, element.total()));
            });
        }
        return groups.values();
    }

    static Cube.Total plus(Cube.Total a, Cube.Total b) {
        return new Cube.Total(a.records() + b.records(), Math.addExact(a.sum(), b.sum()));
    }

    private static List<Suppression.Line> lines(List<Group> groups) {
        Map<List<Dimension>, List<Integer>> byTable = new LinkedHashMap<>();
        for (int i = 0; i < groups.size(); i++) {
            byTable.computeIfAbsent(groups.get(i).table, table -> new ArrayList<>())
                    .add(i);
        }
        List<Suppression.Line> lines = new ArrayList<>();
        byTable.forEach((whole, parents) -> byTable.forEach((divided, children) -> {
            if (divides(whole, divided)) {
                for (int parent : parents) {
                    lines.add(new Suppression.Line(
                            parent,
                            children.stream()
                                    .filter(child -> isWithin(groups.get(child), groups.get(parent)))
                                    .toList()));
                }
            }
        }));
        return lines;
    }

    private static boolean divides(List<Dimension> whole, List<Dimension> divided) {
        return !whole.equals(divided)
                && (divided.containsAll(whole)
                        || whole.size() == 1
                                && divided.size() == 1
                                && NESTED.contains(List.of(whole.get(0), divided.get(0))));
    }

    private static boolean isWithin(Group child, Group parent) {
        for (Dimension dimension : parent.table) {
            String wanted = parent.value(dimension);
            boolean isPrefix = !child.table.contains(dimension) && !wanted.isEmpty();
            String value = child.table.contains(dimension) ? child.value(dimension) : child.values.get(0);
            boolean same = isPrefix ? value.startsWith(wanted) : value.equals(wanted);
            if (!same) {
                return false;
            }
        }
        return true;
    }
}
