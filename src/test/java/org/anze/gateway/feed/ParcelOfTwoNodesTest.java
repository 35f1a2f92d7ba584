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
        fixture.rowsElsewhere.settle(RECIPIENT, 1, List.of(), fixture.clock().instant());

        drain(feed);

        assertThat(remembered()).isFalse();
    }

    @Test
    void isForgottenWhenItIsReplaced() throws Exception {
        fixture.agree(2, "2026-01-01", "");
        ParcelRows.OpenParcel seen = fixture.rows.parcels().open(RECIPIENT).get(0);
        fixture.rowsElsewhere.parcels().leaving(RECIPIENT, 1, fixture.clock().instant());
        fixture.rowsElsewhere.settle(RECIPIENT, 1, List.of(), fixture.clock().instant());

        // It comes too late and changes nothing.
        feed.fate(seen, fixture.agreements().get());

        assertThat(remembered()).isFalse();
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
