package org.anze.gateway.identity;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.anze.gateway.pki.Pem;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.cert.ocsp.jcajce.JcaBasicOCSPRespBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;

/** A tiny OCSP responder and CRL server on 127.0.0.1 with faults. */
public final class SampleRevocationServer implements AutoCloseable {

    /** What it does. */
    public enum Mood {
        GOOD,
        REVOKED,
        UNKNOWN,
        STALE,
        FROM_THE_FUTURE,
        WRONG_SIGNER,
        DELEGATE,
        DELEGATE_WITHOUT_PURPOSE,
        OTHER_CERTIFICATE,
        OTHER_NONCE,
        TRY_LATER,
        SILENT,
        TRICKLE,
        GARBAGE,
        ENDLESS,
        REDIRECT,
        NOT_FOUND
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger requests = new AtomicInteger();
    private final SampleAuthority authority;
    private final SampleAuthority stranger;
    private final Clock clock;
    private volatile Mood mood = Mood.GOOD;
    private volatile byte @Nullable [] list;
    private SampleAuthority.@Nullable Issued delegate;

    /** Answers for one authority. */
    public SampleRevocationServer(SampleAuthority authority, Clock clock) {
        this.authority = authority;
        this.clock = clock;
        this.stranger = SampleAuthority.root("Stranger", SampleAuthority.Kind.EC, clock.instant());
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(threads);
        server.createContext("/ocsp", this::ocsp);
        server.createContext("/list", this::list);
        server.start();
    }

    /** Its OCSP address. */
    public String responder() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/ocsp";
    }

    /** Where its CRL is. */
    public String listAddress() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/list";
    }

    /** From now on. */
    public void mood(Mood next) {
        mood = next;
    }

    /** The CRL it gives; null for 404. */
    public void list(byte @Nullable [] encoded) {
        list = encoded;
    }

    /** Who signs in place of the authority in the moods DELEGATE and DELEGATE_WITHOUT_PURPOSE. */
    public void delegate(SampleAuthority.Issued signer) {
        delegate = signer;
    }

    /** How often it was asked. */
    public int requests() {
        return requests.get();
    }

    private void list(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        byte[] encoded = list;
        if (encoded == null) {
            exchange.sendResponseHeaders(404, -1);
        } else {
            send(exchange, encoded);
        }
        exchange.close();
    }

    private void ocsp(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        byte[] request = exchange.getRequestBody().readAllBytes();
        try {
            switch (mood) {
                case SILENT -> closing.await(20, TimeUnit.SECONDS);
                case TRICKLE -> {
                    exchange.sendResponseHeaders(200, 1000);
                    exchange.getResponseBody().write(0x30);
                    exchange.getResponseBody().flush();
                    closing.await(20, TimeUnit.SECONDS);
                }
                case GARBAGE -> send(exchange, "<html>login</html>".getBytes(java.nio.charset.StandardCharsets.UTF_8));
                case ENDLESS -> send(exchange, new byte[200_000]);
                case NOT_FOUND -> exchange.sendResponseHeaders(404, -1);
                case REDIRECT -> {
                    exchange.getResponseHeaders().add("Location", listAddress());
                    exchange.sendResponseHeaders(302, -1);
                }
                case TRY_LATER ->
                    send(
                            exchange,
                            new OCSPRespBuilder()
                                    .build(OCSPResp.TRY_LATER, null)
                                    .getEncoded());
                default -> send(exchange, answer(request));
            }
        } catch (OCSPException | GeneralSecurityException | OperatorCreationException e) {
            exchange.sendResponseHeaders(500, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    private byte[] answer(byte[] encoded)
            throws IOException, OCSPException, OperatorCreationException, GeneralSecurityException {
        OCSPReq request = new OCSPReq(encoded);
        Req one = request.getRequestList()[0];
        Instant now = clock.instant();
        Instant issued =
                switch (mood) {
                    case STALE -> now.minus(Duration.ofDays(3));
                    case FROM_THE_FUTURE -> now.plus(Duration.ofHours(3));
                    default -> now.minusSeconds(10);
                };
        CertificateStatus status =
                switch (mood) {
                    case REVOKED -> new RevokedStatus(Date.from(issued), 1);
                    case UNKNOWN -> new UnknownStatus();
                    default -> CertificateStatus.GOOD;
                };
        BasicOCSPRespBuilder builder = new JcaBasicOCSPRespBuilder(
                authority.certificate().getPublicKey(),
                new JcaDigestCalculatorProviderBuilder()
                        .setProvider(Pem.BOUNCY_CASTLE)
                        .build()
                        .get(org.bouncycastle.cert.ocsp.CertificateID.HASH_SHA1));
        org.bouncycastle.cert.ocsp.CertificateID id = one.getCertID();
        if (mood == Mood.OTHER_CERTIFICATE) {
            id = new org.bouncycastle.cert.ocsp.CertificateID(
                    new JcaDigestCalculatorProviderBuilder()
                            .build()
                            .get(org.bouncycastle.cert.ocsp.CertificateID.HASH_SHA1),
                    new JcaX509CertificateHolder(authority.certificate()),
                    java.math.BigInteger.ONE);
        }
        builder.addResponse(
                id, status, Date.from(issued), Date.from(issued.plus(Duration.ofHours(1))), (Extensions) null);
        Extension nonce = request.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
        if (mood == Mood.OTHER_NONCE) {
            nonce = new Extension(
                    OCSPObjectIdentifiers.id_pkix_ocsp_nonce,
                    false,
                    new org.bouncycastle.asn1.DEROctetString(new byte[32]).getEncoded());
        }
        builder.setResponseExtensions(new Extensions(nonce));
        boolean delegated = mood == Mood.DELEGATE || mood == Mood.DELEGATE_WITHOUT_PURPOSE;
        SampleAuthority signer = mood == Mood.WRONG_SIGNER ? stranger : authority;
        List<X509CertificateHolder> chain = new ArrayList<>();
        X509Certificate with = delegated ? delegate.certificate() : signer.certificate();
        chain.add(new JcaX509CertificateHolder(with));
        return new OCSPRespBuilder()
                .build(
                        OCSPResp.SUCCESSFUL,
                        builder.build(
                                new JcaContentSignerBuilder(signer.signature())
                                        .setProvider(Pem.BOUNCY_CASTLE)
                                        .build(delegated ? delegate.key() : signer.key()),
                                chain.toArray(X509CertificateHolder[]::new),
                                Date.from(now)))
                .getEncoded();
    }

    private static void send(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
