package org.anze.bench.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate with its key and the one authority that is trusted, as PEM files. All contenders, the senders and the recipients
 * use those that the gateway's demo made at its first start, so that TLS costs each of them the same.
 */
public record TlsFiles(Path certificate, Path key, Path authority) {

    private static final char[] NO_SECRET = "in-memory-only".toCharArray();

    /** The server side, and the side that delivers. */
    public static TlsFiles server(Path keys) {
        Path pki = keys.resolve("pki");
        return new TlsFiles(pki.resolve("server.crt"), pki.resolve("server.key"), pki.resolve("tls-ca.crt"));
    }

    /** The insurer that sends. */
    public static TlsFiles sender(Path keys) {
        Path own = keys.resolve("demo").resolve("keys").resolve("insurer-jia");
        return new TlsFiles(
                own.resolve("client.crt"),
                own.resolve("client.key"),
                keys.resolve("pki").resolve("tls-ca.crt"));
    }

    /** Certificate and key in a store of its own, in memory. */
    public KeyStore keyStore() throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("own", privateKey(), NO_SECRET, certificates(certificate));
            return store;
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot use " + certificate, e);
        }
    }

    /** What the key store's interface wants; the store never leaves memory. */
    public static char[] storePassword() {
        return NO_SECRET.clone();
    }

    /** The authority alone. */
    public KeyStore trustStore() throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("authority", certificates(authority)[0]);
            return store;
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot use " + authority, e);
        }
    }

    /** For both directions. */
    public SSLContext context() throws IOException {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(keyStore(), NO_SECRET);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trustStore());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot make a TLS context of " + certificate, e);
        }
    }

    /** The P-256 key. */
    public PrivateKey privateKey() throws IOException {
        String pem = Files.readString(key).replaceAll("-----[A-Z ]+-----|\\s", "");
        try {
            return KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
        } catch (GeneralSecurityException e) {
            throw new IOException("not a key of an elliptic curve: " + key, e);
        }
    }

    private static Certificate[] certificates(Path file) throws IOException, GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))
                .toArray(Certificate[]::new);
    }
}
