package org.anze.gateway.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.anze.gateway.pki.Pem;
import org.anze.gateway.pki.PrivateFiles;
import org.anze.gateway.seal.Suite;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/**
 * A time-stamping authority (RFC 3161 over HTTP on loopback) for the demo and for tests: SM2 with SM3, or ECDSA P-256 with
 * SHA-256. What it says about the time is worth what this machine's clock is worth. Safe for several threads.
 */
public final class DemoTimeStampOffice implements AutoCloseable {

    /** Policy of its tokens: an example arc, for tests only. */
    public static final String POLICY = "1.3.6.1.4.1.32473.1";

    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
    private static final Duration LIFE = Duration.ofDays(3650);
    private static final int LONGEST_QUERY = 16 << 10;
    private static final int SERIAL_BITS = 120;

    private final Suite suite;
    private final SecureRandom random;
    private final Clock clock;
    private final PrivateKey key;
    private final X509Certificate certificate;
    private final X509Certificate authority;
    private final HttpServer server;
    private final ExecutorService workers = Executors.newFixedThreadPool(2, work -> {
        Thread thread = new Thread(work, "demo-time-stamps");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean down;

    /**
     * Opens on a free port of loopback.
     *
     * @param folder its keys and certificates; made, whole or not at all, when it is not there
     */
    public DemoTimeStampOffice(Path folder, Suite suite, Clock clock) throws IOException {
        this.suite = suite;
        this.clock = clock;
        this.random = new SecureRandom();
        if (Files.notExists(folder)) {
            provide(folder);
        }
        this.authority = Pem.certificate(authorityFile(folder));
        this.certificate = Pem.certificate(folder.resolve("tsa.crt"));
        this.key = Pem.privateKey(folder.resolve("tsa.key"));
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.setExecutor(workers);
        server.start();
    }

    /** The certificate to trust, in a folder that this class made. */
    public static Path authorityFile(Path folder) {
        return folder.resolve("tsa-ca.crt");
    }

    /** The certificate to trust. */
    public X509Certificate authority() {
        return authority;
    }

    /** Where to post queries. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** Fault switch: answers 503 while it is down. */
    public void setDown(boolean down) {
        this.down = down;
    }

    private void provide(Path folder) throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", BOUNCY_CASTLE);
            generator.initialize(new ECGenParameterSpec(suite == Suite.SM ? "sm2p256v1" : "secp256r1"));
            KeyPair root = generator.generateKeyPair();
            KeyPair own = generator.generateKeyPair();
            X500Name issuer = new X500Name("O=Anze gateway demo,CN=Anze gateway demo time-stamp CA");
            X509Certificate rootCertificate = certificate(issuer, issuer, root, root.getPrivate(), true);
            X509Certificate ownCertificate = certificate(
                    issuer,
                    new X500Name("O=Anze gateway demo,CN=Anze gateway demo time stamps"),
                    own,
                    root.getPrivate(),
                    false);
            Files.createDirectories(folder.toAbsolutePath().getParent());
            Path unfinished = folder.resolveSibling("." + folder.getFileName() + ".unfinished");
            PrivateFiles.removeTree(unfinished);
            PrivateFiles.directory(unfinished);
            PrivateFiles.writeNewReadable(authorityFile(unfinished), Pem.encode(rootCertificate));
            PrivateFiles.writeNewReadable(unfinished.resolve("tsa.crt"), Pem.encode(ownCertificate));
            PrivateFiles.writeNew(unfinished.resolve("tsa.key"), Pem.encode(own.getPrivate()));
            PrivateFiles.publish(unfinished, folder);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("cannot make the demo's time-stamping authority", e);
        }
    }

    private X509Certificate certificate(
            X500Name issuer, X500Name subject, KeyPair keys, PrivateKey signer, boolean root)
            throws GeneralSecurityException, OperatorCreationException, CertIOException {
        Instant start = clock.instant().minus(Duration.ofHours(1));
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS),
                Date.from(start),
                Date.from(start.plus(LIFE)),
                subject,
                keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(root));
        builder.addExtension(
                Extension.keyUsage, true, new KeyUsage(root ? KeyUsage.keyCertSign : KeyUsage.digitalSignature));
        if (!root) {
            // RFC 3161 §2.3: critical, and no other purpose beside it.
            builder.addExtension(
                    Extension.extendedKeyUsage, true, new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping));
        }
        return new JcaX509CertificateConverter()
                .setProvider(BOUNCY_CASTLE)
                .getCertificate(builder.build(new JcaContentSignerBuilder(signature())
                        .setProvider(BOUNCY_CASTLE)
                        .build(signer)));
    }

    private String signature() {
        return suite == Suite.SM ? "SM3withSM2" : "SHA256withECDSA";
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] query = exchange.getRequestBody().readNBytes(LONGEST_QUERY);
            if (down) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            byte[] answer = answer(query);
            exchange.getResponseHeaders().set("Content-Type", "application/timestamp-reply");
            exchange.sendResponseHeaders(200, answer.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(answer);
            }
        } catch (TSPException | GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("no time stamp", e);
        }
    }

    private byte[] answer(byte[] query)
            throws IOException, TSPException, GeneralSecurityException, OperatorCreationException {
        DigestCalculatorProvider digests = new JcaDigestCalculatorProviderBuilder()
                .setProvider(BOUNCY_CASTLE)
                .build();
        ASN1ObjectIdentifier digest = suite == Suite.SM ? GMObjectIdentifiers.sm3 : NISTObjectIdentifiers.id_sha256;
        TimeStampTokenGenerator tokens = new TimeStampTokenGenerator(
                new JcaSignerInfoGeneratorBuilder(digests)
                        .build(
                                new JcaContentSignerBuilder(signature())
                                        .setProvider(BOUNCY_CASTLE)
                                        .build(key),
                                certificate),
                digests.get(new AlgorithmIdentifier(digest)),
                new ASN1ObjectIdentifier(POLICY));
        tokens.addCertificates(new JcaCertStore(List.of(certificate)));
        tokens.setAccuracyMillis(500);
        tokens.setResolution(TimeStampTokenGenerator.R_MILLISECONDS);
        TimeStampResponseGenerator answers = new TimeStampResponseGenerator(tokens, Set.of(digest), Set.of(POLICY));
        TimeStampRequest request = new TimeStampRequest(query);
        return answers.generate(request, new BigInteger(SERIAL_BITS, random), Date.from(clock.instant()))
                .getEncoded();
    }

    /** Answers nobody any more. */
    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
