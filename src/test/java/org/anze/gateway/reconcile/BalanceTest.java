package org.anze.gateway.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.transaction.support.TransactionTemplate;

class BalanceTest {

    /** For tests that leave it as it was. */
    private static ReconcileFixture day;

    @BeforeAll
    static void open(@TempDir Path folder) throws IOException, SQLException {
        day = new ReconcileFixture(folder);
        fill(day);
    }

    private static void fill(ReconcileFixture fixture) throws SQLException {
        fixture.send(fixture.policy("P1", 1), fixture.policy("P2", 2), fixture.policy("P3", 1));
        // A repetition and a version that comes late.
        fixture.send(fixture.policy("P3", 1), fixture.policy("P2", 1));
        fixture.parcel(ReconcileFixture.CITY, "ACKNOWLEDGED", List.of(0L, 1L), List.of());
        fixture.parcel(ReconcileFixture.CITY, "REFUSED", List.of(2L), List.of(0L));
        fixture.refused(2);
        fixture.parcel(ReconcileFixture.CITY, "PREPARED", List.of(3L), List.of());
    }

    private static ReconcileFixture closed(Path folder) throws IOException, SQLException {
        ReconcileFixture fixture = new ReconcileFixture(folder);
        fill(fixture);
        fixture.ledger.jdbc.sql("update submission set finished_at = now()").update();
        fixture.ledger.pass(Duration.ofHours(21));
        return fixture;
    }

    @Test
    void countsADayAndHolds() {
        DayFigures jia = day.overview.of(ReconcileFixture.JIA, ReconcileFixture.DAY);
        DayFigures city = day.overview.of(ReconcileFixture.CITY, ReconcileFixture.DAY);

        assertThat(jia.balanced()).isTrue();
        assertThat(jia.sent().received()).isEqualTo(5);
        assertThat(jia.sent().accepted()).isEqualTo(4);
        assertThat(jia.sent().duplicate()).isEqualTo(1);
        assertThat(jia.sent().types().get(0).superseded()).isEqualTo(1);
        assertThat(city.balanced()).isTrue();
        assertThat(city.delivered().given()).isEqualTo(4);
        assertThat(city.delivered().acknowledged()).isEqualTo(2);
        assertThat(city.delivered().refused()).isEqualTo(1);
        assertThat(city.delivered().waiting()).isEqualTo(1);
        assertThat(city.settled()).isFalse();
        assertThat(day.overview.all(ReconcileFixture.DAY))
                .extracting(DayFigures::party)
                .containsExactly(ReconcileFixture.CITY, ReconcileFixture.JIA);
    }

    @Test
    void holdsTheTablesAgainstTheSignedSheetEverAfter(@TempDir Path folder) throws Exception {
        ReconcileFixture fixture = closed(folder);
        assertThat(fixture.overview
                        .sheet(ReconcileFixture.JIA, ReconcileFixture.DAY)
                        .closed())
                .isTrue();
        assertThat(fixture.overview
                        .of(ReconcileFixture.JIA, ReconcileFixture.DAY)
                        .balanced())
                .isTrue();

        // Somebody takes a whole submission away, and everything that came of it.
        fixture.ledger.jdbc.sql("delete from record_key where entry < 3").update();
        fixture.ledger.jdbc.sql("delete from ledger_entry where submission = 1").update();
        fixture.ledger.jdbc.sql("delete from submission where seq = 1").update();

        assertThat(fixture.overview
                        .of(ReconcileFixture.JIA, ReconcileFixture.DAY)
                        .equations())
                .filteredOn(one -> !one.holds())
                .extracting(Equation::name)
                .containsExactly("sheetReceived", "sheetAccepted");
    }

    @Test
    void makesOneSheetHoweverManyAskAtOnce(@TempDir Path folder) throws Exception {
        ReconcileFixture fixture = closed(folder);
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<DailySheets.Sheet>> asked = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            asked.add(threads.submit(() -> {
                start.await();
                return fixture.overview.sheet(ReconcileFixture.JIA, ReconcileFixture.DAY);
            }));
        }
        start.countDown();
        byte[] kept = asked.get(0).get().workbook();
        for (Future<DailySheets.Sheet> sheet : asked) {
            assertThat(sheet.get().workbook()).isEqualTo(kept);
        }
        threads.shutdown();
    }

    /** A row that is gone shows, whichever it is. */
    @ParameterizedTest
    @CsvSource({
        "insurer-jia, delete from ledger_entry where idx = 1, accepted",
        "insurer-jia, delete from record_key where entry = 1, keys",
        "insurer-jia, update submission set accepted = accepted - 1 where seq = 1, accepted",
        "insurer-jia, update submission set rejected = 1 where seq = 2, rejected",
        "insurer-jia, update submission set duplicate = 0 where seq = 2, received",
        "insurer-jia, update submission set parked = 1 where seq = 1, parked",
        "city-datong, delete from ledger_entry where idx = 1, parcelEntries",
        "city-datong, delete from parcel where number = 1, numberBefore",
        "city-datong, delete from parcel where number = 2, numbers",
        "city-datong, delete from parcel where number = 3, numberAfter",
        "city-datong, update parcel set entries = '{0}' where number = 1, parcelRecords",
        "city-datong, delete from parked_record, refusedParcels",
    })
    void showsRedWhatIsGone(String party, String damage, String equation) {
        TransactionTemplate undone = new TransactionTemplate(day.ledger.transactions);
        DayFigures figures = undone.execute(status -> {
            status.setRollbackOnly();
            // The database itself refuses counters that do not add up; here somebody has got round it.
            day.ledger
                    .jdbc
                    .sql("alter table submission drop constraint submission_accounted")
                    .update();
            day.ledger.jdbc.sql(damage).update();
            return day.overview.of(party, ReconcileFixture.DAY);
        });

        assertThat(figures.balanced()).isFalse();
        assertThat(figures.equations())
                .filteredOn(one -> !one.holds())
                .extracting(Equation::name)
                .contains(equation);
    }
}
