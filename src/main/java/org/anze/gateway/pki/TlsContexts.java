package org.anze.gateway.pki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS contexts (1.2 and 1.3) made from PEM files. They trust the gateway's TLS authority and nobody else; the JDK's
 * default trust is not used. Files are read when a context is made, so a new context sees renewed certificates.
 */
public final class TlsContexts {

    private final PkiLayout layout;

    /** For the files below a data directory. */
    public TlsContexts(Path data) {
        this.layout = new PkiLayout(data);
    }

    /**
     * The gateway as a server. Whether a client certificate is wanted or needed is set on the socket or engine; one that
     * is presented must come from the TLS authority.
     */
    public SSLContext server() throws IOException {
        return context(layout.server(), layout.serverKey());
    }

    /** The gateway as a client that delivers to a party's endpoint. */
    public SSLContext gatewayClient() throws IOException {
        return context(layout.server(), layout.serverKey());
    }

    /** A demo party as a client of the gateway. */
    public SSLContext client(String party) throws IOException {
        PkiLayout.PartyKeys keys = layout.demoKeys(party);
        return context(keys.certificate(), keys.key());
    }

    /** A client without a certificate of its own, which authenticates in another way. */
    public SSLContext anonymousClient() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust().getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot make a TLS context", e);
        }
    }

    private SSLContext context(Path certificates, Path key) throws IOException {
        try {
            // The store never leaves memory; the password only satisfies its interface.
            char[] password = PrivateFiles.randomSecret(32).toCharArray();
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            own.setKeyEntry(
                    "own", Pem.privateKey(key), password, forJdk(certificates).toArray(Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust().getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot make a TLS context from " + certificates, e);
        }
    }

    private TrustManagerFactory trust() throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        int number = 0;
        for (X509Certificate authority : forJdk(layout.tlsAuthority())) {
            trusted.setCertificateEntry("authority-" + number++, authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory;
    }

    /** The JDK's own objects: its TLS picks signature providers by them. */
    private static List<X509Certificate> forJdk(Path file) throws IOException, GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> result = new ArrayList<>();
        for (X509Certificate certificate : Pem.certificates(file)) {
            result.add(
                    (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(certificate.getEncoded())));
        }
        return result;
    }
}
