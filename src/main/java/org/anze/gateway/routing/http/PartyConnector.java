package org.anze.gateway.routing.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import org.anze.gateway.identity.Identities;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Adds the HTTPS connector of {@link PartyHttps} to Tomcat: TLS 1.2 and 1.3 with forward secrecy only, a client certificate
 * asked for but not demanded. A certificate of a foreign authority fails the handshake; {@link #followTrust} keeps up with
 * the authorities. Safe for many threads.
 */
public final class PartyConnector implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private static final String TLS_13 = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";
    private static final String TLS_12 = String.join(
            ":",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");

    private static final Logger LOG = LoggerFactory.getLogger(PartyConnector.class);

    private final PartyHttps settings;
    private final Identities identities;
    private final List<CertificatePreparation> preparations;
    private final Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
    private final SSLHostConfig tls = new SSLHostConfig();
    /** Those that handshakes trust now. */
    private List<X509Certificate> trusted = List.of();

    PartyConnector(PartyHttps settings, Identities identities, List<CertificatePreparation> preparations) {
        this.settings = settings;
        this.identities = identities;
        this.preparations = List.copyOf(preparations);
    }

    /** The port that parties use; known once the server is up, before that -1. */
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        preparations.forEach(CertificatePreparation::prepare);
        connector.setScheme("https");
        connector.setSecure(true);
        connector.setThrowOnFailure(true);
        connector.setPort(settings.port());
        connector.setProperty("address", settings.address());
        connector.setProperty("SSLEnabled", "true");
        connector.setProperty("maxThreads", String.valueOf(settings.threads()));
        connector.setProperty("minSpareThreads", "2");
        connector.setProperty("maxConnections", String.valueOf(settings.connections()));
        String idle = String.valueOf(settings.idleTimeout().toMillis());
        connector.setProperty("connectionTimeout", idle);
        connector.setProperty("keepAliveTimeout", idle);
        connector.setProperty("maxHttpRequestHeaderSize", "16384");
        // A new connection costs a handshake; who sends single messages sends many.
        connector.setProperty("maxKeepAliveRequests", "10000");
        prepareTls();
        connector.addSslHostConfig(tls);
        factory.addAdditionalConnectors(connector);
        factory.addContextCustomizers(context -> {
            StandardHost host = (StandardHost) context.getParent();
            host.getPipeline().addValve(new UnreadBodies(this::port));
            // Named as the host's own too: it would otherwise add Tomcat's behind ours, and the last one speaks first.
            host.setErrorReportValveClass(RefusedRequests.class.getName());
            host.getPipeline().addValve(new RefusedRequests(this::port, settings));
        });
    }

    /**
     * Lets new handshakes trust the authorities that are in force now, with the server's certificate and key as their files
     * are now; connections that are open stay. Nothing happens before the start and while the authorities are the same.
     *
     * @throws IllegalStateException when the certificate, its key or the authorities cannot be used; handshakes go on as
     *     before, and the next call tries again
     */
    public synchronized void followTrust() {
        List<X509Certificate> authorities = identities.authorities();
        if (port() < 0 || authorities.equals(trusted)) {
            return;
        }
        try {
            tls.setTrustStore(trustStore(authorities));
            ((AbstractHttp11Protocol<?>) connector.getProtocolHandler()).reloadSslHostConfigs();
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("the party port cannot use its certificate or its authorities", e);
        }
        trusted = authorities;
        LOG.info("{} authorities are trusted in handshakes of the party port", authorities.size());
    }

    /** How many authorities handshakes trust now. */
    synchronized int trusted() {
        return trusted.size();
    }

    private synchronized void prepareTls() {
        tls.setProtocols("TLSv1.2+TLSv1.3");
        tls.setCiphers(TLS_12);
        tls.setCipherSuites(TLS_13);
        tls.setHonorCipherOrder(true);
        tls.setCertificateVerification("optional");
        trusted = identities.authorities();
        tls.setTrustStore(trustStore(trusted));
        SSLHostConfigCertificate own = new SSLHostConfigCertificate(tls, SSLHostConfigCertificate.Type.UNDEFINED);
        own.setCertificateFile(readable(settings.certificate()));
        own.setCertificateKeyFile(readable(settings.privateKey()));
        tls.addCertificate(own);
    }

    private static KeyStore trustStore(List<X509Certificate> authorities) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int number = 0;
            for (X509Certificate authority : authorities) {
                store.setCertificateEntry("authority-" + number++, authority);
            }
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot use the trusted authorities", e);
        }
    }

    private static String readable(Path file) {
        if (!Files.isReadable(file)) {
            throw new IllegalStateException("the party port needs the file " + file);
        }
        return file.toAbsolutePath().toString();
    }
}
