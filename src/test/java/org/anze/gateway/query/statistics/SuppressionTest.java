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
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
    private static final List<Dimension> INSURER_MONTH = List.of(Dimension.INSURER, Dimension.MONTH);
    private static final Set<Dimension> ALL = EnumSet.allOf(Dimension.class);

    /** A set of records with its cell in an offered table. */
    private record Group(List<Dimension> table, List<String> values, Set<Integer> members, long records) {}

    static IntStream seeds() {
        return IntStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void tellsNoSmallCellHoweverTheTablesAreAddedAndSubtracted(int seed) {
        List<Cube.Cell> elements = population(seed);
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
        List<Cube.Cell> elements = population(seed);
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
        List<Cube.Cell> elements = population(seed);
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
                    boolean divides = table.containsAll(whole.table) && !overlap(within);
                    long rest = whole.records
                            - within.stream().mapToLong(Group::records).sum();
                    if (divides && rest > 0) {
                        assertThat(rest)
                                .as("seed %s: rest of %s in %s", seed, whole, table)
                                .isGreaterThanOrEqualTo(SMALLEST);
                    }
                }));
    }

    /**
     * Where units have several insurers: everything up to four records that is made of pieces which the cells of a row tell apart,
     * such as what is left of the row, what one insurer has alone, or what two have in common.
     */
    @ParameterizedTest
    @MethodSource("seeds")
    void leavesNoFewRecordsToCellsThatOverlap(int seed) {
        Map<Group, Boolean> groups = groups(population(seed));
        List<Group> shown = groups.keySet().stream().filter(groups::get).toList();
        for (Group whole : shown) {
            for (List<Dimension> table : List.of(List.of(Dimension.INSURER), INSURER_MONTH)) {
                boolean isRow =
                        whole.table.isEmpty() ? table.size() == 1 : whole.table.equals(List.of(Dimension.MONTH));
                List<Group> parts = shown.stream()
                        .filter(part -> isRow
                                && part.table.equals(table)
                                && table.containsAll(whole.table)
                                && part.values.containsAll(whole.values))
                        .toList();
                if (overlap(parts)) {
                    leavesNoFewRecords(seed, whole, parts, population(seed));
                }
            }
        }
    }

    private static void leavesNoFewRecords(int seed, Group whole, List<Group> parts, List<Cube.Cell> elements) {
        Map<Set<Integer>, Long> pieces = new HashMap<>();
        for (int member : whole.members) {
            Set<Integer> within = new TreeSet<>();
            for (int part = 0; part < parts.size(); part++) {
                if (parts.get(part).members.contains(member)) {
                    within.add(part);
                }
            }
            pieces.merge(within, elements.get(member).total().records(), Long::sum);
        }
        List<Map.Entry<Set<Integer>, Long>> apart = List.copyOf(pieces.entrySet());
        Echelon known = new Echelon(apart.size());
        known.add(vector(apart.size(), piece -> true));
        for (int part = 0; part < parts.size(); part++) {
            int wanted = part;
            known.add(vector(apart.size(), piece -> apart.get(piece).getKey().contains(wanted)));
        }
        for (Set<Integer> few : few(apart, 0, SMALLEST - 1)) {
            assertThat(!few.isEmpty() && known.contains(vector(apart.size(), few::contains)))
                    .as("seed %s: %s of %s by %s", seed, few, whole, parts)
                    .isFalse();
        }
    }

    /** All sets of pieces that have no more than so many records. */
    private static List<Set<Integer>> few(List<Map.Entry<Set<Integer>, Long>> pieces, int from, long most) {
        List<Set<Integer>> found = new ArrayList<>(List.of(Set.of()));
        for (int i = from; i < pieces.size(); i++) {
            long left = most - pieces.get(i).getValue();
            if (left >= 0) {
                for (Set<Integer> rest : few(pieces, i + 1, left)) {
                    Set<Integer> longer = new TreeSet<>(rest);
                    longer.add(i);
                    found.add(longer);
                }
            }
        }
        return found;
    }

    private static boolean overlap(List<Group> groups) {
        return groups.stream().mapToLong(group -> group.members.size()).sum()
                > groups.stream()
                        .flatMap(group -> group.members.stream())
                        .distinct()
                        .count();
    }

    @Test
    void showsTheInsurersThatHaveUnitsInCommon() {
        assertThat(insurersShown(Map.of("a", 97L, "a,b", 3L))).containsExactly("", "a");
        assertThat(insurersShown(Map.of("a", 52L, "a,b", 8L, "b", 37L, "c", 3L)))
                .containsExactly("", "a", "b");
    }

    @Test
    void doesNotTellWhatIsLeftWhereHiddenInsurersHaveUnitsInCommon() {
        // The total less a and b would be four.
        assertThat(insurersShown(Map.of("a", 50L, "b", 50L, "c,d", 2L, "c", 1L, "d", 1L)))
                .hasSizeBetween(1, 2);
    }

    @Test
    void doesNotTellHowFewUnitsTwoInsurersHaveInCommon() {
        // a and b less the total would be two.
        assertThat(insurersShown(Map.of("a", 50L, "a,b", 2L, "b", 50L))).hasSize(2);
    }

    /** The insurers that are shown, and empty text when the total is. */
    private static List<String> insurersShown(Map<String, Long> records) {
        ProtectedTables tables = tables(records.entrySet().stream()
                .map(each -> new Cube.Cell(
                        new CellKey("140100", "01", each.getKey(), "2026-01", "AZX", false),
                        new Cube.Total(each.getValue(), each.getValue())))
                .toList());
        return Stream.of(List.<Dimension>of(), List.of(Dimension.INSURER))
                .flatMap(table -> tables.table(false, table).stream())
                .filter(shown -> shown.total() != null)
                .map(shown -> String.join("", shown.values()))
                .toList();
    }

    @Test
    void showsEverythingWhereNothingIsSmall() {
        List<Cube.Cell> elements = population(new Random(7), 200, 40, false).stream()
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
    void refusesTablesOfTooManyFinestCells() {
        List<Cube.Cell> elements = new ArrayList<>();
        for (int i = 0; i <= 60_000; i++) {
            elements.add(new Cube.Cell(
                    new CellKey(
                            "14%04d".formatted(100 + i % 100),
                            "01",
                            "insurer-" + i / 100 % 100,
                            "2026-01",
                            "AZX" + i / 10_000,
                            false),
                    new Cube.Total(10, 10)));
        }

        assertThatThrownBy(() -> tables(elements))
                .isInstanceOfSatisfying(
                        SenderMustCorrect.class,
                        refusal -> assertThat(refusal.finding().code()).isEqualTo("QRY-0016"));
    }

    @Test
    void decidesOverTwoCountsOfAProvinceInAMoment() {
        Random random = new Random(2);
        List<Cube.Cell> hazards = population(random, 8_000, 3, true);
        List<Cube.Cell> major = hazards.stream()
                .filter(cell -> random.nextInt(3) == 0)
                .map(cell -> new Cube.Cell(cell.key(), new Cube.Total(1, 1)))
                .toList();
        Cube.State state = new Cube.State(1, 1, false);

        long begun = System.nanoTime();
        ProtectedTables tables = new ProtectedTables(
                List.of(new Cube.Slice(hazards, state), new Cube.Slice(major, state)), ALL, SMALLEST);

        assertThat(System.nanoTime() - begun).isLessThan(10_000_000_000L);
        assertThat(tables.table(true, List.of(Dimension.INSURER))).anyMatch(shown -> shown.total() != null);
    }

    @Test
    void decidesOverAProvinceInAMoment() {
        List<Cube.Cell> elements = population(new Random(1), 8_000, 3, false);

        long begun = System.nanoTime();
        ProtectedTables tables = tables(elements);

        assertThat(System.nanoTime() - begun).isLessThan(10_000_000_000L);
        assertThat(tables.table(false, List.of(Dimension.CITY, Dimension.SECTOR)))
                .isNotEmpty();
    }

    private static Cube.Cell cell(String county, String sector, long records) {
        return new Cube.Cell(
                new CellKey(county, sector, "insurer-jia", "2026-01", "AZX", false),
                new Cube.Total(records, records * 10));
    }

    private static List<String> insurers(int first, int more) {
        return IntStream.rangeClosed(first, first + more)
                .mapToObj(insurer -> "insurer-" + (char) ('a' + insurer))
                .toList();
    }

    /** Every other one of units that have several insurers. */
    private static List<Cube.Cell> population(int seed) {
        return population(new Random(seed), 12 + seed, 1 + seed % 4, seed / 4 % 2 == 1);
    }

    private static List<Cube.Cell> population(Random random, int size, int most, boolean shared) {
        Map<CellKey, Cube.Total> cells = new HashMap<>();
        for (int i = 0; i < size; i++) {
            // Skewed, so that there are large cells and rare ones.
            int city = 1 + (int) (Math.pow(random.nextDouble(), 2) * 11);
            int county = 1 + random.nextInt(4);
            int insurer = (int) (Math.pow(random.nextDouble(), 2) * 12);
            CellKey key = new CellKey(
                            "14%02d%02d".formatted(city, county),
                            "%02d".formatted(1 + (int) (Math.pow(random.nextDouble(), 3) * 10)),
                            "",
                            "2026-%02d".formatted(1 + random.nextInt(12)),
                            "AZX" + random.nextInt(3),
                            false)
                    .of(insurers(insurer, shared && random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0));
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
        return vector(width, group.members::contains);
    }

    private static BigInteger[] vector(int width, IntPredicate members) {
        BigInteger[] vector = new BigInteger[width];
        for (int i = 0; i < width; i++) {
            vector[i] = members.test(i) ? BigInteger.ONE : BigInteger.ZERO;
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
