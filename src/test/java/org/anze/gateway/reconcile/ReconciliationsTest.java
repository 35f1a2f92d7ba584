package org.anze.gateway.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.query.Asker;
import org.anze.gateway.query.QueryProblem;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.entry.EntryHeader;
import org.anze.gateway.seal.parcel.SignedStatement;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ReconciliationsTest {

    private static final EntryHeader FIRST_OF_MANY = new EntryHeader(
            "anze.example/demo",
            0,
            RecordType.POLICY.code(),
            1,
            ReconcileFixture.JIA,
            "S900",
            null,
            new byte[Suite.HASH_LENGTH],
            Instant.parse("2026-11-22T01:30:00Z"),
            10,
            new byte[Suite.HASH_LENGTH]);

    private ReconcileFixture fixture;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        fixture = new ReconcileFixture(folder);
    }

    /** Three policies of insurer Jia in the ledger, entries 0 to 2, all given to the city and confirmed. */
    private void threeGiven() throws SQLException {
        fixture.send(fixture.policy("P1", 1), fixture.policy("P2", 1), fixture.policy("P3", 1));
        fixture.parcel(ReconcileFixture.CITY, "ACKNOWLEDGED", List.of(0L, 1L, 2L), List.of());
    }

    private Item given(String key, long version, long entry) {
        return new Item(key, ReconcileFixture.JIA, version, fixture.leaf(entry));
    }

    private Item sent(String key, long version) {
        return new Item(key, ReconcileFixture.JIA, version, fixture.said(key, version));
    }

    private JsonNode tree(String party, Direction direction, String from, String to) {
        return ReconcileFixture.json(fixture.desk.tree(
                fixture.asker(party), direction, RecordType.POLICY, ReconcileFixture.DAY, from, to, Compare.CONTENT));
    }

    @Test
    void tellsARecipientExactlyWhatItsCopyLacksHasBesidesAndHasOtherwise() throws SQLException {
        threeGiven();
        Item lacking = given("P1", 1, 0);
        Item other = new Item("P2", ReconcileFixture.JIA, 1, new byte[32]);
        Item extra = new Item("P9", ReconcileFixture.JIA, 1, new byte[32]);
        List<Item> copy = List.of(given("P3", 1, 2), other, extra);

        JsonNode result = fixture.compare(ReconcileFixture.CITY, ReconcileFixture.listing(Direction.DELIVERED, copy));

        assertThat(result.get("verdict").asString()).isEqualTo("RECORDS_DIFFER");
        assertThat(fixture.differences(ReconcileFixture.CITY, result))
                .containsExactly(
                        "MISSING_THERE P1/1 CONFIRMED", "DIFFERENT P2/1 CONFIRMED", "MISSING_HERE P9/1 UNKNOWN");
        assertThat(new OtherSide(copy)
                        .compare((from, to) -> tree(ReconcileFixture.CITY, Direction.DELIVERED, from, to)))
                .containsExactlyInAnyOrder("+P1/1", "~P2/1", "-P9/1");
        List<Item> whole = List.of(lacking, given("P2", 1, 1), given("P3", 1, 2));
        assertThat(verdict(ReconcileFixture.CITY, Direction.DELIVERED, 3, new OtherSide(whole).root()))
                .isEqualTo("EQUAL");
        assertThat(verdict(ReconcileFixture.CITY, Direction.DELIVERED, 3, new OtherSide(copy).root()))
                .isEqualTo("DIGESTS_DIFFER");
        assertThat(verdict(ReconcileFixture.CITY, Direction.DELIVERED, 2, null)).isEqualTo("COUNTS_DIFFER");
        assertThat(verdict(ReconcileFixture.CITY, Direction.DELIVERED, 3, null)).isEqualTo("EQUAL");
    }

    private String verdict(String party, Direction direction, long count, byte[] digest) {
        return fixture.compare(party, ReconcileFixture.total(direction, count, digest))
                .get("verdict")
                .asString();
    }

    @Test
    void tellsASenderExactlyWhatWeLackHaveBesidesAndHaveOtherwise() throws SQLException {
        fixture.send(fixture.policy("P1", 1), fixture.policy("P2", 1), fixture.policy("P3", 1));
        List<Item> copy = List.of(
                sent("P1", 1),
                new Item("P2", ReconcileFixture.JIA, 1, new byte[32]),
                new Item("P4", ReconcileFixture.JIA, 1, new byte[32]));

        JsonNode result = fixture.compare(ReconcileFixture.JIA, ReconcileFixture.listing(Direction.SENT, copy));

        assertThat(fixture.differences(ReconcileFixture.JIA, result))
                .containsExactly("DIFFERENT P2/1", "MISSING_THERE P3/1", "MISSING_HERE P4/1 UNKNOWN");
        assertThat(new OtherSide(copy).compare((from, to) -> tree(ReconcileFixture.JIA, Direction.SENT, from, to)))
                .containsExactlyInAnyOrder("~P2/1", "+P3/1", "-P4/1");
        List<Item> whole = List.of(sent("P1", 1), sent("P2", 1), sent("P3", 1));
        assertThat(verdict(ReconcileFixture.JIA, Direction.SENT, 3, new OtherSide(whole).root()))
                .isEqualTo("EQUAL");
    }

    @Test
    void saysWhatBecameOfWhatItDoesNotCount() throws SQLException {
        fixture.send(
                fixture.policy("P1", 1),
                fixture.policy("P2", 1),
                fixture.policy("P3", 1),
                fixture.policy("P4", 1),
                fixture.policy("P5", 1));
        fixture.parcel(ReconcileFixture.CITY, "ACKNOWLEDGED", List.of(0L, 1L), List.of());
        fixture.parcel(ReconcileFixture.CITY, "REFUSED", List.of(2L), List.of());
        fixture.refused(2);
        fixture.parcel(ReconcileFixture.CITY, "SENT", List.of(3L), List.of());
        fixture.parcel(ReconcileFixture.CITY, "ACKNOWLEDGED", List.of(), List.of(1L));

        JsonNode result = fixture.compare(
                ReconcileFixture.CITY,
                ReconcileFixture.listing(
                        Direction.DELIVERED,
                        List.of(
                                given("P1", 1, 0),
                                given("P2", 1, 1),
                                given("P3", 1, 2),
                                given("P4", 1, 3),
                                given("P5", 1, 4))));

        assertThat(fixture.differences(ReconcileFixture.CITY, result))
                .containsExactly(
                        "MISSING_HERE P2/1 WITHDRAWN",
                        "MISSING_HERE P3/1 REJECTED",
                        "MISSING_HERE P4/1 WAITING",
                        // It is in the ledger, but nobody gave it to the city.
                        "MISSING_HERE P5/1 UNKNOWN");
    }

    /** A withdrawal names the newest version that the recipient had; what it is to forget is the record. */
    @Test
    void countsNoVersionOfARecordThatWasWithdrawnInALaterOne() throws SQLException {
        fixture.send(fixture.policy("P1", 1), fixture.policy("P2", 1), fixture.policy("P1", 2));
        fixture.parcel(ReconcileFixture.CITY, "ACKNOWLEDGED", List.of(0L, 1L), List.of());
        fixture.parcel(ReconcileFixture.CITY, "ACKNOWLEDGED", List.of(2L), List.of());
        fixture.parcel(ReconcileFixture.CITY, "ACKNOWLEDGED", List.of(), List.of(2L));

        JsonNode result = fixture.compare(
                ReconcileFixture.CITY,
                ReconcileFixture.listing(Direction.DELIVERED, List.of(given("P1", 1, 0), given("P2", 1, 1))));

        assertThat(fixture.differences(ReconcileFixture.CITY, result)).containsExactly("MISSING_HERE P1/1 WITHDRAWN");
        assertThat(fixture.overview.toResend(result.get("id").asLong())).isEmpty();
    }

    /** The gravest difference of all: of its whole day there is nothing here. */
    @Test
    void showsAPartyThatClaimsADayOfWhichThereIsNothing() {
        fixture.compare(
                ReconcileFixture.JIA,
                ReconcileFixture.listing(
                        Direction.SENT, List.of(new Item("P3", ReconcileFixture.JIA, 1, new byte[32]))));

        assertThat(fixture.overview.all(ReconcileFixture.DAY))
                .extracting(DayFigures::party)
                .containsExactly(ReconcileFixture.JIA);
    }

    @Test
    void tellsASenderThatARecordIsOfAnotherDayOrWasRejected() throws SQLException {
        fixture.send(fixture.policy("P1", 1), fixture.policy("P2", 1));
        fixture.ledger
                .jdbc
                .sql("insert into rejected_record (submission, ordinal, part, source_line, record_type, business_key,"
                        + " findings) values (1, 77, 0, 9, 'policy', 'P3', '[]')")
                .update();
        byte[] list = new String(
                        ReconcileFixture.listing(Direction.SENT, List.of(sent("P1", 1))), StandardCharsets.UTF_8)
                .replace("2026-11-22", "2026-11-21")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(fixture.differences(ReconcileFixture.JIA, fixture.compare(ReconcileFixture.JIA, list)))
                .containsExactly("MISSING_HERE P1/1 OTHER_DAY");
        assertThat(fixture.differences(
                        ReconcileFixture.JIA,
                        fixture.compare(
                                ReconcileFixture.JIA,
                                ReconcileFixture.listing(
                                        Direction.SENT,
                                        List.of(
                                                sent("P1", 1),
                                                sent("P2", 1),
                                                new Item("P3", ReconcileFixture.JIA, 1, new byte[32]))))))
                .containsExactly("MISSING_HERE P3/1 REJECTED");
    }

    @Test
    void neverTellsAnotherPartysRecords() throws SQLException {
        threeGiven();
        fixture.parcel(ReconcileFixture.LICENCE, "ACKNOWLEDGED", List.of(1L), List.of());

        // Bing guesses keys of Jia, as its own and as Jia's.
        JsonNode guessed = fixture.compare(
                ReconcileFixture.BING,
                ReconcileFixture.listing(
                        Direction.SENT, List.of(new Item("P1", ReconcileFixture.BING, 1, fixture.leaf(0)))));
        assertThat(fixture.differences(ReconcileFixture.BING, guessed)).containsExactly("MISSING_HERE P1/1 UNKNOWN");
        assertThatThrownBy(() -> fixture.compare(
                        ReconcileFixture.BING, ReconcileFixture.listing(Direction.SENT, List.of(sent("P1", 1)))))
                .isInstanceOf(SenderMustCorrect.class);
        assertThat(tree(ReconcileFixture.BING, Direction.SENT, null, null)
                        .get("count")
                        .asLong())
                .isZero();
        // The licence system was given P2 alone, and guesses the others.
        JsonNode licence = fixture.compare(
                ReconcileFixture.LICENCE,
                ReconcileFixture.listing(Direction.DELIVERED, List.of(given("P1", 1, 0), given("P3", 1, 2))));
        assertThat(fixture.differences(ReconcileFixture.LICENCE, licence))
                .containsExactly(
                        "MISSING_HERE P1/1 UNKNOWN", "MISSING_THERE P2/1 CONFIRMED", "MISSING_HERE P3/1 UNKNOWN");
        // A result belongs to who asked.
        assertThatThrownBy(() -> fixture.desk.result(
                        fixture.asker(ReconcileFixture.BING), licence.get("id").asLong(), 0))
                .isInstanceOf(SenderMustCorrect.class)
                .hasMessageContaining(ReconcileProblem.NOT_FOUND.code());
    }

    @Test
    void namesNothingThatAnAgreementWouldNotGiveAnyMore() throws SQLException, IOException {
        fixture.send(
                fixture.policy("P1", 1, "140212", "91140212MAXX00015K"),
                fixture.policy("P2", 1, "140105", "91140212MAXX00015K"));
        fixture.parcel(ReconcileFixture.CITY, "ACKNOWLEDGED", List.of(0L, 1L), List.of());
        fixture.agree(ReconcileFixture.CITY, "[\"1402\"]");

        JsonNode result =
                fixture.compare(ReconcileFixture.CITY, ReconcileFixture.listing(Direction.DELIVERED, List.of()));
        JsonNode page = ReconcileFixture.json(fixture.desk.result(
                fixture.asker(ReconcileFixture.CITY), result.get("id").asLong(), 0));
        JsonNode range = tree(ReconcileFixture.CITY, Direction.DELIVERED, null, null);

        assertThat(result.get("missingThere").asLong()).isEqualTo(2);
        assertThat(page.get("differences").toString()).contains("\"P1\"").doesNotContain("\"P2\"");
        assertThat(page.get("unnamed").asLong()).isEqualTo(1);
        assertThat(range.get("count").asLong()).isEqualTo(2);
        assertThat(range.get("records").toString()).contains("\"P1\"").doesNotContain("\"P2\"");
        assertThat(range.get("unnamed").asLong()).isEqualTo(1);
    }

    @Test
    void refusesHashesOfATypeThatNoAgreementGives() throws SQLException {
        threeGiven();

        assertThatThrownBy(() -> fixture.desk.tree(
                        fixture.asker(ReconcileFixture.CITY),
                        Direction.DELIVERED,
                        RecordType.CLAIM,
                        ReconcileFixture.DAY,
                        null,
                        null,
                        Compare.CONTENT))
                .isInstanceOf(SenderMustCorrect.class)
                .hasMessageContaining(ReconcileProblem.NOT_FOUND.code());
    }

    /** A daily job sends figures; what a list found is still missing. */
    @Test
    void showsAListThatDiffersUntilSomethingIsFoundEqual() throws SQLException {
        fixture.send(fixture.policy("P1", 1), fixture.policy("P2", 1));
        fixture.parcel(ReconcileFixture.CITY, "ACKNOWLEDGED", List.of(0L, 1L), List.of());
        long list = fixture.compare(
                        ReconcileFixture.CITY,
                        ReconcileFixture.listing(Direction.DELIVERED, List.of(given("P1", 1, 0))))
                .get("id")
                .asLong();
        fixture.compare(ReconcileFixture.CITY, ReconcileFixture.total(Direction.DELIVERED, 1, null));

        assertThat(compared()).containsExactly("2 COUNTED", "1 CALLED FOR AGAIN");
        assertThat(fixture.overview.toResend(list)).hasSize(1);
        fixture.ledger.jdbc.sql("delete from reconciliation_difference").update();
        assertThatThrownBy(() -> fixture.overview.toResend(list)).hasMessageContaining("REC-0007");
        fixture.compare(ReconcileFixture.CITY, ReconcileFixture.total(Direction.DELIVERED, 2, null));
        assertThat(compared()).containsExactly("3 COUNTED", "1 CALLED FOR AGAIN");
        fixture.compare(
                ReconcileFixture.CITY,
                ReconcileFixture.listing(Direction.DELIVERED, List.of(given("P1", 1, 0), given("P2", 1, 1))));
        fixture.compare(ReconcileFixture.CITY, ReconcileFixture.total(Direction.DELIVERED, 1, null));

        assertThat(compared()).containsExactly("5 COUNTED");
    }

    private List<String> compared() {
        return fixture.overview.compared(ReconcileFixture.DAY, List.of(ReconcileFixture.CITY)).stream()
                .map(each -> each.id() + (each.calledForAgain() ? " CALLED FOR AGAIN" : " COUNTED"))
                .toList();
    }

    @Test
    void offersTheParcelsThatHoldWhatTheOtherSideLacks() throws SQLException {
        fixture.send(fixture.policy("P1", 1), fixture.policy("P2", 1), fixture.policy("P3", 1));
        fixture.parcel(ReconcileFixture.CITY, "ACKNOWLEDGED", List.of(0L), List.of());
        fixture.parcel(ReconcileFixture.CITY, "ACKNOWLEDGED", List.of(1L), List.of());
        fixture.parcel(ReconcileFixture.CITY, "ACKNOWLEDGED", List.of(2L), List.of());
        fixture.parcel(ReconcileFixture.LICENCE, "ACKNOWLEDGED", List.of(0L, 1L, 2L), List.of());

        JsonNode result = fixture.compare(
                ReconcileFixture.CITY,
                ReconcileFixture.listing(
                        Direction.DELIVERED,
                        List.of(given("P1", 1, 0), new Item("P2", ReconcileFixture.JIA, 1, new byte[32]))));

        assertThat(fixture.overview.toResend(result.get("id").asLong()))
                .containsExactly(
                        new ReconcileOverview.ParcelToResend(ReconcileFixture.CITY, 2),
                        new ReconcileOverview.ParcelToResend(ReconcileFixture.CITY, 3));
        assertThat(fixture.overview.compared(ReconcileFixture.DAY, List.of(ReconcileFixture.CITY)))
                .singleElement()
                .matches(compared -> compared.missingThere() == 1 && compared.differing() == 1 && !compared.equal());
    }

    @Test
    void comparesKeysAloneForThoseWhoCannotMakeTheDigests() throws SQLException {
        fixture.send(fixture.policy("P1", 1), fixture.policy("P2", 1));
        OtherSide keys = new OtherSide(List.of(
                new Item("P1", ReconcileFixture.JIA, 1, new byte[32]),
                new Item("P2", ReconcileFixture.JIA, 1, new byte[32])));
        byte[] list =
                "{\"format\":\"anze-reconciliation/1\",\"direction\":\"sent\",\"type\":\"policy\",\"day\":\"2026-11-22\",\"records\":[{\"key\":\"P1\",\"version\":1}]}"
                        .getBytes(StandardCharsets.UTF_8);

        assertThat(ReconcileFixture.json(fixture.desk.tree(
                                fixture.asker(ReconcileFixture.JIA),
                                Direction.SENT,
                                RecordType.POLICY,
                                ReconcileFixture.DAY,
                                null,
                                null,
                                Compare.KEYS))
                        .get("hash")
                        .asString())
                .isEqualTo(Base64.getEncoder().encodeToString(keys.root()));
        assertThat(fixture.differences(ReconcileFixture.JIA, fixture.compare(ReconcileFixture.JIA, list)))
                .containsExactly("MISSING_THERE P2/1");
    }

    @Test
    void readsControlTotalsFromACsvFile() throws SQLException {
        threeGiven();
        String csv =
                "\uFEFFdirection,type,day,count,digest\r\ndelivered,policy,2026-11-22,3,\r\nsent,policy,2026-11-22,1,\r\n";

        JsonNode answer = ReconcileFixture.json(
                fixture.desk.compare(fixture.asker(ReconcileFixture.CITY), csv.getBytes(StandardCharsets.UTF_8), true));

        assertThat(answer.get("results").get(0).get("verdict").asString()).isEqualTo("EQUAL");
        assertThat(answer.get("results").get(1).get("verdict").asString()).isEqualTo("COUNTS_DIFFER");
    }

    @Test
    void pagesThroughManyDifferences() throws SQLException {
        threeGiven();
        List<Item> many = new ArrayList<>();
        for (int i = 0; i < 450; i++) {
            many.add(new Item("X" + (1000 + i), ReconcileFixture.JIA, 1, new byte[32]));
        }

        JsonNode result = fixture.compare(ReconcileFixture.CITY, ReconcileFixture.listing(Direction.DELIVERED, many));

        assertThat(fixture.differences(ReconcileFixture.CITY, result))
                .hasSize(453)
                .doesNotHaveDuplicates();
    }

    @Test
    void signsASheetThatNeverChangesOnceTheDayIsClosed() throws Exception {
        threeGiven();
        JsonNode open = body(fixture.desk
                .sheet(fixture.asker(ReconcileFixture.CITY), ReconcileFixture.DAY)
                .body());
        assertThat(open.get("closed").asBoolean()).isFalse();
        fixture.ledger.jdbc.sql("update submission set finished_at = now()").update();
        fixture.ledger.pass(Duration.ofHours(21));

        byte[] first = fixture.desk
                .sheet(fixture.asker(ReconcileFixture.CITY), ReconcileFixture.DAY)
                .body();
        byte[] workbook = fixture.desk
                .workbook(fixture.asker(ReconcileFixture.CITY), ReconcileFixture.DAY)
                .body();
        fixture.ledger.pass(Duration.ofHours(24));

        assertThat(fixture.desk
                        .sheet(fixture.asker(ReconcileFixture.CITY), ReconcileFixture.DAY)
                        .body())
                .isEqualTo(first);
        assertThat(fixture.desk
                        .workbook(fixture.asker(ReconcileFixture.CITY), ReconcileFixture.DAY)
                        .body())
                .isEqualTo(workbook);
        assertThat(cells(workbook, "对账单"))
                .contains(List.of(
                        "该 JSON 文件的 SHA-256 / of that file", HexFormat.of().formatHex(Suite.INTL.hash(first))))
                .contains(List.of("参与方 party", ReconcileFixture.CITY));
        assertThat(cells(workbook, "送出").get(1))
                .startsWith(body(first)
                        .get("delivered")
                        .get("types")
                        .get(0)
                        .get("type")
                        .asString())
                .contains("3");
        SignedStatement.verify(first, DailySheets.FORMAT, ReconcileFixture.GATEWAY.trust());
        JsonNode body = body(first);
        assertThat(body.get("closed").asBoolean()).isTrue();
        assertThat(body.get("balanced").asBoolean()).isTrue();
        JsonNode policies = body.get("delivered").get("types").get(0);
        assertThat(policies.get("acknowledged").asLong()).isEqualTo(3);
        assertThat(policies.get("digest").asString())
                .isEqualTo(tree(ReconcileFixture.CITY, Direction.DELIVERED, null, null)
                        .get("hash")
                        .asString());
    }

    /** It was on its way in at midnight: the time of its first byte is before, and its row is seen after. */
    @Test
    void doesNotCloseADayBeforeWhatCameAtMidnightCanBeSeen() throws SQLException {
        fixture.send(fixture.policy("P1", 1));
        finished();
        fixture.ledger.pass(Duration.ofHours(15));
        JsonNode midnight = sheet();
        fixture.send(fixture.policy("P2", 1));
        finished();
        fixture.ledger.pass(Duration.ofHours(4));
        JsonNode provisional = sheet();
        fixture.ledger.pass(Duration.ofHours(1));
        JsonNode settled = sheet();

        assertThat(midnight.get("closed").asBoolean()).isFalse();
        assertThat(midnight.get("closesNotBefore").asString()).isEqualTo("2026-11-23T06:00:00.000+08:00");
        assertThat(midnight.get("sent").get("accepted").asLong()).isEqualTo(1);
        assertThat(provisional.get("closed").asBoolean()).isFalse();
        assertThat(settled.get("closed").asBoolean()).isTrue();
        assertThat(settled.get("sent").get("accepted").asLong()).isEqualTo(2);
    }

    private void finished() {
        fixture.ledger.jdbc.sql("update submission set finished_at = now()").update();
    }

    private static List<List<String>> cells(byte[] content, String name) throws IOException {
        try (ReadableWorkbook workbook = new ReadableWorkbook(new ByteArrayInputStream(content));
                Stream<Row> rows = workbook.findSheet(name).orElseThrow().openStream()) {
            return rows.map(row -> row.stream()
                            .map(cell -> cell == null ? "" : cell.getText())
                            .toList())
                    .toList();
        }
    }

    private JsonNode sheet() {
        return body(fixture.desk
                .sheet(fixture.asker(ReconcileFixture.JIA), ReconcileFixture.DAY)
                .body());
    }

    /** Each of these holds a database connection for up to a minute, and the writer needs one too. */
    @Test
    void letsFewReconcileAtATimeWhoeverTheyAre() throws SQLException {
        fixture.send(fixture.policy("P1", 1));
        Asker jia = fixture.asker(ReconcileFixture.JIA);
        List<ThrowingCallable> requests = List.of(
                () -> fixture.desk.figures(jia, ReconcileFixture.DAY),
                () -> fixture.desk.sheet(jia, ReconcileFixture.DAY),
                () -> fixture.desk.compare(jia, ReconcileFixture.total(Direction.SENT, 1, null), false),
                () -> fixture.overview.all(ReconcileFixture.DAY),
                () -> fixture.overview.of(ReconcileFixture.JIA, ReconcileFixture.DAY),
                () -> fixture.overview.sheet(ReconcileFixture.JIA, ReconcileFixture.DAY));

        whileTaken(4, () -> {
            for (ThrowingCallable request : requests) {
                assertThatThrownBy(request)
                        .isInstanceOf(TryAgainLater.class)
                        .hasMessageContaining(QueryProblem.ALL_BUSY.code());
            }
        });

        assertThat(fixture.overview.all(ReconcileFixture.DAY)).isNotEmpty();
        assertThat(fixture.desk.figures(jia, ReconcileFixture.DAY)).isNotNull();
        assertThat(fixture.together.free()).isEqualTo(4);
    }

    /** Does something while so many places are taken. */
    private void whileTaken(int places, Runnable act) {
        if (places == 0) {
            act.run();
            return;
        }
        fixture.together.use(() -> {
            whileTaken(places - 1, act);
            return places;
        });
    }

    private static JsonNode body(byte[] sheet) {
        return ReconcileFixture.JSON.readTree(sheet).get("body");
    }

    @Test
    void findsTheDifferencesAmongAHundredThousandKeysInFewRequests() {
        fixture.ledger.jdbc.sql("""
                insert into submission (seq, id, party, message_id, channel, mapping, digest, bytes, state, received_at)
                values (900, 'S900', 'insurer-jia', 'M900', 'REST', 'm', '', 1, 'ACCEPTED', '2026-11-22T01:30:00Z')
                """).update();
        fixture.ledger
                .jdbc
                .sql("""
                insert into ledger_entry (idx, record_type, schema_version, provider, submission, source_line,
                       business_key, version, operation, risk_region, sector, insurer, received_at, header, leaf_hash,
                       unit_hashes, units)
                select i, 3, 1, 'insurer-jia', 900, 1, '保单' || i * 7919 % 1000003, 1, 'CREATE', '140212', '01',
                       'insurer-jia', '2026-11-22T01:30:00Z',
                       convert_to(replace(?, '"index":0', '"index":' || i), 'UTF8'),
                       sha256(int8send(i)), '', '\\x00000001'
                  from generate_series(0, 99999) as i
                """)
                .param(new String(FIRST_OF_MANY.bytes(), StandardCharsets.UTF_8))
                .update();
        fixture.ledger.jdbc.sql("""
                insert into record_key (business_key, record_type, provider, version, entry, digest)
                select business_key, 3, provider, version, idx, sha256(leaf_hash) from ledger_entry
                """).update();
        fixture.ledger.jdbc.sql("analyze ledger_entry, record_key, submission").update();
        for (long first = 0; first < 100_000; first += 500) {
            fixture.parcel(
                    ReconcileFixture.CITY,
                    "ACKNOWLEDGED",
                    LongStream.range(first, first + 500).boxed().toList(),
                    List.of());
        }

        for (Direction direction : Direction.values()) {
            String party = direction == Direction.SENT ? ReconcileFixture.JIA : ReconcileFixture.CITY;
            List<Item> copy = copy(direction);
            OtherSide same = new OtherSide(copy);
            assertThat(same.compare((from, to) -> tree(party, direction, from, to)))
                    .isEmpty();
            assertThat(same.requests()).isEqualTo(1);

            Item gone = copy.remove(61_234);
            Item changed = copy.get(7);
            copy.set(7, new Item(changed.businessKey(), changed.provider(), changed.version(), new byte[32]));
            copy.add(new Item("保单X", ReconcileFixture.JIA, 1, new byte[32]));
            OtherSide other = new OtherSide(copy);

            assertThat(other.compare((from, to) -> tree(party, direction, from, to)))
                    .containsExactlyInAnyOrder(
                            "+" + gone.businessKey() + "/1", "~" + changed.businessKey() + "/1", "-保单X/1");
            // One for the whole, and for each of three differences one for its 64th and one for the list within.
            assertThat(other.requests()).isLessThanOrEqualTo(7);
        }
    }

    /** Keys whose order by UTF-16 is another than by UTF-8, many versions of few keys, and narrow trees. */
    @Test
    void findsEveryDifferenceWhateverTheKeysAndTheFanOut(@TempDir Path folder) throws IOException {
        ReconcileFixture narrow = new ReconcileFixture(
                folder,
                new ReconcileSettings(
                        3, 2, 20_000, 200, 20_000, 1000, 200, Duration.ofSeconds(60), 2, 4, Duration.ofHours(6)));
        narrow.ledger.jdbc.sql("""
                insert into submission (seq, id, party, message_id, channel, mapping, digest, bytes, state, received_at)
                values (900, 'S900', 'insurer-jia', 'M900', 'REST', 'm', '', 1, 'ACCEPTED', '2026-11-22T01:30:00Z')
                """).update();
        Random random = new Random(20261122);
        String letters = "aZ0保\uE000\uFFFD\uD83D\uDE00";
        for (int round = 0; round < 6; round++) {
            narrow.ledger.jdbc.sql("delete from record_key").update();
            narrow.ledger.jdbc.sql("delete from ledger_entry").update();
            TreeMap<String, Item> ours = new TreeMap<>();
            TreeMap<String, Item> theirs = new TreeMap<>();
            for (int i = 0; i < 60; i++) {
                int[] points = letters.codePoints().toArray();
                String key = random.ints(1 + random.nextInt(3), 0, points.length)
                        .mapToObj(at -> new String(Character.toChars(points[at])))
                        .collect(Collectors.joining());
                Item item = new Item(key, ReconcileFixture.JIA, 1 + random.nextInt(4), bytes(random));
                int side = random.nextInt(10);
                if (side > 0) {
                    ours.put(name(item), item);
                }
                if (side > 1) {
                    theirs.put(
                            name(item),
                            side == 2 ? new Item(key, item.provider(), item.version(), bytes(random)) : item);
                } else {
                    theirs.remove(name(item));
                }
                if (side == 0) {
                    theirs.put(name(item), item);
                    ours.remove(name(item));
                }
            }
            long index = 0;
            for (Item item : ours.values()) {
                narrow.ledger
                        .jdbc
                        .sql("insert into ledger_entry (idx, record_type, schema_version, provider, submission,"
                                + " source_line, business_key, version, operation, risk_region, sector, insurer,"
                                + " received_at, header, leaf_hash, unit_hashes, units) values (?, 3, 1, 'insurer-jia',"
                                + " 900, 1, ?, ?, 'CREATE', '140212', '01', 'insurer-jia', now(), '', '', '', '')")
                        .params(index, item.businessKey(), item.version())
                        .update();
                narrow.ledger
                        .jdbc
                        .sql("insert into record_key (business_key, record_type, provider, version, entry, digest)"
                                + " values (?, 3, 'insurer-jia', ?, ?, ?)")
                        .params(item.businessKey(), item.version(), index++, item.digest())
                        .update();
            }
            TreeSet<String> expected = new TreeSet<>();
            ours.forEach((name, item) -> {
                if (!theirs.containsKey(name)) {
                    expected.add("+" + name);
                } else if (!Arrays.equals(theirs.get(name).digest(), item.digest())) {
                    expected.add("~" + name);
                }
            });
            theirs.keySet().stream().filter(name -> !ours.containsKey(name)).forEach(name -> expected.add("-" + name));

            assertThat(new OtherSide(List.copyOf(theirs.values()))
                            .compare((from, to) -> ReconcileFixture.json(narrow.desk.tree(
                                    narrow.asker(ReconcileFixture.JIA),
                                    Direction.SENT,
                                    RecordType.POLICY,
                                    ReconcileFixture.DAY,
                                    from,
                                    to,
                                    Compare.CONTENT))))
                    .as("round %s", round)
                    .isNotEmpty()
                    .isEqualTo(expected);
            JsonNode listed = narrow.compare(
                    ReconcileFixture.JIA, ReconcileFixture.listing(Direction.SENT, List.copyOf(theirs.values())));
            assertThat(narrow.differences(ReconcileFixture.JIA, listed)).hasSameSizeAs(expected);
        }
    }

    private static String name(Item item) {
        return item.businessKey() + "/" + item.version();
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void keepsNoMoreThanItsLimits(@TempDir Path folder) throws IOException {
        ReconcileFixture small = new ReconcileFixture(
                folder,
                new ReconcileSettings(64, 256, 5, 2, 3, 2, 200, Duration.ofSeconds(60), 2, 4, Duration.ofHours(6)));
        List<Item> five = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            five.add(new Item("X" + i, ReconcileFixture.JIA, 1, new byte[32]));
        }
        JsonNode first = small.compare(ReconcileFixture.JIA, ReconcileFixture.listing(Direction.SENT, five));

        assertThat(first.get("missingHere").asLong()).isEqualTo(5);
        assertThat(small.differences(ReconcileFixture.JIA, first)).hasSize(3);
        small.compare(ReconcileFixture.JIA, ReconcileFixture.listing(Direction.SENT, five));
        small.compare(ReconcileFixture.JIA, ReconcileFixture.listing(Direction.SENT, five));
        assertThatThrownBy(() -> small.differences(ReconcileFixture.JIA, first))
                .hasMessageContaining(ReconcileProblem.NOT_FOUND.code());
        assertThat(small.ledger
                        .jdbc
                        .sql("select count(*) from reconciliation_difference")
                        .query(Long.class)
                        .single())
                .isEqualTo(6);
        five.add(new Item("X5", ReconcileFixture.JIA, 1, new byte[32]));
        assertThatThrownBy(() -> small.compare(ReconcileFixture.JIA, ReconcileFixture.listing(Direction.SENT, five)))
                .hasMessageContaining(ReconcileProblem.TOO_MANY.code());
    }

    @Test
    void keepsDifferencesOfTheNewestComparisonsOnly() throws IOException {
        List<Item> one = List.of(new Item("X", ReconcileFixture.JIA, 1, new byte[32]));
        JsonNode first = fixture.compare(ReconcileFixture.JIA, ReconcileFixture.listing(Direction.SENT, one));
        JsonNode second = fixture.compare(ReconcileFixture.JIA, ReconcileFixture.listing(Direction.SENT, one));
        for (int i = 1; i < Results.LISTS_KEPT; i++) {
            fixture.compare(ReconcileFixture.JIA, ReconcileFixture.listing(Direction.SENT, one));
        }

        assertThat(fixture.differences(ReconcileFixture.JIA, first)).isEmpty();
        assertThat(fixture.result(ReconcileFixture.JIA, first).get("dropped").asBoolean())
                .isTrue();
        assertThat(fixture.result(ReconcileFixture.JIA, first)
                        .get("missingHere")
                        .asLong())
                .isEqualTo(1);
        assertThat(fixture.differences(ReconcileFixture.JIA, second)).isNotEmpty();
        assertThat(fixture.result(ReconcileFixture.JIA, second).has("dropped")).isFalse();
    }

    private List<Item> copy(Direction direction) {
        return new ArrayList<>(fixture.ledger
                .jdbc
                .sql(
                        direction == Direction.SENT
                                ? "select business_key, provider, version, digest from record_key"
                                : "select business_key, provider, version, leaf_hash from ledger_entry")
                .query((row, number) -> new Item(row.getString(1), row.getString(2), row.getLong(3), row.getBytes(4)))
                .list());
    }
}
