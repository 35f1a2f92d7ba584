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
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Adds the HTTPS connector of {@link PartyHttps} to Tomcat: TLS 1.2 and 1.3 with forward secrecy only, a client certificate
 * asked for but not demanded. A certificate of a foreign authority fails the handshake.
 */
public final class PartyConnector implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private static final String TLS_13 = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";
    private static final String TLS_12 = String.join(
            ":",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");

    private final PartyHttps settings;
    private final Identities identities;
    private final List<CertificatePreparation> preparations;
    private final Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");

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
        connector.addSslHostConfig(tls());
        factory.addAdditionalConnectors(connector);
        factory.addContextCustomizers(context -> {
            StandardHost host = (StandardHost) context.getParent();
            // Named as the host's own too: it would otherwise add Tomcat's behind ours, and the last one speaks first.
            host.setErrorReportValveClass(RefusedRequests.class.getName());
            host.getPipeline().addValve(new RefusedRequests(this::port));
        });
    }

    private SSLHostConfig tls() {
        SSLHostConfig host = new SSLHostConfig();
        host.setProtocols("TLSv1.2+TLSv1.3");
        host.setCiphers(TLS_12);
        host.setCipherSuites(TLS_13);
        host.setHonorCipherOrder(true);
        host.setCertificateVerification("optional");
        host.setTrustStore(trustStore());
        SSLHostConfigCertificate own = new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
        own.setCertificateFile(readable(settings.certificate()));
        own.setCertificateKeyFile(readable(settings.privateKey()));
        host.addCertificate(own);
        return host;
    }

    private KeyStore trustStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int number = 0;
            for (X509Certificate authority : identities.authorities()) {
                store.setCertificateEntry("authority-" + number++, authority);
            }
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot use the trusted authorities of " + settings.trust(), e);
        }
    }

    private static String readable(Path file) {
        if (!Files.isReadable(file)) {
            throw new IllegalStateException("the party port needs the file " + file);
        }
        return file.toAbsolutePath().toString();
    }
}
