package org.anze.gateway.feed;

import static org.anze.gateway.feed.FeedFixture.RECIPIENT;
import static org.anze.gateway.feed.FeedFixture.drain;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.anze.gateway.nodes.Lease;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A parcel that one node remembers and another one changes. */
class ParcelOfTwoNodesTest {

    @TempDir
    private Path folder;

    private FeedFixture fixture;
    private RecipientFeed feed;

    @BeforeEach
    void prepareOne() throws Exception {
        fixture = new FeedFixture(folder, "REST");
        fixture.append("P-1", "P-2");
        fixture.answers.add(FeedFixture.fails());
        feed = fixture.start();
        drain(feed);
        assertThat(fixture.states()).isEqualTo("1=PREPARED");
    }

    @Test
    void isSentAsTheOtherNodeReplacedIt() throws Exception {
        fixture.agree(2, "2026-01-01", "");
        RecipientFeed elsewhere = fixture.startElsewhere(Lease.ALONE);

        StoppedParcels.Fate fate = elsewhere.fate(
                fixture.rowsElsewhere.parcels().open(RECIPIENT).get(0),
                fixture.agreements().get());

        assertThat(fate).isEqualTo(StoppedParcels.Fate.EMPTIED);
        Awaitility.await().until(() -> {
            drain(feed);
            return fixture.states().equals("1=ACKNOWLEDGED 2=ACKNOWLEDGED");
        });
        assertThat(fixture.receivedInWords()).containsExactly("1: [AGREEMENT_ENDED]", "2: P-1 P-2");
    }

    @Test
    void isForgottenOnceTheOtherNodeSettledIt() {
        assertThat(remembered()).isTrue();
        fixture.rowsElsewhere.parcels().leaving(RECIPIENT, 1, fixture.clock().instant());
        fixture.rowsElsewhere
                .settlements()
                .settle(RECIPIENT, 1, null, List.of(), fixture.clock().instant());

        drain(feed);

        assertThat(remembered()).isFalse();
    }

    @Test
    void isForgottenWhenItIsReplaced() throws Exception {
        fixture.agree(2, "2026-01-01", "");
        ParcelRows.OpenParcel seen = fixture.rows.parcels().open(RECIPIENT).get(0);
        fixture.rowsElsewhere.parcels().leaving(RECIPIENT, 1, fixture.clock().instant());
        fixture.rowsElsewhere
                .settlements()
                .settle(RECIPIENT, 1, null, List.of(), fixture.clock().instant());

        // It comes too late and changes nothing.
        feed.fate(seen, fixture.agreements().get());

        assertThat(remembered()).isFalse();
    }

    /** The answer to what a node sent before it froze; meanwhile another one has put an empty parcel there. */
    @Test
    void isNotSettledByAReceiptOfWhatItWasBefore() throws Exception {
        byte[] sent = fixture.rows.parcels().stored(RECIPIENT, 1).orElseThrow().mark();
        fixture.agree(2, "2026-01-01", "");
        fixture.startElsewhere(Lease.ALONE)
                .fate(
                        fixture.rowsElsewhere.parcels().open(RECIPIENT).get(0),
                        fixture.agreements().get());

        boolean settled = fixture.rows
                .settlements()
                .settle(RECIPIENT, 1, sent, List.of(), fixture.clock().instant());

        assertThat(settled).isFalse();
        assertThat(fixture.states()).isEqualTo("1=PREPARED");
    }

    /** To the recipient a checkpoint that is smaller than the one before is a ledger that was cut off. */
    @Test
    void isNotFollowedByOneOfANodeThatKnowsLessOfTheLedger() throws Exception {
        fixture.jdbc
                .sql("update parcel set checkpoint_size = 7, prepared_at = prepared_at + interval '20 seconds'")
                .update();
        fixture.append("P-3");
        drain(feed);
        assertThat(fixture.states()).isEqualTo("1=ACKNOWLEDGED");
        assertThat(feed.stopped()).contains("FED-0204");

        fixture.append("P-4", "P-5", "P-6", "P-7");
        drain(feed);

        assertThat(fixture.states()).isEqualTo("1=ACKNOWLEDGED 2=ACKNOWLEDGED 3=ACKNOWLEDGED");
        assertThat(feed.stopped()).isNull();
        assertThat(fixture.jdbc
                        .sql("select count(distinct prepared_at) from parcel")
                        .query(Long.class)
                        .single())
                .describedAs("dated by a clock that was ahead")
                .isEqualTo(1);
    }

    private boolean remembered() {
        byte[] mark = fixture.jdbc
                .sql("select substring(document for ?) from parcel where number = 1")
                .param(ParcelsAtHand.MARK)
                .query(byte[].class)
                .single();
        return fixture.rows.parcels().atHand().find(RECIPIENT, 1, mark) != null;
    }
}
