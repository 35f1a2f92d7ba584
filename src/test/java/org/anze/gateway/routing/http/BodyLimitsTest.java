package org.anze.gateway.routing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.anze.gateway.demo.PartyClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BodyLimitsTest {

    /** Of the party port, as it comes. */
    private static final int THREADS = 64;

    private final PartyDoor door = PartyDoor.open();

    @Test
    void refusesABodyWhoseLengthIsTooLargeBeforeReadingIt() throws Exception {
        byte[] body = new byte[PartyDoor.LARGEST_SUBMISSION + 1];

        PartyClient.Answer answer =
                door.client(SampleHttpParties.WU).post("/api/v1/submissions", "application/json", body);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(PartyPortTest.problem(answer).get("code").asString()).isEqualTo("RST-0009");
        assertThat(PartyPortTest.problem(answer).get("zh").asString()).contains("200000");
    }

    @Test
    void refusesABodyThatTurnsOutTooLargeWhileItComes() throws Exception {
        byte[] body = new byte[PartyDoor.LARGEST_SUBMISSION + 1];
        int before = door.desk().count();

        PartyClient.Answer answer = door.client(SampleHttpParties.WU)
                .submit("too-large", "application/json", null, () -> new ByteArrayInputStream(body));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(PartyPortTest.problem(answer).get("code").asString()).isEqualTo("RST-0009");
        assertThat(door.desk().count()).isEqualTo(before);
    }

    @Test
    void takesABodyOfExactlyTheLargestSize() throws Exception {
        byte[] body = new byte[PartyDoor.LARGEST_SUBMISSION];

        assertThat(door.client(SampleHttpParties.WU)
                        .submit("just-right", "application/json", null, () -> new ByteArrayInputStream(body))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void refusesACompressedBody() throws Exception {
        String answer = raw("Content-Encoding: gzip\r\nContent-Length: 2\r\n", "{}");

        assertThat(answer).startsWith("HTTP/1.1 415").contains("RST-0015");
    }

    @Test
    void givesUpABodyThatDrips() throws Exception {
        int before = door.desk().count();
        try (SSLSocket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(head("Submission-Id: drips\r\nContent-Length: 100000\r\n"));
            out.flush();
            ScheduledExecutorService drops = Executors.newSingleThreadScheduledExecutor();
            try {
                drops.scheduleAtFixedRate(() -> drip(out), 0, 20, TimeUnit.MILLISECONDS);
                String answer = read(socket.getInputStream());

                assertThat(answer).startsWith("HTTP/1.1 408").contains("RST-0010");
                // Nobody waits for the rest, which would take half an hour.
                assertThat(read(socket.getInputStream())).isIn("", "[cut]");
            } finally {
                drops.shutdownNow();
            }
        }
        assertThat(door.desk().count()).isEqualTo(before);
    }

    @Test
    void givesUpAFormThatDrips() throws Exception {
        try (SSLSocket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(form("Content-Length: 10000\r\n"));
            out.flush();
            ScheduledExecutorService drops = Executors.newSingleThreadScheduledExecutor();
            try {
                drops.scheduleAtFixedRate(() -> drip(out), 0, 20, TimeUnit.MILLISECONDS);

                assertThat(read(socket.getInputStream()))
                        .startsWith("HTTP/1.1 408")
                        .contains("RST-0010");
            } finally {
                drops.shutdownNow();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH"})
    void takesNoLongFormWhereOtherBodiesMayBeLong(String method) throws Exception {
        try (SSLSocket socket = connect()) {
            socket.getOutputStream()
                    .write((method + " /api/v1/submissions HTTP/1.1\r\nHost: localhost\r\n"
                                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 10001\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();

            assertThat(read(socket.getInputStream()))
                    .startsWith("HTTP/1.1 413")
                    .contains("RST-0009")
                    .contains(" 10000 ");
        }
    }

    @Test
    void refusesAFormThatTurnsOutTooLargeWhileItComes() throws Exception {
        try (SSLSocket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(form("Transfer-Encoding: chunked\r\n"));
            out.write(("2711\r\n" + "x".repeat(0x2711) + "\r\n0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();

            assertThat(read(socket.getInputStream())).startsWith("HTTP/1.1 413").contains("RST-0009");
        }
    }

    /** Coming again must not cost a handshake. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keepsTheConnectionOfWhoIsToldToComeAgain(boolean chunked) throws Exception {
        String body = "x".repeat(150_000);
        byte[] message = chunked
                ? ("249f0\r\n" + body + "\r\n0\r\n\r\n").getBytes(StandardCharsets.US_ASCII)
                : body.getBytes(StandardCharsets.US_ASCII);
        String length = chunked ? "Transfer-Encoding: chunked\r\n" : "Content-Length: 150000\r\n";
        try (SSLSocket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            for (int i = 0; i < 3; i++) {
                out.write(head("Submission-Id: full-" + i + "\r\n" + length));
                out.write(message);
                out.flush();

                assertThat(read(socket.getInputStream()))
                        .startsWith("HTTP/1.1 429")
                        .contains("INT-0405", "Retry-After: 3")
                        .doesNotContainIgnoringCase("connection: close");
            }
            out.write("GET /api/v1/submissions/none HTTP/1.1\r\nHost: localhost\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            assertThat(read(socket.getInputStream())).startsWith("HTTP/1.1 404");
        }
    }

    @Test
    void readsNoSlowBodyForNothing() throws Exception {
        try (SSLSocket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(head("Submission-Id: full-0\r\nContent-Length: 1000\r\n"));
            out.write('x');
            out.flush();
            ScheduledExecutorService dripping = Executors.newSingleThreadScheduledExecutor();
            try {
                dripping.scheduleWithFixedDelay(() -> drip(out), 50, 50, TimeUnit.MILLISECONDS);

                assertThat(read(socket.getInputStream()))
                        .startsWith("HTTP/1.1 429")
                        .contains("INT-0405")
                        .containsIgnoringCase("connection: close");
            } finally {
                dripping.shutdownNow();
            }
        }
    }

    @Test
    void keepsNothingOfABodyThatBreaksOff() throws Exception {
        try (SSLSocket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(head("Submission-Id: breaks-off-early\r\nContent-Length: 1000\r\n"));
            out.write("[{\"half\":".getBytes(StandardCharsets.UTF_8));
            out.flush();
            socket.shutdownOutput();
            read(socket.getInputStream());
        }

        assertThat(door.desk().byMessageId("breaks-off-early")).isEmpty();
    }

    @Test
    void givesOnePartyItsShareOfThreadsAndNoMore() throws Exception {
        MemoryDesk desk = door.desk();
        desk.hold(PartyDoor.REQUESTS_PER_PARTY);
        PartyClient client = door.client(SampleHttpParties.WU);
        List<CompletableFuture<Integer>> held = new ArrayList<>();
        for (int i = 0; i < PartyDoor.REQUESTS_PER_PARTY; i++) {
            String id = "held-" + i;
            held.add(CompletableFuture.supplyAsync(() -> status(client, id), task -> new Thread(task).start()));
        }
        try {
            assertThat(desk.awaitHeld()).isTrue();

            PartyClient.Answer one = client.get("/api/v1/submissions/none");
            assertThat(one.status()).isEqualTo(429);
            assertThat(one.header("retry-after")).isPresent();
            // It has no place, so nobody waits for the rest of its body.
            assertThat(raw("Submission-Id: none\r\nContent-Length: 150000\r\n", "["))
                    .startsWith("HTTP/1.1 429")
                    .containsIgnoringCase("connection: close");
            assertThat(door.client(SampleHttpParties.DING)
                            .get("/api/v1/submissions/none")
                            .status())
                    .isEqualTo(404);
        } finally {
            desk.letGo();
        }
        for (CompletableFuture<Integer> each : held) {
            assertThat(each.get(10, TimeUnit.SECONDS)).isEqualTo(200);
        }
        assertThat(client.get("/api/v1/submissions/none").status()).isEqualTo(404);
    }

    /** The container reads the rest of a refused body on the request's thread; those who hold all of them shut everybody out. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /api/v1/submissions HTTP/1.1\r\nContent-Type: application/json",
                "PUT /api/v1/submissions HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded",
                "POST /api/v1/submissions HTTP/1.1\r\nContent-Type: application/json\r\nContent-Encoding: gzip",
                "POST /nowhere HTTP/1.1\r\nContent-Type: application/json",
                "POST /%zz HTTP/1.1\r\nContent-Type: application/json",
                "DELETE /soap/v1 HTTP/1.1\r\nContent-Type: text/xml",
                "PUT /oauth2/token HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded"
            })
    void givesNoThreadToStrangersWhoWereRefused(String refused) throws Exception {
        List<SSLSocket> strangers = new ArrayList<>();
        ScheduledExecutorService dripping = Executors.newSingleThreadScheduledExecutor();
        try {
            for (int i = 0; i < THREADS + 6; i++) {
                SSLSocket stranger = stranger();
                strangers.add(stranger);
                stranger.getOutputStream()
                        .write((refused + "\r\nHost: localhost\r\nContent-Length: 9000\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                stranger.getOutputStream().flush();
            }
            dripping.scheduleWithFixedDelay(() -> dripEach(strangers, 1), 0, 500, TimeUnit.MILLISECONDS);

            HttpRequest one = HttpRequest.newBuilder(door.uri().resolve("/api/v1/submissions/none"))
                    .timeout(Duration.ofSeconds(15))
                    .build();
            assertThat(door.send(SampleHttpParties.WU, one).statusCode()).isEqualTo(404);
        } finally {
            dripping.shutdownNow();
            closeAll(strangers);
        }
    }

    /** Who is cut off while sending would not read the answer. */
    @Test
    void tellsWhatIsWrongWhileALargeBodyStillComes() throws Exception {
        try (SSLSocket socket = stranger()) {
            OutputStream out = socket.getOutputStream();
            out.write(head("Content-Length: 5000000\r\n"));
            out.write(new byte[1_000_000]);
            out.flush();

            assertThat(read(socket.getInputStream()))
                    .startsWith("HTTP/1.1 413")
                    .contains("RST-0009")
                    .containsIgnoringCase("connection: close");
        }
    }

    /** As many clients do: first the whole request, then the answer. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void letsSendersFinishWhoReadTheirAnswerLast(boolean anonymous) throws Exception {
        int length = 1_900_000;
        try (SSLSocket socket = anonymous ? stranger() : connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(head("Content-Length: " + length + "\r\n"));
            out.flush();
            assertThat(read(socket.getInputStream())).startsWith("HTTP/1.1 413").contains("RST-0009");

            socket.setSoTimeout(300);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            socket.setSoTimeout(20_000);
            out.write(new byte[length]);
            out.flush();
            assertThat(read(socket.getInputStream())).isEmpty();
        }
    }

    /** Signed messages and forms for tokens are read before anybody knows whose they are. */
    @ParameterizedTest
    @ValueSource(strings = {"/soap/v1", "/oauth2/token"})
    void givesStrangersTogetherHalfThePlaces(String path) throws Exception {
        String type = path.equals("/soap/v1") ? "text/xml" : "application/x-www-form-urlencoded";
        HttpRequest one = HttpRequest.newBuilder(door.uri().resolve(path))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString("x=y"))
                .build();
        List<SSLSocket> strangers = new ArrayList<>();
        ScheduledExecutorService dripping = Executors.newSingleThreadScheduledExecutor();
        try {
            for (int i = 0; i < 16; i++) {
                SSLSocket stranger = stranger();
                strangers.add(stranger);
                stranger.getOutputStream()
                        .write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type
                                        + "\r\nTransfer-Encoding: chunked\r\n\r\n2000\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                stranger.getOutputStream().flush();
            }
            dripping.scheduleWithFixedDelay(() -> dripEach(strangers, 40), 0, 20, TimeUnit.MILLISECONDS);
            int status = 0;
            while (status != 429) {
                status = door.sendAnonymously(one).statusCode();
            }

            assertThat(door.send(SampleHttpParties.WU, one).statusCode()).isNotEqualTo(429);
            HttpRequest document = HttpRequest.newBuilder(door.uri().resolve("/api/v1/openapi.json"))
                    .build();
            assertThat(door.sendAnonymously(document).statusCode()).isEqualTo(200);
        } finally {
            dripping.shutdownNow();
            closeAll(strangers);
        }
    }

    private SSLSocket stranger() throws IOException {
        SSLSocket socket =
                (SSLSocket) door.tls().anonymousClient().getSocketFactory().createSocket("localhost", door.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void dripEach(List<SSLSocket> sockets, int bytes) {
        for (SSLSocket socket : sockets) {
            try {
                socket.getOutputStream().write("x".repeat(bytes).getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
            } catch (IOException gone) {
                // The server gave up on this one; the others go on.
                continue;
            }
        }
    }

    private static void closeAll(List<SSLSocket> sockets) throws IOException {
        for (SSLSocket socket : sockets) {
            socket.close();
        }
    }

    private static int status(PartyClient client, String id) {
        try {
            byte[] body = ("HOLD " + id).getBytes(StandardCharsets.UTF_8);
            return client.submit(id, "application/json", null, () -> new ByteArrayInputStream(body))
                    .status();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void drip(OutputStream out) {
        try {
            out.write('x');
            out.flush();
        } catch (IOException e) {
            // The server gave up on us, which is what the test waits for.
            throw new IllegalStateException(e);
        }
    }

    private String raw(String headers, String body) throws Exception {
        try (SSLSocket socket = connect()) {
            socket.getOutputStream().write(head(headers));
            socket.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return read(socket.getInputStream());
        }
    }

    private SSLSocket connect() throws IOException {
        SSLSocket socket =
                (SSLSocket) door.tls().client("insurer-wu").getSocketFactory().createSocket("localhost", door.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static byte[] head(String headers) {
        return ("POST /api/v1/submissions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + headers
                        + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] form(String headers) {
        return ("POST /oauth2/token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                        + headers + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Up to the end of the connection, or of the first answer. */
    private static String read(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        try {
            byte[] buffer = new byte[4096];
            for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                text.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
                if (text.indexOf("occurrence\":") > 0 && text.charAt(text.length() - 1) == '}') {
                    break;
                }
            }
        } catch (IOException e) {
            // A connection that is cut is an answer too.
            text.append("[cut]");
        }
        return text.toString();
    }
}
