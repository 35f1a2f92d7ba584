package org.anze.gateway.delivery.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.anze.gateway.delivery.soap.SoapCourier;
import org.anze.gateway.demo.ReceivedParcels;
import org.anze.gateway.demo.RecipientFaults;
import org.anze.gateway.demo.RestRecipient;
import org.anze.gateway.demo.SoapRecipient;
import org.anze.gateway.feed.Courier;
import org.anze.gateway.feed.Parcel;
import org.anze.gateway.feed.Settlement;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.routing.http.MemoryFeed;
import org.anze.gateway.routing.http.PartyDoor;
import org.anze.gateway.seal.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Both HTTPS couriers against real endpoints that misbehave on demand. */
@Timeout(60)
class HttpsCouriersTest {

    private static final Parcel ONE = MemoryFeed.parcel("them", 1);

    /** What a recipient says that has the very bytes. */
    private static Settlement acknowledged(Parcel parcel) {
        return new Settlement.Acknowledged(Base64.getEncoder().encodeToString(Suite.SM.hash(parcel.document())));
    }

    /** What has to hold on either channel. */
    abstract static class Channel {

        @TempDir
        Path folder;

        final PartyDoor door = PartyDoor.open();
        final RecipientFaults faults = new RecipientFaults();
        ReceivedParcels received;
        Courier courier;
        AutoCloseable server;
        URI uri;

        abstract void listen(SSLContext tls) throws IOException;

        abstract Courier courier(RecipientHttp http);

        @BeforeEach
        void start() throws Exception {
            received = new ReceivedParcels(folder, (document, renditions) -> null, faults);
            listen(door.tls().server());
            courier = courier(new RecipientHttp(door.tls().gatewayClient()));
        }

        @AfterEach
        void stop() throws Exception {
            server.close();
        }

        @Test
        void deliversTheDocumentByteForByte() throws Exception {
            assertThat(courier.deliver(recipient(uri), ONE)).isEqualTo(acknowledged(ONE));
            assertThat(folder.resolve("000000001.parcel.json")).hasBinaryContent(ONE.document());
        }

        @Test
        void takesRefusalsHome() throws Exception {
            faults.refuse(1001);

            assertThat(courier.deliver(recipient(uri), ONE))
                    .isInstanceOfSatisfying(Settlement.Refused.class, refused -> assertThat(refused.records())
                            .singleElement()
                            .extracting(Settlement.RefusedRecord::index)
                            .isEqualTo(1001L));
        }

        @Test
        void deliversOnceWhenTheReceiptIsLost() throws Exception {
            faults.loseAnswers(1);
            // The JDK's client asks once more by itself when a fresh connection ends without an answer, or fails; both
            // are fine.
            Settlement settlement = null;
            for (int attempt = 0; settlement == null && attempt < 3; attempt++) {
                settlement = attempt();
            }

            assertThat(settlement).isEqualTo(acknowledged(ONE));
            assertThat(received.last()).isEqualTo(1);
            assertThat(received.violations()).isEmpty();
        }

        private Settlement attempt() {
            try {
                return courier.deliver(recipient(uri), ONE);
            } catch (IOException e) {
                return null;
            }
        }

        @Test
        void believesNoAnswerThatIsNoReceipt() throws Exception {
            faults.garbleAnswers(1);

            assertThatThrownBy(() -> courier.deliver(recipient(uri), ONE)).isInstanceOf(IOException.class);
            assertThat(courier.deliver(recipient(uri), ONE)).isEqualTo(acknowledged(ONE));
        }

        @Test
        void triesAgainLaterWhenTheRecipientIsDown() {
            faults.down(true);

            assertThatThrownBy(() -> courier.deliver(recipient(uri), ONE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("503");
        }

        @Test
        void triesAgainLaterWhenNobodyListens() throws Exception {
            URI nobody = URI.create("https://localhost:" + freePort() + "/parcels");

            assertThatThrownBy(() -> courier.deliver(recipient(nobody), ONE)).isInstanceOf(IOException.class);
        }

        @Test
        void waitsNoLongerThanThePartysFileSays() {
            faults.slow(Duration.ofSeconds(20));

            assertThatThrownBy(() -> courier.deliver(recipient(uri, Duration.ofMillis(300)), ONE))
                    .isInstanceOf(IOException.class);
        }

        @Test
        void settlesNoGap() {
            assertThatThrownBy(() -> courier.deliver(recipient(uri), MemoryFeed.parcel("them", 7)))
                    .isInstanceOf(IOException.class);
            assertThat(received.last()).isZero();
        }

        @Test
        void trustsNoServerOfAForeignAuthority() throws Exception {
            server.close();
            listen(door.foreignTls().server());

            assertThatThrownBy(() -> courier.deliver(recipient(uri), ONE))
                    .isInstanceOf(TryAgainLater.class)
                    .hasMessageContaining(RecipientProblem.CERTIFICATE_REFUSED.code())
                    .hasMessageContaining(uri.getAuthority());
            assertThat(received.last()).isZero();
        }

        @Test
        void sendsNothingInTheClear() {
            URI clear = URI.create(uri.toString().replace("https:", "http:"));

            assertThatThrownBy(() -> courier.deliver(recipient(clear), ONE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("https");
        }
    }

    @Nested
    class Rest extends Channel {
        @Override
        void listen(SSLContext tls) throws IOException {
            RestRecipient recipient = new RestRecipient(0, tls, received, faults);
            server = recipient;
            uri = recipient.uri();
        }

        @Override
        Courier courier(RecipientHttp http) {
            return new RestCourier(http);
        }

        @Test
        void carriesNoRenditions() {
            Parcel parcel = MemoryFeed.parcel("them", 1, new Parcel.Rendition("a.csv", "text/csv", new byte[1]));

            assertThatThrownBy(() -> courier.deliver(recipient(uri), parcel)).hasMessageContaining("format JSON");
        }
    }

    @Nested
    class Soap extends Channel {
        @Override
        void listen(SSLContext tls) throws IOException {
            SoapRecipient recipient = new SoapRecipient(0, tls, received, faults);
            server = recipient;
            uri = recipient.uri();
        }

        @Override
        Courier courier(RecipientHttp http) {
            return new SoapCourier(http);
        }

        @Test
        void carriesRenditions() throws Exception {
            byte[] xml = "<保单/>".getBytes("GB18030");
            Parcel parcel = MemoryFeed.parcel("them", 1, new Parcel.Rendition("000000001.xml", "application/xml", xml));

            assertThat(courier.deliver(recipient(uri), parcel)).isEqualTo(acknowledged(parcel));
            assertThat(folder.resolve("000000001.xml")).hasBinaryContent(xml);
        }
    }

    static Party recipient(URI uri) {
        return recipient(uri, Duration.ofSeconds(20));
    }

    static Party recipient(URI uri, Duration timeout) {
        return new Party(
                "them",
                PartyType.PRV,
                new Party.Name("他们", "them"),
                "11140000MAPF000010",
                List.of(),
                null,
                new Party.Delivery(
                        Party.Channel.REST,
                        uri.toString(),
                        Party.Format.JSON,
                        Map.of(),
                        null,
                        0,
                        timeout,
                        null,
                        null,
                        null,
                        null,
                        null),
                List.of());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
