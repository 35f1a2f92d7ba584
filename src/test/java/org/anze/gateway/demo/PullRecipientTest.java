package org.anze.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.anze.gateway.feed.Parcel;
import org.anze.gateway.feed.Settlement;
import org.anze.gateway.routing.http.MemoryFeed;
import org.anze.gateway.routing.http.PartyDoor;
import org.anze.gateway.routing.http.SampleHttpParties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PullRecipientTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final PartyDoor door = PartyDoor.open();
    private final MemoryFeed feed = door.feed();
    private final RecipientFaults faults = new RecipientFaults();

    @BeforeEach
    void nothingWaits() {
        feed.clear();
    }

    @Test
    void pullsKeepsAndAcknowledgesWhatWaits() throws Exception {
        Parcel.Rendition csv = new Parcel.Rendition("000000001.policy.csv", "text/csv", new byte[] {1, 2});
        Parcel first = MemoryFeed.parcel("ministry", 1, csv);
        feed.offer(first);
        feed.offer(MemoryFeed.parcel("ministry", 2));

        try (PullRecipient recipient = recipient()) {
            recipient.start();
            awaitSettled(2);
            feed.offer(MemoryFeed.parcel("ministry", 3));
            awaitSettled(3);

            assertThat(recipient.received().last()).isEqualTo(3);
            assertThat(folder.resolve("000000001.parcel.json")).hasBinaryContent(first.document());
            assertThat(folder.resolve("000000001.policy.csv")).hasBinaryContent(csv.content());
            assertThat(recipient.received().violations()).isEmpty();
        }
    }

    @Test
    void acknowledgesAgainWhenItsReceiptWasLostOrGarbled() throws Exception {
        faults.loseAnswers(1);
        faults.garbleAnswers(1);
        feed.offer(MemoryFeed.parcel("ministry", 1));

        try (PullRecipient recipient = recipient()) {
            recipient.start();
            awaitSettled(1);

            assertThat(recipient.received().last()).isEqualTo(1);
            assertThat(recipient.received().violations()).isEmpty();
        }
    }

    @Test
    void catchesUpAfterItWasDown() throws Exception {
        faults.down(true);
        for (int number = 1; number <= 5; number++) {
            feed.offer(MemoryFeed.parcel("ministry", number));
        }

        try (PullRecipient recipient = recipient()) {
            recipient.start();
            assertThat(recipient.received().last()).isZero();
            faults.down(false);
            awaitSettled(5);
        }
    }

    private void awaitSettled(long number) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(feed.settlementOf("ministry", number))
                .containsInstanceOf(Settlement.Acknowledged.class));
    }

    private PullRecipient recipient() throws Exception {
        PartyClient client = door.client(SampleHttpParties.MINISTRY);
        return new PullRecipient(
                () -> client, new ReceivedParcels(folder, (document, renditions) -> null, faults), faults);
    }
}
