package org.anze.gateway.feed;

import static org.anze.gateway.feed.FeedFixture.drain;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.anze.gateway.ledger.PreparedRecord;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RecordType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a recipient is given whose agreement begins in a month that was taken out of the live tables. */
class ArchivedFeedTest {

    @TempDir
    private Path folder;

    private FeedFixture fixture;
    private byte[] units;

    @BeforeEach
    void takeTheSecondOut() throws Exception {
        fixture = new FeedFixture(folder, "REST");
        fixture.appendElsewhere(List.of(policy("P-1", "140212"), policy("P-2", "140212"), policy("P-3", "140212")));
        takeOut(1);
    }

    private PreparedRecord policy(String key, String region) {
        return fixture.samples.policy(key, 1, region);
    }

    private void takeOut(long entry) {
        units = fixture.jdbc
                .sql("select units from ledger_entry where idx = ?")
                .param(entry)
                .query(byte[].class)
                .single();
        fixture.jdbc
                .sql("update ledger_entry set units = '' where idx = ?")
                .param(entry)
                .update();
        fixture.jdbc
                .sql(
                        "insert into archive_bundle (month, from_entry, to_entry, submissions, last_submission, file, bytes,"
                                + " digest, keep_until, made_by, made_at, taken_out_at) values ('2026-03-01', ?, ?, 1, 1,"
                                + " 'anze-2026-03.zip', 1, '', '2036-04-01', 'liu', now(), now())")
                .params(entry, entry + 1)
                .update();
    }

    private void restore(long entry) {
        fixture.jdbc
                .sql("update ledger_entry set units = ? where idx = ?")
                .params(units, entry)
                .update();
    }

    @Test
    void standsBeforeWhatIsArchivedAndGoesOnOnceItIsRestored() {
        RecipientFeed feed = fixture.start();

        drain(feed);

        assertThat(fixture.receivedInWords()).containsExactly("1: P-1");
        assertThat(feed.stopped()).contains("第 1 条", "2026-03", "restore");
        assertThat(fixture.rows.cursor(FeedFixture.RECIPIENT).orElseThrow().nextEntry())
                .isEqualTo(1);

        restore(1);
        drain(feed);

        assertThat(fixture.receivedInWords()).containsExactly("1: P-1", "2: P-2 P-3");
        assertThat(feed.stopped()).isNull();
    }

    @Test
    void doesNotPassWhatItCannotDecideWithoutTheContent() throws Exception {
        fixture.writeAgreement(Files.readString(folder.resolve("city-observer/agreements/observed.yaml"))
                .replace("  - type: policy\n", "  - type: policy\n    where: status != \"CANCELLED\"\n"));
        RecipientFeed feed = fixture.start();

        drain(feed);
        assertThat(fixture.receivedInWords()).containsExactly("1: P-1");

        restore(1);
        drain(feed);
        assertThat(fixture.receivedInWords()).containsExactly("1: P-1", "2: P-2 P-3");
    }

    /** All three were given while they were there. */
    private RecipientFeed deliveredUnderACondition() throws Exception {
        restore(1);
        fixture.jdbc.sql("delete from archive_bundle").update();
        fixture.writeAgreement(Files.readString(folder.resolve("city-observer/agreements/observed.yaml"))
                .replace("  - type: policy\n", "  - type: policy\n    where: status != \"CANCELLED\"\n"));
        RecipientFeed feed = fixture.start();
        drain(feed);
        assertThat(fixture.receivedInWords()).containsExactly("1: P-1 P-2 P-3");
        fixture.received.clear();
        return feed;
    }

    @Test
    void takesBackWhatIsArchivedOnceThatCanBeDecided() throws Exception {
        RecipientFeed feed = deliveredUnderACondition();
        takeOut(1);
        fixture.appendElsewhere(List.of(fixture.samples.record(
                RecordType.POLICY, 2, Operation.UPDATE, "policyNo", "P-2", "status", "CANCELLED")));

        drain(feed);

        assertThat(fixture.received).isEmpty();
        assertThat(feed.stopped()).contains("第 1 条", "2026-03");

        restore(1);
        drain(feed);

        assertThat(fixture.receivedInWords()).containsExactly("2: -P-2");
        assertThat(feed.stopped()).isNull();
    }

    @Test
    void keepsWhatIsToBeGivenAgainUntilItsMonthIsRestored() throws Exception {
        RecipientFeed feed = deliveredUnderACondition();
        try (FeedDispatcher orders = fixture.dispatcher()) {
            orders.replay(FeedFixture.RECIPIENT, List.of(0L, 1L));
        }
        takeOut(1);

        drain(feed);

        assertThat(fixture.receivedInWords()).containsExactly("2: P-1");
        assertThat(feed.stopped()).contains("第 1 条", "2026-03");

        restore(1);
        drain(feed);

        assertThat(fixture.receivedInWords()).containsExactly("2: P-1", "3: P-2");
    }

    @Test
    void passesArchivedRecordsThatAreNotForTheRecipient() throws Exception {
        fixture.appendElsewhere(List.of(policy("P-4", "140300"), policy("P-5", "140212")));
        restore(1);
        fixture.jdbc.sql("delete from archive_bundle").update();
        takeOut(3);
        RecipientFeed feed = fixture.start();

        drain(feed);

        assertThat(fixture.receivedInWords()).containsExactly("1: P-1 P-2 P-3", "2: P-5");
        assertThat(feed.stopped()).isNull();
    }
}
