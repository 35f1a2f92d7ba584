package org.anze.gateway.feed;

import static org.anze.gateway.feed.FeedFixture.drain;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.anze.gateway.ledger.FaultySource.Fault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a parcel takes from the volume of the day when the store fails while it is written down. */
class ParcelVolumeTest {

    @TempDir
    private Path folder;

    private FeedFixture fixture;

    @BeforeEach
    void fillLedger() throws Exception {
        fixture = new FeedFixture(folder, "REST");
        fixture.agree(1, "2026-01-01", "volume: {recordsPerDay: 4}");
        fixture.append("P-1", "P-2", "P-3", "P-4", "P-5", "P-6");
    }

    @Test
    void isNotGivenBackWhenOnlyTheAnswerOfTheStoreWasLost() {
        RecipientFeed feed = fixture.start();
        fixture.store.fail(Fault.ANSWER_LOST);

        drain(feed);
        drain(feed);

        assertThat(fixture.receivedInWords()).containsExactly("1: P-1 P-2 P-3", "2: P-4");
    }

    @Test
    void isGivenBackWhenTheStoreKeptNothing() {
        RecipientFeed feed = fixture.start();
        fixture.store.fail(Fault.BEFORE_COMMIT);

        drain(feed);
        assertThat(fixture.received).isEmpty();
        drain(feed);

        assertThat(fixture.receivedInWords()).containsExactly("1: P-1 P-2 P-3", "2: P-4");
    }
}
