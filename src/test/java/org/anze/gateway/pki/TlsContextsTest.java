package org.anze.gateway.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsContextsTest {

    private static final DemoParty PARTY = new DemoParty("insurer-jia", "甲", "91140100MAXX000011");

    @TempDir
    static Path ours;

    @TempDir
    static Path others;

    private static ExecutorService background;

    @BeforeAll
    static void provide() throws Exception {
        new DemoAuthority(ours, Clock.systemUTC()).provide(List.of(PARTY));
        new DemoAuthority(others, Clock.systemUTC()).provide(List.of(PARTY));
        background = Executors.newSingleThreadExecutor();
    }

    @AfterAll
    static void end() {
        background.shutdownNow();
    }

    @Test
    void recognisesAPartyByItsCertificate() throws Exception {
        assertThat(connect(new TlsContexts(ours).client("insurer-jia"), "localhost"))
                .contains("CN=insurer-jia");
        assertThat(connect(new TlsContexts(ours).client("insurer-jia"), "127.0.0.1"))
                .contains("CN=insurer-jia");
    }

    @Test
    void recognisesTheGatewayWhenItDelivers() throws Exception {
        assertThat(connect(new TlsContexts(ours).gatewayClient(), "localhost")).contains("CN=localhost");
    }

    @Test
    void refusesAPartyOfAnotherAuthority() {
        assertThatThrownBy(() -> connect(new TlsContexts(others).client("insurer-jia"), "localhost"))
                .isInstanceOf(Exception.class);
    }

    @Test
    void refusesAClientWithoutACertificateWhereOneIsNeeded() {
        assertThatThrownBy(() -> connect(new TlsContexts(ours).anonymousClient(), "localhost"))
                .isInstanceOf(Exception.class);
    }

    @Test
    void refusesAServerUnderAnotherName() {
        assertThatThrownBy(() -> connect(new TlsContexts(ours).client("insurer-jia"), "gateway.example"))
                .isInstanceOf(IOException.class);
    }

    /** Subject of the client's certificate as the server saw it; fails when either side refuses the other. */
    private static String connect(SSLContext client, String host) throws Exception {
        InetAddress loopback = InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1});
        try (SSLServerSocket listener = (SSLServerSocket)
                new TlsContexts(ours).server().getServerSocketFactory().createServerSocket(0, 1, loopback)) {
            listener.setNeedClientAuth(true);
            CompletableFuture<String> seen = CompletableFuture.supplyAsync(() -> accept(listener), background);
            try (SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket()) {
                socket.setSoTimeout(10_000);
                socket.connect(new InetSocketAddress(loopback, listener.getLocalPort()), 10_000);
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                assertThat(socket.getInputStream().read()).isEqualTo('x');
            }
            return seen.get(10, TimeUnit.SECONDS);
        }
    }

    private static String accept(SSLServerSocket listener) {
        try (SSLSocket socket = (SSLSocket) listener.accept()) {
            socket.setSoTimeout(10_000);
            String subject = ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
            socket.getOutputStream().write('x');
            return subject;
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }
}
