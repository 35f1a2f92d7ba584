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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.query.QueryProblem;

/**
 * All the tables that somebody with aggregates only may have of one measure and one year, or of two that count the same records,
 * with the decision which of their cells are shown, taken over all of them together. Immutable.
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

    /** Deciding takes time that grows with their third power: some ten seconds for so many, which a province has of two counts. */
    private static final int MOST_CELLS = 3_000;
    /** Finest cells; time and memory grow with their number times that of the cells. */
    private static final int MOST_ELEMENTS = 60_000;

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

    /** What is told of the records, and what follows from it. */
    private enum View {
        WHOLE,
        /** Those with a certain code. */
        PART,
        /** What the part leaves of the whole; never told, and kept as if it were. */
        REST
    }

    private record TableOf(View view, List<Dimension> dimensions) {}

    private final Map<TableOf, List<Shown>> tables = new HashMap<>();
    private final Cube.State state;

    /**
     * @param slices of a measure, or of one that counts all records of a type and one that counts some of them, at one moment:
     *     what one leaves of the other must not be small either
     * @throws SenderMustCorrect when deciding would take too long
     */
    ProtectedTables(List<Cube.Slice> slices, Set<Dimension> dimensions, int smallest) {
        this.state = slices.get(0).state();
        List<Element> elements = elements(slices);
        mustNotExceed(elements.size(), MOST_ELEMENTS);
        List<Group> groups = new ArrayList<>();
        for (View view : slices.size() == 1 ? List.of(View.WHOLE) : List.of(View.values())) {
            for (List<Dimension> table : OFFERED) {
                if (dimensions.containsAll(table)) {
                    groups.addAll(groups(new TableOf(view, table), elements));
                }
            }
        }
        mustNotExceed(groups.size(), MOST_CELLS);
        BitSet shown = Suppression.shown(
                elements.stream()
                        .mapToLong(element -> element.total().records())
                        .toArray(),
                groups.stream().map(Group::cell).toList(),
                lines(groups),
                smallest);
        for (int i = 0; i < groups.size(); i++) {
            Group group = groups.get(i);
            boolean small = group.total.records() < smallest;
            tables.computeIfAbsent(group.of, table -> new ArrayList<>())
                    .add(new Shown(group.values, shown.get(i) ? group.total : null, small));
        }
    }

    private static void mustNotExceed(int cells, int most) {
        if (cells > most) {
            throw new SenderMustCorrect(QueryProblem.TOO_MANY_TO_PROTECT, Location.WHOLE, cells, most);
        }
    }

    /** What they were made of. */
    Cube.State state() {
        return state;
    }

    /**
     * The cells of an offered table that have records, in the order of their values.
     *
     * @param part whether of the records that the second slice counts
     */
    List<Shown> table(boolean part, List<Dimension> dimensions) {
        return tables.getOrDefault(new TableOf(part ? View.PART : View.WHOLE, dimensions), List.of());
    }

    private record Element(CellKey key, Cube.Total total, View view) {
        boolean isIn(View seen) {
            return seen == View.WHOLE || seen == view;
        }
    }

    private static List<Element> elements(List<Cube.Slice> slices) {
        List<Element> elements = new ArrayList<>();
        Map<CellKey, Cube.Total> part = new HashMap<>();
        for (Cube.Cell cell : slices.get(slices.size() - 1).cells()) {
            elements.add(new Element(cell.key(), cell.total(), View.PART));
            part.put(cell.key(), cell.total());
        }
        for (Cube.Cell cell :
                slices.size() == 1 ? List.<Cube.Cell>of() : slices.get(0).cells()) {
            Cube.Total counted = part.getOrDefault(cell.key(), new Cube.Total(0, 0));
            Cube.Total rest = new Cube.Total(
                    cell.total().records() - counted.records(), cell.total().sum() - counted.sum());
            if (rest.records() > 0) {
                elements.add(new Element(cell.key(), rest, View.REST));
            }
        }
        return elements;
    }

    private record Group(TableOf of, List<String> values, IntStream.Builder members, Cube.Total total) {
        /** To be made once. What is never told comes last, so that nothing gives way to it. */
        Suppression.Cell cell() {
            return new Suppression.Cell(
                    members.build().toArray(),
                    of.dimensions.size() + (of.view == View.REST ? Dimension.values().length : 0));
        }

        List<Dimension> table() {
            return of.dimensions;
        }

        String value(Dimension dimension) {
            return values.get(table().indexOf(dimension));
        }
    }

    private static Collection<Group> groups(TableOf table, List<Element> elements) {
        Map<String, Group> groups = new TreeMap<>();
        for (int i = 0; i < elements.size(); i++) {
            Element element = elements.get(i);
            if (!element.isIn(table.view)) {
                continue;
            }
            int member = i;
            for (List<String> values : Dimension.of(table.dimensions, element.key())) {
                groups.compute(String.join("\n", values), (name, before) -> {
                    IntStream.Builder members = before == null ? IntStream.builder() : before.members;
                    members.add(member);
                    Cube.Total total = before == null ? element.total() : before.total.plus(element.total());
                    return new Group(table, values, members, total);
                });
            }
        }
        return groups.values();
    }

    /** Of two counts, the whole is divided into the part and the rest. */
    private static List<Suppression.Line> counts(List<Group> groups) {
        Map<List<?>, List<Integer>> views = new HashMap<>();
        for (int i = 0; i < groups.size(); i++) {
            Group group = groups.get(i);
            views.computeIfAbsent(List.of(group.table(), group.values), place -> new ArrayList<>())
                    .add(i);
        }
        List<Suppression.Line> lines = new ArrayList<>();
        for (List<Integer> same : views.values()) {
            if (same.size() > 1) {
                lines.add(new Suppression.Line(same.get(0), same.subList(1, same.size())));
            }
        }
        return lines;
    }

    private static List<Suppression.Line> lines(List<Group> groups) {
        Map<TableOf, List<Integer>> byTable = new LinkedHashMap<>();
        for (int i = 0; i < groups.size(); i++) {
            byTable.computeIfAbsent(groups.get(i).of, table -> new ArrayList<>())
                    .add(i);
        }
        List<Suppression.Line> lines = counts(groups);
        byTable.forEach((whole, parents) -> byTable.forEach((divided, children) -> {
            if (whole.view == divided.view && divides(whole.dimensions, divided.dimensions)) {
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
        for (Dimension dimension : parent.table()) {
            String wanted = parent.value(dimension);
            boolean isPrefix = !child.table().contains(dimension) && !wanted.isEmpty();
            String value = child.table().contains(dimension) ? child.value(dimension) : child.values.get(0);
            boolean same = isPrefix ? value.startsWith(wanted) : value.equals(wanted);
            if (!same) {
                return false;
            }
        }
        return true;
    }
}
