package org.anze.gateway.evidence.envelope;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Date;
import org.anze.gateway.seal.Suite;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** The certificate a party wants its files encrypted to, a file in its own folder; judged each time it is used. */
public final class EncryptionCertificate {

    /** Its name in {@code parties/<party>/}. */
    public static final String FILE = "encryption.crt";

    private static final long MOST_BYTES = 64 << 10;
    private static final int LEAST_RSA_BITS = 2048;
    private static final int KEY_ENCIPHERMENT = 2;
    private static final int DATA_ENCIPHERMENT = 3;
    private static final int KEY_AGREEMENT = 4;

    private EncryptionCertificate() {}

    /**
     * Reads the certificate of a party's folder.
     *
     * @param now it must be valid then
     * @throws IOException saying why it cannot be used; the trust in it is the operator's, who put it there
     */
    public static X509Certificate read(Path folder, Suite suite, Instant now) throws IOException {
        Path file = folder.resolve(FILE);
        if (Files.notExists(file)) {
            throw new IOException("the file is missing");
        }
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException("the file is too large");
        }
        try (InputStream in = Files.newInputStream(file)) {
            X509Certificate certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509", EncryptedEnvelope.BOUNCY_CASTLE)
                            .generateCertificate(in);
            if (certificate == null) {
                throw new IOException("no certificate in PEM");
            }
            certificate.checkValidity(Date.from(now));
            require(isOfSuite(certificate.getPublicKey(), suite), "its key is not of suite " + suite);
            require(isForEncryption(certificate.getKeyUsage()), "its key usage does not permit encryption");
            return certificate;
        } catch (CertificateException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    private static boolean isOfSuite(PublicKey key, Suite suite) {
        if (key instanceof RSAPublicKey rsa) {
            return suite == Suite.INTL && rsa.getModulus().bitLength() >= LEAST_RSA_BITS;
        }
        boolean sm2 = GMObjectIdentifiers.sm2p256v1.equals(SubjectPublicKeyInfo.getInstance(key.getEncoded())
                .getAlgorithm()
                .getParameters());
        return key instanceof ECPublicKey && sm2 == (suite == Suite.SM);
    }

    /** Without the extension every use is permitted (RFC 5280 §4.2.1.3). */
    private static boolean isForEncryption(boolean @org.jspecify.annotations.Nullable [] usage) {
        return usage == null || usage[KEY_ENCIPHERMENT] || usage[DATA_ENCIPHERMENT] || usage[KEY_AGREEMENT];
    }

    private static void require(boolean condition, String otherwise) throws IOException {
        if (!condition) {
            throw new IOException(otherwise);
        }
    }
}
