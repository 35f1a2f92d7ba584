package org.anze.gateway.evidence.stamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.anze.gateway.demo.DemoTimeStampOffice;
import org.anze.gateway.evidence.http.BoundedPost;
import org.anze.gateway.seal.Checkpoint;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.Suite;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Asking an authority and checking what it answers, in both suites; the authority is the demo's. */
class TimeStampTest {

    private static final Clock CLOCK = Clock.systemUTC();
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final BoundedPost HTTP = new BoundedPost(Duration.ofSeconds(5));

    @TempDir
    private Path folder;

    private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private DemoTimeStampOffice office(Suite suite) throws IOException {
        DemoTimeStampOffice office =
                new DemoTimeStampOffice(folder.resolve("tsa-" + suite + open.size()), suite, CLOCK);
        open.add(office);
        return office;
    }

    private static TimeStampAuthority authority(URI address, String policy, X509Certificate anchor) {
        return new TimeStampAuthority(
                address, policy, new StampVerifier("sample", List.of(anchor)), HTTP, TOLERANCE, CLOCK);
    }

    private static Checkpoint checkpoint(Suite suite) {
        return new Checkpoint(SampleSeals.LEDGER, 9, new byte[32], suite, CLOCK.instant());
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void stampsACheckpoint(Suite suite) throws Exception {
        DemoTimeStampOffice office = office(suite);
        Checkpoint checkpoint = checkpoint(suite);
        Instant before = CLOCK.instant().minusSeconds(1);

        Stamp stamp = authority(office.address(), DemoTimeStampOffice.POLICY, office.authority())
                .stamp(checkpoint);

        assertThat(stamp.time()).isBetween(before, CLOCK.instant().plusSeconds(1));
        assertThat(stamp.chain()).hasSize(1).allMatch(pem -> pem.startsWith("-----BEGIN CERTIFICATE-----\n"));
        StampVerifier verifier = new StampVerifier("sample", List.of(office.authority()));
        assertThat(verifier.verify(stamp.token(), suite, checkpoint.text()).time())
                .isEqualTo(stamp.time());
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void refusesATokenOverSomethingElse(Suite suite) throws Exception {
        DemoTimeStampOffice office = office(suite);
        Stamp stamp = authority(office.address(), null, office.authority()).stamp(checkpoint(suite));
        StampVerifier verifier = new StampVerifier("sample", List.of(office.authority()));
        byte[] other = SampleSeals.LEDGER.getBytes();
        assertThatThrownBy(() -> verifier.verify(stamp.token(), suite, other)).hasMessageContaining("imprint differs");
        Suite another = suite == Suite.SM ? Suite.INTL : Suite.SM;
        assertThatThrownBy(() -> verifier.verify(stamp.token(), another, other)).hasMessageContaining("hash function");
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void refusesAnAuthorityThatNobodyTrusts(Suite suite) throws Exception {
        X509Certificate stranger = office(suite).authority();
        DemoTimeStampOffice office = office(suite);
        assertThatThrownBy(() -> authority(office.address(), null, stranger).stamp(checkpoint(suite)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not acceptable");
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void refusesEveryFlippedByteOfAToken(Suite suite) throws Exception {
        DemoTimeStampOffice office = office(suite);
        Checkpoint checkpoint = checkpoint(suite);
        Stamp stamp = authority(office.address(), null, office.authority()).stamp(checkpoint);
        StampVerifier verifier = new StampVerifier("sample", List.of(office.authority()));
        for (int i = 0; i < stamp.token().length; i++) {
            byte[] damaged = stamp.token().clone();
            damaged[i] ^= (byte) (1 << i % 8);
            try {
                // Another spelling of the same DER is written as DER again; nothing else may pass.
                byte[] kept = verifier.verify(damaged, suite, checkpoint.text()).token();
                assertThat(Arrays.mismatch(kept, stamp.token())).isEqualTo(-1);
            } catch (IOException refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void refusesAPolicyThatWasNotAskedFor() throws Exception {
        DemoTimeStampOffice office = office(Suite.INTL);
        assertThatThrownBy(() -> authority(office.address(), "1.2.3.4", office.authority())
                        .stamp(checkpoint(Suite.INTL)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void refusesAReplayedAnswer() throws Exception {
        DemoTimeStampOffice office = office(Suite.INTL);
        Checkpoint checkpoint = checkpoint(Suite.INTL);
        CopyOnWriteArrayList<byte[]> answers = new CopyOnWriteArrayList<>();
        URI recorder = server(query -> {
            if (answers.isEmpty()) {
                answers.add(HTTP.post(office.address(), "application/timestamp-query", query)
                        .body());
            }
            return answers.get(0);
        });
        TimeStampAuthority authority = authority(recorder, null, office.authority());
        authority.stamp(checkpoint);
        assertThatThrownBy(() -> authority.stamp(checkpoint)).hasMessageContaining("nonce");
    }

    @Test
    void refusesAnAuthorityWhoseClockIsWrong() throws Exception {
        DemoTimeStampOffice office =
                new DemoTimeStampOffice(folder.resolve("late"), Suite.SM, Clock.offset(CLOCK, Duration.ofMinutes(7)));
        open.add(office);
        assertThatThrownBy(() ->
                        authority(office.address(), null, office.authority()).stamp(checkpoint(Suite.SM)))
                .hasMessageContaining("clock");
    }

    @Test
    void neverFailsOnGarbage() throws Exception {
        DemoTimeStampOffice office = office(Suite.SM);
        for (byte[] garbage :
                List.of(new byte[0], new byte[] {0x30}, new byte[100], "<html>".getBytes(), new byte[1 << 20])) {
            URI address = server(query -> garbage);
            assertThatThrownBy(
                            () -> authority(address, null, office.authority()).stamp(checkpoint(Suite.SM)))
                    .isInstanceOf(IOException.class);
        }
        office.setDown(true);
        assertThatThrownBy(() ->
                        authority(office.address(), null, office.authority()).stamp(checkpoint(Suite.SM)))
                .hasMessageContaining("503");
    }

    @FunctionalInterface
    private interface Reply {
        byte[] to(byte[] query) throws IOException;
    }

    private URI server(Reply reply) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                byte[] answer = reply.to(exchange.getRequestBody().readAllBytes());
                exchange.getResponseHeaders().set("Content-Type", "application/timestamp-reply");
                exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        server.start();
        open.add(() -> server.stop(0));
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void opensslSaysWhatThePageSays(Suite suite) throws Exception {
        Assumptions.assumeThat(shell("openssl version"))
                .as("openssl 3 is not on the PATH: skipped")
                .startsWith("0 OpenSSL 3");
        DemoTimeStampOffice office = office(suite);
        Checkpoint checkpoint = checkpoint(suite);
        Stamp stamp = authority(office.address(), null, office.authority()).stamp(checkpoint);
        Files.write(folder.resolve("token"), stamp.token());
        Files.write(
                folder.resolve("checkpoint"),
                checkpoint.sign(SampleSeals.gateway(suite).signer()).note().getBytes());
        Files.copy(
                DemoTimeStampOffice.authorityFile(folder.resolve("tsa-" + suite + "0")), folder.resolve("tsa-ca.crt"));
        String commands = block(Files.readString(Path.of("docs/spec/time-stamps.md")), "openssl-" + suite);

        assertThat(shell(commands))
                .startsWith("0 ")
                .contains(
                        suite == Suite.SM ? "Verified OK" : "Verification: OK",
                        suite == Suite.SM ? "tsa.crt: OK" : "Verification");

        Files.writeString(
                folder.resolve("checkpoint"),
                Files.readString(folder.resolve("checkpoint")).replace("\n9\n", "\n8\n"));
        assertThat(shell(commands)).doesNotStartWith("0 ");
    }

    private static String block(String page, String name) {
        int start = page.indexOf("<!-- " + name + " -->");
        int opening = page.indexOf("```sh\n", start) + 6;
        assertThat(start).as("block %s of the page", name).isNotNegative();
        return page.substring(opening, page.indexOf("```", opening));
    }

    private String shell(String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-e", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + " " + output;
    }
}
