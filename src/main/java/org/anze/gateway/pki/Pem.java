package org.anze.gateway.pki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * PEM files (RFC 7468): certificates and unencrypted PKCS#8 keys, as OpenSSL and curl read and write them. SM2 keys and
 * certificates are included. Threads may share it.
 */
public final class Pem {

    /** Bouncy Castle, held here and not registered with the JVM, so that nobody else's choice of provider changes. */
    public static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PRIVATE_KEY = "PRIVATE KEY";
    private static final long MOST_BYTES = 1 << 20;

    private Pem() {}

    /**
     * Reads all certificates of a file, in their order.
     *
     * @throws IOException when it holds none, or something that is not a certificate
     */
    public static List<X509Certificate> certificates(Path file) throws IOException {
        List<X509Certificate> found = new ArrayList<>();
        try (PemReader reader = open(file)) {
            CertificateFactory factory = CertificateFactory.getInstance("X.509", BOUNCY_CASTLE);
            for (PemObject object = reader.readPemObject(); object != null; object = reader.readPemObject()) {
                if (!object.getType().equals(CERTIFICATE)) {
                    throw new IOException(file + ": expected certificates, found " + object.getType());
                }
                X509Certificate one =
                        (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(object.getContent()));
                if (one == null) {
                    throw new IOException(file + ": an empty certificate");
                }
                found.add(one);
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": not a certificate", e);
        }
        if (found.isEmpty()) {
            throw new IOException(file + ": no certificate");
        }
        return List.copyOf(found);
    }

    /** Reads the first certificate of a file. */
    public static X509Certificate certificate(Path file) throws IOException {
        return certificates(file).get(0);
    }

    /**
     * Reads an unencrypted PKCS#8 private key. SM2 keys belong to Bouncy Castle, all others to the JDK.
     *
     * @throws IOException when it is something else; the message never quotes the content
     */
    public static PrivateKey privateKey(Path file) throws IOException {
        try (PemReader reader = open(file)) {
            PemObject object = reader.readPemObject();
            if (object == null || !object.getType().equals(PRIVATE_KEY)) {
                throw new IOException(file + ": expected an unencrypted PKCS#8 private key");
            }
            return privateKey(object.getContent());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + ": not a private key this program knows", e);
        }
    }

    /** PEM text of a certificate. */
    public static byte[] encode(X509Certificate certificate) {
        try {
            return encode(CERTIFICATE, certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("certificate without encoding", e);
        }
    }

    /** PEM text of a private key in PKCS#8. */
    public static byte[] encode(PrivateKey key) {
        return encode(PRIVATE_KEY, key.getEncoded());
    }

    /** PEM text of any object, lines of 64 characters. */
    static byte[] encode(String type, byte[] content) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return ("-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static PemReader open(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException(file + ": larger than any PEM file of ours");
        }
        return new PemReader(new StringReader(Files.readString(file, StandardCharsets.US_ASCII)));
    }

    private static PrivateKey privateKey(byte[] pkcs8) throws GeneralSecurityException {
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(pkcs8);
        var algorithm = info.getPrivateKeyAlgorithm();
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
        if (!algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return KeyFactory.getInstance(algorithm.getAlgorithm().getId()).generatePrivate(spec);
        }
        boolean sm2 = GMObjectIdentifiers.sm2p256v1.equals(algorithm.getParameters());
        return (sm2 ? KeyFactory.getInstance("EC", BOUNCY_CASTLE) : KeyFactory.getInstance("EC")).generatePrivate(spec);
    }
}
