package org.anze.gateway.seal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.Consumer;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;

/**
 * Keys, authorities and certificates for tests; all names are invented. The same call gives the same bytes each time.
 */
public final class SampleSeals {

    public static final String SIGNER = "gateway.example";
    public static final String LEDGER = "gateway.example/ledger";
    public static final Instant NOW = Instant.parse("2026-11-22T01:30:00.123Z");
    public static final Instant NOT_BEFORE = Instant.parse("2026-01-01T00:00:00Z");
    public static final Instant NOT_AFTER = Instant.parse("2027-12-31T23:59:59Z");

    private SampleSeals() {}

    /** A key that depends on its label only. */
    public static SealPrivateKey key(Suite suite, String label) {
        return SealPrivateKey.generate(suite, new Repeatable(Pem.utf8(suite + label)));
    }

    public static Authority authority(Suite suite, String name) {
        SealPrivateKey key = key(suite, name);
        SealCertificate certificate = new Form("CN=" + name, "CN=" + name, key.publicKey())
                .as(true, KeyUsage.keyCertSign | KeyUsage.cRLSign)
                .signedBy(key);
        return new Authority(name, key, certificate);
    }

    /** The gateway of the samples: its certificate, its key and who vouches for them. */
    public static Gateway gateway(Suite suite) {
        Authority authority = authority(suite, "Sample Seal CA");
        SealPrivateKey key = key(suite, "seal");
        return new Gateway(authority, key, authority.issue(SIGNER, key.publicKey()));
    }

    public record Gateway(Authority authority, SealPrivateKey key, SealCertificate certificate) {

        public Signer signer() {
            return new RepeatableSigner(certificate.name(), key);
        }

        public SealTrust trust() {
            return authority.trust();
        }
    }

    public record Authority(String name, SealPrivateKey key, SealCertificate certificate) {

        public SealCertificate issue(String subject, SealPublicKey publicKey) {
            return form(subject, publicKey).signedBy(key);
        }

        public Form form(String subject, SealPublicKey publicKey) {
            return new Form("CN=" + subject, "CN=" + name, publicKey).as(false, KeyUsage.digitalSignature);
        }

        public SealTrust trust() {
            return new SealTrust(List.of(certificate));
        }
    }

    /** What a certificate will say. */
    public static final class Form {

        private final String subject;
        private final String issuer;
        private final SealPublicKey publicKey;
        private Instant notBefore = NOT_BEFORE;
        private Instant notAfter = NOT_AFTER;
        private boolean authority;
        private int usage;
        private Consumer<X509v3CertificateBuilder> more = builder -> {};

        Form(String subject, String issuer, SealPublicKey publicKey) {
            this.subject = subject;
            this.issuer = issuer;
            this.publicKey = publicKey;
        }

        public Form as(boolean authority, int usage) {
            this.authority = authority;
            this.usage = usage;
            return this;
        }

        public Form valid(Instant from, Duration length) {
            notBefore = from;
            notAfter = from.plus(length);
            return this;
        }

        public Form with(Consumer<X509v3CertificateBuilder> more) {
            this.more = more;
            return this;
        }

        public SealCertificate signedBy(SealPrivateKey key) {
            try {
                X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                        new X500Name(issuer),
                        BigInteger.valueOf(20261122),
                        Date.from(notBefore),
                        Date.from(notAfter),
                        new X500Name(subject),
                        SubjectPublicKeyInfo.getInstance(publicKey.encoded()));
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
                more.accept(builder);
                return SealCertificate.of(
                        builder.build(new CertificateSigner(key)).getEncoded());
            } catch (IOException | FlawException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    private static final class CertificateSigner implements ContentSigner {

        private final SealPrivateKey key;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();

        CertificateSigner(SealPrivateKey key) {
            this.key = key;
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return new AlgorithmIdentifier(key.suite().signatureAlgorithm());
        }

        @Override
        public OutputStream getOutputStream() {
            return content;
        }

        @Override
        public byte[] getSignature() {
            return key.sign(content.toByteArray(), new Repeatable(content.toByteArray()));
        }
    }

    /** Signs with a random number that depends on the message: for vectors, never for anything else. */
    private static final class RepeatableSigner implements Signer {

        private final String name;
        private final SealPrivateKey key;

        RepeatableSigner(String name, SealPrivateKey key) {
            this.name = name;
            this.key = key;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public SealPublicKey publicKey() {
            return key.publicKey();
        }

        @Override
        public byte[] sign(byte[] message) {
            return key.sign(message, new Repeatable(message));
        }
    }

    /** The same bytes after the same start, on every run and every JDK. */
    static final class Repeatable extends SecureRandom {

        private static final long serialVersionUID = 1L;

        private byte[] state;

        Repeatable(byte[] start) {
            state = start;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            for (int i = 0; i < bytes.length; i++) {
                if (i % Suite.HASH_LENGTH == 0) {
                    state = Suite.SM.hash(state);
                }
                bytes[i] = state[i % Suite.HASH_LENGTH];
            }
        }
    }
}
