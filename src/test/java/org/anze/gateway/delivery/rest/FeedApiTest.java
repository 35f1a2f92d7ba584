package org.anze.gateway.delivery.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.anze.gateway.demo.PartyClient;
import org.anze.gateway.feed.Parcel;
import org.anze.gateway.feed.Settlement;
import org.anze.gateway.routing.http.MemoryFeed;
import org.anze.gateway.routing.http.PartyDoor;
import org.anze.gateway.routing.http.SampleHttpParties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedApiTest {

    private final PartyDoor door = PartyDoor.open();
    private final MemoryFeed feed = door.feed();
    private final PartyClient ministry = door.client(SampleHttpParties.MINISTRY);

    @BeforeEach
    void nothingWaits() {
        feed.clear();
    }

    @Test
    void givesTheOldestParcelByteForByteAndSaysThatThereIsMore() throws Exception {
        Parcel first = MemoryFeed.parcel("ministry", 1);
        feed.offer(first);
        feed.offer(MemoryFeed.parcel("ministry", 2));

        PartyClient.Answer answer = ministry.get("/api/v1/feed");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(first.document());
        assertThat(answer.header("parcel-number")).hasValue("1");
        assertThat(answer.header("parcel-records")).hasValue("1");
        assertThat(answer.header("parcel-next")).hasValue("2");
    }

    @Test
    void givesTheSameParcelAgainUntilItsReceiptCame() throws Exception {
        feed.offer(MemoryFeed.parcel("ministry", 1));

        assertThat(ministry.get("/api/v1/feed").status()).isEqualTo(200);
        assertThat(ministry.get("/api/v1/feed").status()).isEqualTo(200);
        assertThat(settle("{\"parcel\":1,\"status\":\"ACKNOWLEDGED\"}").status())
                .isEqualTo(200);
        assertThat(ministry.get("/api/v1/feed").status()).isEqualTo(204);
        assertThat(feed.settlementOf("ministry", 1)).containsInstanceOf(Settlement.Acknowledged.class);
    }

    @Test
    void skipsWhatTheRecipientHas() throws Exception {
        feed.offer(MemoryFeed.parcel("ministry", 1));
        feed.offer(MemoryFeed.parcel("ministry", 2));

        assertThat(ministry.get("/api/v1/feed?after=1").header("parcel-number")).hasValue("2");
        assertThat(ministry.get("/api/v1/feed?after=2").status()).isEqualTo(204);
    }

    @Test
    void waitsForAParcelAsLongAsItIsAsked() throws Exception {
        CompletableFuture<PartyClient.Answer> poll = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return ministry.get("/api/v1/feed?wait=20");
                    } catch (java.io.IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> new Thread(task).start());
        feed.offer(MemoryFeed.parcel("ministry", 1));

        assertThat(poll.get(10, TimeUnit.SECONDS).header("parcel-number")).hasValue("1");
    }

    @Test
    void givesRenditionsOfAWaitingParcel() throws Exception {
        byte[] csv = "保单号\r\n".getBytes("GB18030");
        feed.offer(MemoryFeed.parcel(
                "ministry", 1, new Parcel.Rendition("000000001.policy.csv", "text/csv;charset=GB18030", csv)));

        assertThat(ministry.get("/api/v1/feed").header("parcel-renditions")).hasValue("000000001.policy.csv");
        PartyClient.Answer file = ministry.get("/api/v1/feed/1/renditions/000000001.policy.csv");
        assertThat(file.body()).isEqualTo(csv);
        assertThat(file.header("content-type")).hasValue("text/csv;charset=GB18030");
        assertThat(ministry.get("/api/v1/feed/1/renditions/other.csv").status()).isEqualTo(404);
        assertThat(ministry.get("/api/v1/feed/2/renditions/000000001.policy.csv")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void givesNobodyTheParcelsOfAnother() throws Exception {
        feed.offer(MemoryFeed.parcel("platform-shanxi", 1));

        assertThat(ministry.get("/api/v1/feed").status()).isEqualTo(204);
        assertThat(settle("{\"parcel\":1,\"status\":\"ACKNOWLEDGED\"}").status())
                .isEqualTo(404);
        assertThat(feed.settlementOf("platform-shanxi", 1)).isEmpty();
    }

    @Test
    void hasAFeedForThoseWhoPullOnly() throws Exception {
        PartyClient platform = door.client(SampleHttpParties.PLATFORM);

        assertThat(platform.get("/api/v1/feed").status()).isEqualTo(403);
        assertThat(platform.post("/api/v1/feed/acks", "application/json", "{}".getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(403);
        assertThat(door.client(SampleHttpParties.WU).get("/api/v1/feed").status())
                .isEqualTo(403);
    }

    @Test
    void takesSeveralReceiptsWithRefusals() throws Exception {
        feed.offer(MemoryFeed.parcel("ministry", 1));
        feed.offer(MemoryFeed.parcel("ministry", 2));

        PartyClient.Answer answer = settle("[{\"parcel\":1,\"status\":\"ACKNOWLEDGED\"},"
                + "{\"parcel\":2,\"status\":\"REFUSED\",\"refused\":[{\"index\":1002,\"reason\":\"重复\"}]}]");

        assertThat(answer.text()).isEqualTo("{\"settled\":[1,2]}");
        assertThat(feed.settlementOf("ministry", 2)).hasValueSatisfying(settlement -> assertThat(settlement)
                .isInstanceOfSatisfying(Settlement.Refused.class, refused -> assertThat(refused.records())
                        .containsExactly(new Settlement.RefusedRecord(1002, "重复"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "17",
                "{\"parcel\":1}",
                "{\"parcel\":1,\"status\":\"MAYBE\"}",
                "[1]",
                "not json",
                "{\"parcel\":1,\"status\":\"ACKNOWLEDGED\""
            })
    void refusesWhatIsNoReceipt(String body) throws Exception {
        feed.offer(MemoryFeed.parcel("ministry", 1));

        assertThat(settle(body).status()).isEqualTo(400);
        assertThat(feed.settlementOf("ministry", 1)).isEmpty();
    }

    @Test
    void refusesMoreThanARequestMayHold() throws Exception {
        assertThat(settle(" ".repeat(10_001)).status()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"after=-1", "limit=0", "limit=101", "wait=31", "wait=-1", "after=x"})
    void refusesParametersOutsideTheirRange(String query) throws Exception {
        assertThat(ministry.get("/api/v1/feed?" + query).status()).isEqualTo(400);
    }

    private PartyClient.Answer settle(String body) throws Exception {
        return ministry.post("/api/v1/feed/acks", "application/json", body.getBytes(StandardCharsets.UTF_8));
    }
}
