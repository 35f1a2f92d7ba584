package org.anze.gateway.query.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.anze.gateway.problem.SenderMustCorrect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An attacker who has every table that is offered, and knows into which finest cells records fall, adds and subtracts what they
 * show. The arithmetic here is another one than that of the decision: rational numbers, over the sets themselves.
 */
class SuppressionTest {

    private static final int SMALLEST = 5;
    private static final Set<Dimension> ALL = EnumSet.allOf(Dimension.class);

    /** A set of records with its cell in an offered table. */
    private record Group(List<Dimension> table, List<String> values, Set<Integer> members, long records) {}

    static IntStream seeds() {
        return IntStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void tellsNoSmallCellHoweverTheTablesAreAddedAndSubtracted(int seed) {
        List<Cube.Cell> elements = population(new Random(seed), 12 + seed, 1 + seed % 4);
        Map<Group, Boolean> groups = groups(elements);
        List<Group> shown = groups.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .toList();
        Echelon known = new Echelon(elements.size());
        shown.forEach(group -> known.add(vector(group, elements.size())));

        for (Group group : groups.keySet()) {
            if (group.records < SMALLEST) {
                assertThat(known.contains(vector(group, elements.size())))
                        .as("seed %s: %s %s with %s records", seed, group.table, group.values, group.records)
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void leavesNoSmallGroupBetweenTwoAnswers(int seed) {
        List<Cube.Cell> elements = population(new Random(seed), 12 + seed, 1 + seed % 4);
        List<Group> shown = groups(elements).entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .toList();
        for (Group whole : shown) {
            for (Group part : shown) {
                long difference = whole.records - part.records;
                if (difference > 0 && difference < SMALLEST) {
                    assertThat(whole.members.containsAll(part.members))
                            .as("seed %s: %s − %s", seed, whole, part)
                            .isFalse();
                }
            }
        }
    }

    /** Total minus everything that a table shows, row minus what its cells show, and so on. */
    @ParameterizedTest
    @MethodSource("seeds")
    void leavesNoSmallRemainderOfARow(int seed) {
        List<Cube.Cell> elements = population(new Random(seed), 12 + seed, 1 + seed % 4);
        Map<Group, Boolean> groups = groups(elements);
        Map<List<Dimension>, List<Group>> shown = groups.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .collect(Collectors.groupingBy(Group::table));
        shown.values().stream()
                .flatMap(List::stream)
                .forEach(whole -> shown.forEach((table, parts) -> {
                    List<Group> within = parts.stream()
                            .filter(part -> part != whole && whole.members.containsAll(part.members))
                            .toList();
                    boolean divides = table.containsAll(whole.table);
                    long rest = whole.records
                            - within.stream().mapToLong(Group::records).sum();
                    if (divides && rest > 0) {
                        assertThat(rest)
                                .as("seed %s: rest of %s in %s", seed, whole, table)
                                .isGreaterThanOrEqualTo(SMALLEST);
                    }
                }));
    }

    @Test
    void showsEverythingWhereNothingIsSmall() {
        List<Cube.Cell> elements = population(new Random(7), 200, 40).stream()
                .map(cell -> new Cube.Cell(
                        cell.key(),
                        new Cube.Total(
                                cell.total().records() + SMALLEST, cell.total().sum())))
                .toList();

        assertThat(groups(elements).values()).containsOnly(true);
    }

    @Test
    void marksTheCompanionThatKeepsASmallCellSecret() {
        List<Cube.Cell> elements = List.of(
                cell("140100", "01", 30), cell("140100", "02", 3), cell("140100", "03", 9), cell("140100", "04", 20));
        ProtectedTables tables = tables(elements);

        List<ProtectedTables.Shown> sectors = tables.table(false, List.of(Dimension.SECTOR));

        assertThat(sectors).extracting(shown -> shown.total() != null).containsExactly(true, false, false, true);
        assertThat(sectors.get(1).small()).isTrue();
        assertThat(sectors.get(2).small()).isFalse();
        assertThat(tables.table(false, List.of()).get(0).total()).isEqualTo(new Cube.Total(62, 620));
    }

    @Test
    void showsNothingOfATableThatIsSmallAltogether() {
        ProtectedTables tables = tables(List.of(cell("140100", "01", 2), cell("140200", "02", 2)));

        assertThat(tables.table(false, List.of()).get(0).total()).isNull();
        assertThat(tables.table(false, List.of(Dimension.SECTOR))).allMatch(shown -> shown.total() == null);
    }

    @Test
    void hidesWhatTwoCountsWouldTellByTheirDifference() {
        List<Cube.Cell> hazards = List.of(cell("140100", "01", 20), cell("140100", "02", 30), cell("140100", "03", 40));
        List<Cube.Cell> major = List.of(cell("140100", "01", 18), cell("140100", "02", 10), cell("140100", "03", 20));
        Cube.State state = new Cube.State(1, 1, false);

        ProtectedTables tables = new ProtectedTables(
                List.of(new Cube.Slice(hazards, state), new Cube.Slice(major, state)), ALL, SMALLEST);

        List<Dimension> sector = List.of(Dimension.SECTOR);
        assertThat(tables.table(false, sector))
                .extracting(shown -> shown.total() != null)
                .containsExactly(true, true, true);
        // 20 - 18 would be two hazards that are not major; and the total less the other two would be the 18.
        List<ProtectedTables.Shown> majors = tables.table(true, sector);
        assertThat(majors.get(0).total()).isNull();
        assertThat(majors.get(0).small()).isFalse();
        boolean total = tables.table(true, List.of()).get(0).total() != null;
        assertThat(total && majors.get(1).total() != null && majors.get(2).total() != null)
                .isFalse();
    }

    @Test
    void refusesTablesThatWouldTakeTooLongToDecide() {
        List<Cube.Cell> elements = new ArrayList<>();
        for (int county = 0; county < 3_500; county++) {
            elements.add(cell("%06d".formatted(110000 + county), "01", 10));
        }

        assertThatThrownBy(() -> tables(elements))
                .isInstanceOfSatisfying(
                        SenderMustCorrect.class,
                        refusal -> assertThat(refusal.finding().code()).isEqualTo("QRY-0016"));
    }

    @Test
    void decidesOverAProvinceInAMoment() {
        List<Cube.Cell> elements = population(new Random(1), 8_000, 3);

        long begun = System.nanoTime();
        ProtectedTables tables = tables(elements);

        assertThat(System.nanoTime() - begun).isLessThan(10_000_000_000L);
        assertThat(tables.table(false, List.of(Dimension.CITY, Dimension.SECTOR)))
                .isNotEmpty();
    }

    private static Cube.Cell cell(String county, String sector, long records) {
        return new Cube.Cell(
                new CellKey(county, sector, "insurer-jia", "2026-01", "AZX"), new Cube.Total(records, records * 10));
    }

    private static List<Cube.Cell> population(Random random, int size, int most) {
        Map<CellKey, Cube.Total> cells = new HashMap<>();
        for (int i = 0; i < size; i++) {
            // Skewed, so that there are large cells and rare ones.
            int city = 1 + (int) (Math.pow(random.nextDouble(), 2) * 11);
            int county = 1 + random.nextInt(4);
            CellKey key = new CellKey(
                    "14%02d%02d".formatted(city, county),
                    "%02d".formatted(1 + (int) (Math.pow(random.nextDouble(), 3) * 10)),
                    "insurer-" + (char) ('a' + (int) (Math.pow(random.nextDouble(), 2) * 12)),
                    "2026-%02d".formatted(1 + random.nextInt(12)),
                    "AZX" + random.nextInt(3));
            long records = 1 + random.nextInt(most);
            cells.merge(key, new Cube.Total(records, records * 1000), Cube.Total::plus);
        }
        return cells.entrySet().stream()
                .map(entry -> new Cube.Cell(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static ProtectedTables tables(List<Cube.Cell> elements) {
        return new ProtectedTables(List.of(new Cube.Slice(elements, new Cube.State(1, 1, false))), ALL, SMALLEST);
    }

    /** Every cell of every offered table, and whether it is shown. */
    private static Map<Group, Boolean> groups(List<Cube.Cell> elements) {
        ProtectedTables tables = tables(elements);
        Map<Group, Boolean> groups = new HashMap<>();
        for (List<Dimension> table : ProtectedTables.OFFERED) {
            for (ProtectedTables.Shown shown : tables.table(false, table)) {
                Set<Integer> members = new TreeSet<>();
                long records = 0;
                for (int i = 0; i < elements.size(); i++) {
                    CellKey key = elements.get(i).key();
                    if (Dimension.of(table, key).contains(shown.values())) {
                        members.add(i);
                        records += elements.get(i).total().records();
                    }
                }
                groups.put(new Group(table, shown.values(), members, records), shown.total() != null);
            }
        }
        return groups;
    }

    private static BigInteger[] vector(Group group, int width) {
        BigInteger[] vector = new BigInteger[width];
        for (int i = 0; i < width; i++) {
            vector[i] = group.members.contains(i) ? BigInteger.ONE : BigInteger.ZERO;
        }
        return vector;
    }

    /** Rows of whole numbers in echelon form, without fractions: rational arithmetic. */
    private static final class Echelon {
        private final List<BigInteger[]> rows = new ArrayList<>();
        private final List<Integer> pivots = new ArrayList<>();
        private final int width;

        Echelon(int width) {
            this.width = width;
        }

        void add(BigInteger[] vector) {
            BigInteger[] rest = reduce(vector);
            int pivot = pivot(rest);
            if (pivot >= 0) {
                rows.add(rest);
                pivots.add(pivot);
            }
        }

        boolean contains(BigInteger[] vector) {
            return pivot(reduce(vector)) < 0;
        }

        private BigInteger[] reduce(BigInteger[] vector) {
            BigInteger[] rest = vector;
            for (int row = 0; row < rows.size(); row++) {
                int pivot = pivots.get(row);
                if (rest[pivot].signum() != 0) {
                    BigInteger[] next = new BigInteger[width];
                    BigInteger divisor = BigInteger.ZERO;
                    for (int i = 0; i < width; i++) {
                        next[i] =
                                rest[i].multiply(rows.get(row)[pivot]).subtract(rows.get(row)[i].multiply(rest[pivot]));
                        divisor = divisor.gcd(next[i]);
                    }
                    for (int i = 0; i < width && divisor.signum() != 0; i++) {
                        next[i] = next[i].divide(divisor);
                    }
                    rest = next;
                }
            }
            return rest;
        }

        private int pivot(BigInteger[] vector) {
            return IntStream.range(0, width)
                    .filter(i -> vector[i].signum() != 0)
                    .findFirst()
                    .orElse(-1);
        }
    }
}
