package org.anze.gateway.query.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.anze.gateway.access.Purpose;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.ledger.PreparedRecord;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.query.Asker;
import org.anze.gateway.query.QueryFixture;
import org.anze.gateway.query.QueryProblem;
import org.anze.gateway.query.SharedPlaces;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StatisticsTest {

    private QueryFixture fixture;
    private CubeFollower follower;
    private Cube cube;
    private Statistics statistics;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        fixture = new QueryFixture(folder);
        fixture.agree(
                QueryFixture.CITY,
                "SUP",
                "[\"1402\"]",
                "",
                "- type: policy\n  units: {give: [parties, period, premium], mask: [headcount]}");
        fixture.agree(QueryFixture.FINANCE, "STA", "everywhere", "", "- type: policy\n  aggregate: true");
        cube = new Cube(1000);
        follower = new CubeFollower(fixture.reader, fixture.jdbc, new Parts(QueryFixture.DEFINITIONS), cube);
        statistics = new Statistics(
                fixture.queries,
                cube,
                follower,
                fixture.reader,
                QueryFixture.DEFINITIONS,
                fixture::agreements,
                fixture.clock());
        follower.start();
    }

    @AfterEach
    void close() {
        follower.stop();
    }

    @Test
    void addsUpTheNewestVersions() throws SQLException {
        append(policy("D1", 1, "140212", "01", 100, "2026-01"), policy("D2", 1, "140212", "03", 200, "2026-01"));
        append(policy("D3", 1, "140213", "01", 400, "2026-02"), policy("D1", 2, "140213", "01", 1000, "2026-03"));
        append(fixture.record(RecordType.POLICY, 2, Operation.VOID, "140212", "03", "policyNo", "D2"));
        append(policy("T1", 1, "140105", "01", 7, "2026-01"));

        assertThat(city(Measure.PREMIUM, "records 2 value 1400")).hasSize(1);
        assertThat(city(Measure.PREMIUM, "records 2 value 1400", Dimension.COUNTY))
                .containsExactly("140213");
        assertThat(city(Measure.POLICIES, null, Dimension.SECTOR, Dimension.MONTH))
                .containsExactly("01|2026-02", "01|2026-03");
        assertThat(fixture.lastAudit().event().kind()).isEqualTo(AuditKind.STATISTICS);
        assertThat(fixture.lastAudit().event().subject()).isEqualTo("policies by sector,month");
        assertThat(fixture.lastAudit().event().outcome()).isEqualTo("given 2 cells as of 6");
    }

    @Test
    void countsOncePerInsurerWhatTwoPartiesSend() throws SQLException {
        fixture.appendFrom("broker-zhong", List.of(policy("D1", 1, "140212", "01", 90, "2026-01")));
        append(policy("D1", 1, "140212", "01", 100, "2026-01"));
        // Another insurer's policy that happens to have the same number.
        fixture.appendFrom("insurer-yi", List.of(policyOf("insurer-yi", "D1", 1000)));
        follower.appended(List.of(), null);

        assertThat(city(Measure.PREMIUM, "records 2 value 1100")).hasSize(1);

        // The broker's later word changes nothing while the insurer's own stands, and stands when that is withdrawn.
        fixture.appendFrom("broker-zhong", List.of(policy("D1", 2, "140212", "01", 91, "2026-01")));
        append(policy("D2", 1, "140212", "01", 5, "2026-01"));
        assertThat(city(Measure.PREMIUM, "records 3 value 1105")).hasSize(1);
        append(fixture.record(RecordType.POLICY, 2, Operation.VOID, "140212", "01", "policyNo", "D1"));
        assertThat(city(Measure.PREMIUM, "records 3 value 1096")).hasSize(1);
    }

    @Test
    void countsAnEnterpriseOnceAndUnderEachOfItsInsurers() throws SQLException, IOException {
        fixture.agree(
                QueryFixture.CITY, "SUP", "[\"1402\"]", "", "- type: enterprise\n  units: {give: [identity, size]}");
        for (String insurer : List.of("insurer-jia", "insurer-yi", "insurer-bing")) {
            fixture.appendFrom(insurer, List.of(enterprise(insurer, "91140212MAXX00015K", 1)));
        }
        fixture.appendFrom("insurer-yi", List.of(enterprise("insurer-yi", "91140221MAXX00023F", 1)));
        follower.appended(List.of(), null);

        assertThat(city(Measure.ENTERPRISES, "records 2 value 2")).hasSize(1);
        assertThat(city(Measure.ENTERPRISES, null, Dimension.INSURER))
                .containsExactly("insurer-bing", "insurer-jia", "insurer-yi");
        JsonNode yi = ask(
                QueryFixture.CITY,
                Purpose.SUP,
                new StatisticsRequest(
                        Measure.ENTERPRISES,
                        List.of(Dimension.INSURER),
                        null,
                        null,
                        "insurer-yi",
                        null,
                        null,
                        null,
                        null));
        assertThat(yi.get("cells").toString()).isEqualTo("[{\"insurer\":\"insurer-yi\",\"value\":2,\"records\":2}]");
    }

    /** What another insurer said of a unit that both name is not told to who may count one insurer only. */
    @Test
    void countsForASingleInsurerWhatThatOneSaid() throws SQLException, IOException {
        fixture.agreeOver(
                List.of("insurer-jia"),
                QueryFixture.CITY,
                "SUP",
                "- type: enterprise\n  units: {give: [identity, size]}");
        fixture.appendFrom("insurer-jia", List.of(stated("insurer-jia", "140212", 30)));
        fixture.appendFrom("insurer-yi", List.of(stated("insurer-yi", "140105", 700)));
        follower.appended(List.of(), null);

        assertThat(city(Measure.EMPLOYEES, "records 1 value 30", Dimension.COUNTY))
                .containsExactly("140212");
        assertThat(city(Measure.ENTERPRISES, "records 1 value 1", Dimension.INSURER))
                .containsExactly("insurer-jia");

        fixture.agree(
                QueryFixture.CITY, "SUP", "everywhere", "", "- type: enterprise\n  units: {give: [identity, size]}");
        assertThat(city(Measure.EMPLOYEES, "records 1 value 700", Dimension.COUNTY))
                .containsExactly("140105");
    }

    /** Counted once for each, one enterprise that five insurers name would pass for five. */
    @Test
    void countsUnitsOfSeveralInsurersOneInsurerAtATime() throws SQLException, IOException {
        String records = "- type: enterprise\n  units: {give: [identity, size]}";
        fixture.agreeOver(List.of("insurer-jia", "insurer-yi"), QueryFixture.CITY, "SUP", records);
        for (String insurer : List.of("insurer-jia", "insurer-yi", "insurer-bing")) {
            fixture.appendFrom(insurer, List.of(stated(insurer, "140212", 30)));
        }
        follower.appended(List.of(), null);

        assertCode(QueryProblem.ONE_INSURER_AT_A_TIME, () -> city(Measure.ENTERPRISES, null));
        JsonNode yi = ask(
                QueryFixture.CITY,
                Purpose.SUP,
                new StatisticsRequest(Measure.EMPLOYEES, List.of(), null, null, "insurer-yi", null, null, null, null));
        assertThat(yi.get("cells").toString()).isEqualTo("[{\"value\":30,\"records\":1}]");
        JsonNode bing = ask(
                QueryFixture.CITY,
                Purpose.SUP,
                new StatisticsRequest(
                        Measure.EMPLOYEES, List.of(), null, null, "insurer-bing", null, null, null, null));
        assertThat(bing.get("cells")).isEmpty();
    }

    private PreparedRecord stated(String insurer, String county, long employees) {
        return fixture.record(
                new Scope(county, "01", insurer),
                RecordType.ENTERPRISE,
                1,
                Operation.CREATE,
                "uscc",
                "91140212MAXX00015K",
                "employees",
                employees);
    }

    @Test
    void doesNotCountTwiceWhatIsCorrectedAfterItsMonthWasArchived() throws SQLException {
        append(policy("D1", 1, "140212", "01", 100, "2026-01"), policy("D2", 1, "140212", "01", 7, "2026-01"));
        LedgerReader cold = fixture.cold();
        Cube own = new Cube(1000);
        CubeFollower second = new CubeFollower(cold, fixture.jdbc, new Parts(QueryFixture.DEFINITIONS), own);
        second.start();
        try {
            assertThat(second.reached(2, Duration.ofSeconds(10))).isTrue();
            fixture.archive(2);
            append(policy("D1", 2, "140212", "01", 300, "2026-01"));
            cold.refresh();

            await().atMost(Duration.ofSeconds(20))
                    .until(() -> own.beginnings() == 1 && second.reached(3, Duration.ofSeconds(1)));

            Cube.Slice slice = own.slice(Measure.PREMIUM, key -> true, scope -> true);
            assertThat(slice.cells()).extracting(Cube.Cell::total).containsExactly(new Cube.Total(1, 300));
            assertThat(slice.state().incomplete()).isTrue();
        } finally {
            second.stop();
        }
    }

    @Test
    void tellsTheSameForAWhileSoThatNobodySeesASingleRecordComeIn() throws SQLException {
        List<PreparedRecord> records = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            records.add(policy("D" + i, 1, "140212", "01", 100, "2026-01"));
        }
        append(records.toArray(PreparedRecord[]::new));
        assertThat(total()).isEqualTo(1200);
        append(policy("E1", 1, "140212", "01", 7, "2026-01"));

        assertThat(total()).isEqualTo(1200);
        fixture.pass(Duration.ofMinutes(15));
        assertThat(total()).isEqualTo(1207);
    }

    @Test
    void makesTheSameTablesOnceForAllWhoWait() throws Exception {
        append(policy("D1", 1, "140212", "01", 100, "2026-01"));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        AtomicInteger made = new AtomicInteger();
        Cube slow = new Cube(1000) {
            @Override
            List<Slice> slices(List<Measure> measures, Predicate<CellKey> wanted, Predicate<Unreadable> missing) {
                made.incrementAndGet();
                begun.countDown();
                try {
                    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return super.slices(measures, wanted, missing);
            }
        };
        CubeFollower own = new CubeFollower(fixture.reader, fixture.jdbc, new Parts(QueryFixture.DEFINITIONS), slow);
        own.step(1);
        Statistics waiting = new Statistics(
                fixture.queries,
                slow,
                own,
                fixture.reader,
                QueryFixture.DEFINITIONS,
                fixture::agreements,
                fixture.clock());
        Asker finance = fixture.asker(QueryFixture.FINANCE, null, Purpose.STA);
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            Future<?> first = two.submit(() -> waiting.figures(finance, yearly()));
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            Future<?> second = two.submit(() -> waiting.figures(finance, yearly(Dimension.SECTOR)));
            asked.countDown();
            first.get(10, TimeUnit.SECONDS);
            second.get(10, TimeUnit.SECONDS);
        } finally {
            two.shutdownNow();
        }

        assertThat(made).hasValue(1);
    }

    private long total() {
        return ask(QueryFixture.FINANCE, Purpose.STA, yearly())
                .get("cells")
                .get(0)
                .get("value")
                .asLong();
    }

    private PreparedRecord policyOf(String insurer, String policyNo, long premium) {
        return fixture.record(
                new Scope("140212", "01", insurer),
                RecordType.POLICY,
                1,
                Operation.CREATE,
                "policyNo",
                policyNo,
                "productCode",
                "AZX1",
                "premium",
                premium,
                "startAt",
                "2026-01-01T00:00:00+08:00");
    }

    private PreparedRecord enterprise(String insurer, String uscc, long version) {
        return fixture.record(
                new Scope("140212", "01", insurer), RecordType.ENTERPRISE, version, Operation.CREATE, "uscc", uscc);
    }

    @Test
    void takesAPlaceOfThoseThatAllPartiesShare() throws SQLException {
        append(policy("D1", 1, "140212", "01", 100, "2026-01"));
        SharedPlaces places = new SharedPlaces(1, Duration.ZERO);
        Statistics few = new Statistics(
                fixture.queries(Duration.ofSeconds(5), places),
                cube,
                follower,
                fixture.reader,
                QueryFixture.DEFINITIONS,
                fixture::agreements,
                fixture.clock());
        Asker city = fixture.asker(QueryFixture.CITY, null, Purpose.SUP);

        assertCode(QueryProblem.ALL_BUSY, () -> places.use(() -> few.figures(city, request(Measure.PREMIUM))));

        assertThat(few.figures(city, request(Measure.PREMIUM)).body()).isNotEmpty();
        assertThat(places.free()).isEqualTo(1);
    }

    @Test
    void givesExactFiguresOnlyOfWhatIsGivenInTheClear() {
        // Masked for the city: it may have them in the protected tables, and nowhere else.
        assertCode(
                QueryProblem.NOT_TOGETHER, () -> ask(QueryFixture.CITY, Purpose.SUP, request(Measure.INSURED_PERSONS)));
        assertThat(ask(
                                QueryFixture.CITY,
                                Purpose.SUP,
                                new StatisticsRequest(
                                        Measure.INSURED_PERSONS, List.of(), null, null, null, null, null, null, "2026"))
                        .has("smallestCell"))
                .isTrue();
        assertCode(QueryProblem.NOT_FOUND, () -> ask(QueryFixture.CITY, Purpose.SUP, request(Measure.PAID)));
        assertCode(QueryProblem.NOT_FOUND, () -> ask(QueryFixture.CITY, Purpose.STA, request(Measure.PREMIUM)));
        assertCode(QueryProblem.NOT_FOUND, () -> ask(QueryFixture.BUREAU, Purpose.SUP, request(Measure.PREMIUM)));
    }

    @Test
    void givesWhoMayHaveAggregatesOnlyItsFixedTables() throws SQLException {
        List<PreparedRecord> records = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            records.add(policy("D" + i, 1, "140212", "01", 100, "2026-01"));
            records.add(policy("E" + i, 1, "140212", i < 8 ? "03" : "04", 100, "2026-02"));
        }
        append(records.toArray(PreparedRecord[]::new));

        JsonNode sectors = ask(QueryFixture.FINANCE, Purpose.STA, yearly(Dimension.SECTOR));
        assertThat(sectors.get("smallestCell").asInt()).isEqualTo(5);
        assertThat(sectors.get("cells").toString())
                .isEqualTo("[{\"sector\":\"01\",\"value\":1200},{\"sector\":\"03\",\"suppressed\":\"complementary\"},"
                        + "{\"sector\":\"04\",\"suppressed\":\"<5\"}]");
        assertThat(ask(QueryFixture.FINANCE, Purpose.STA, yearly()).get("cells").toString())
                .isEqualTo("[{\"value\":2400}]");

        assertCode(QueryProblem.NOT_TOGETHER, () -> ask(QueryFixture.FINANCE, Purpose.STA, request(Measure.PREMIUM)));
        assertCode(
                QueryProblem.NOT_TOGETHER,
                () -> ask(QueryFixture.FINANCE, Purpose.STA, yearly(Dimension.SECTOR, Dimension.LINE)));
        assertCode(
                QueryProblem.NOT_TOGETHER,
                () -> ask(
                        QueryFixture.FINANCE,
                        Purpose.STA,
                        new StatisticsRequest(
                                Measure.PREMIUM, List.of(), "1402", null, null, null, null, null, "2026")));
    }

    @Test
    void refusesWhatATypeCannotBeGroupedBy() {
        assertCode(
                QueryProblem.BAD_QUERY,
                () -> ask(
                        QueryFixture.CITY,
                        Purpose.SUP,
                        request(Measure.PREMIUM, Dimension.CITY, Dimension.SECTOR, Dimension.MONTH)));
        assertCode(
                QueryProblem.BAD_QUERY,
                () -> ask(QueryFixture.CITY, Purpose.SUP, request(Measure.PREMIUM, Dimension.CITY, Dimension.CITY)));
    }

    @Test
    void saysThatThereAreTooManyCellsRatherThanLeavingSomeOut() throws SQLException {
        Cube small = new Cube(1);
        CubeFollower slow = new CubeFollower(fixture.reader, fixture.jdbc, new Parts(QueryFixture.DEFINITIONS), small);
        append(policy("D1", 1, "140212", "01", 100, "2026-01"), policy("D2", 1, "140212", "03", 200, "2026-01"));

        slow.step(fixture.reader.size());

        assertThat(small.position()).isEqualTo(2);
        assertThatThrownBy(() -> small.slice(Measure.POLICIES, key -> true, scope -> true))
                .satisfies(e -> assertThat(((GatewayProblem) e).finding().code())
                        .isEqualTo(QueryProblem.TOO_MANY_CELLS.code()));
    }

    @Test
    void forgetsWhatAKeyWasDestroyedOfAndSaysSo() throws SQLException {
        append(policy("D1", 1, "140212", "01", 100, "2026-01"), policy("D2", 1, "140212", "03", 200, "2026-02"));
        assertThat(city(Measure.PREMIUM, "records 2 value 300")).hasSize(1);
        assertThat(ask(QueryFixture.FINANCE, Purpose.STA, yearly()).has("incomplete"))
                .isFalse();

        fixture.destroyKeys();

        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptionsMatching(e -> e instanceof TryAgainLater)
                .until(() -> ask(QueryFixture.CITY, Purpose.SUP, request(Measure.POLICIES))
                        .has("incomplete"));
        assertThat(city(Measure.PREMIUM, null)).isEmpty();
        assertThat(city(Measure.POLICIES, null)).isEmpty();
        JsonNode sums = ask(QueryFixture.FINANCE, Purpose.STA, yearly());
        assertThat(sums.get("incomplete").asBoolean()).isTrue();
        assertThat(sums.get("cells")).isEmpty();
        StatisticsRequest elsewhere =
                new StatisticsRequest(Measure.POLICIES, List.of(), "140213", null, null, null, null, null, null);
        assertThat(ask(QueryFixture.CITY, Purpose.SUP, elsewhere).has("incomplete"))
                .isFalse();

        // A new version of what is gone counts, once; the one that is gone is nobody's head any more.
        append(policy("D1", 2, "140212", "01", 700, "2026-03"));
        assertThat(city(Measure.PREMIUM, "records 1 value 700", Dimension.MONTH))
                .containsExactly("2026-03");
        append(fixture.record(RecordType.POLICY, 2, Operation.VOID, "140212", "03", "policyNo", "D2"));
        assertThat(ask(QueryFixture.CITY, Purpose.SUP, request(Measure.POLICIES))
                        .has("incomplete"))
                .isFalse();
    }

    private void append(PreparedRecord... records) throws SQLException {
        fixture.append(List.of(records));
        follower.appended(List.of(), null);
    }

    private PreparedRecord policy(
            String policyNo, long version, String region, String sector, long premium, String month) {
        return fixture.record(
                RecordType.POLICY,
                version,
                version == 1 ? Operation.CREATE : Operation.UPDATE,
                region,
                sector,
                "policyNo",
                policyNo,
                "productCode",
                "AZX1",
                "premium",
                premium,
                "startAt",
                month + "-01T00:00:00+08:00");
    }

    private static StatisticsRequest request(Measure measure, Dimension... groupBy) {
        return new StatisticsRequest(measure, List.of(groupBy), null, null, null, null, null, null, null);
    }

    private static StatisticsRequest yearly(Dimension... groupBy) {
        return new StatisticsRequest(Measure.PREMIUM, List.of(groupBy), null, null, null, null, null, null, "2026");
    }

    /** The names of the cells; each of them must hold this. */
    private List<String> city(Measure measure, String content, Dimension... groupBy) {
        List<String> names = new ArrayList<>();
        ask(QueryFixture.CITY, Purpose.SUP, request(measure, groupBy))
                .get("cells")
                .forEach(cell -> {
                    List<String> values = new ArrayList<>();
                    for (Dimension dimension : groupBy) {
                        values.add(cell.get(dimension.code()).asString());
                    }
                    names.add(String.join("|", values));
                    if (content != null) {
                        assertThat("records " + cell.get("records") + " value " + cell.get("value"))
                                .isEqualTo(content);
                    }
                });
        return names;
    }

    private JsonNode ask(String party, Purpose purpose, StatisticsRequest request) {
        Asker asker = fixture.asker(party, null, purpose);
        return JsonMapper.shared().readTree(statistics.figures(asker, request).body());
    }

    private static void assertCode(QueryProblem expected, Runnable question) {
        assertThatThrownBy(question::run).isInstanceOfSatisfying(GatewayProblem.class, problem -> assertThat(
                        problem.finding().code())
                .isEqualTo(expected.code()));
    }
}
