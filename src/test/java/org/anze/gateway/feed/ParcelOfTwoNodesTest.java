package org.anze.gateway.feed;

import static org.anze.gateway.feed.FeedFixture.RECIPIENT;
import static org.anze.gateway.feed.FeedFixture.drain;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
}
