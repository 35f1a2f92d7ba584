package org.anze.bench.tls;

import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

/** Tomcat as the gateway has it: loopback, a client certificate needed, connections kept for as long as they are used. */
public final class HttpsServer implements AutoCloseable {

    private final Tomcat tomcat = new Tomcat();
    private final Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");

    /** Listens at once. */
    public HttpsServer(int port, int threads, TlsFiles files, Path folder, HttpServlet servlet) throws IOException {
        tomcat.setBaseDir(folder.toString());
        connector.setScheme("https");
        connector.setSecure(true);
        connector.setThrowOnFailure(true);
        connector.setPort(port);
        connector.setProperty("address", "127.0.0.1");
        connector.setProperty("SSLEnabled", "true");
        connector.setProperty("maxThreads", String.valueOf(threads));
        connector.setProperty("minSpareThreads", "2");
        connector.setProperty("maxKeepAliveRequests", "-1");
        connector.setProperty("keepAliveTimeout", "300000");
        connector.setProperty("connectionTimeout", "60000");
        SSLHostConfig tls = new SSLHostConfig();
        tls.setProtocols("TLSv1.2+TLSv1.3");
        tls.setCertificateVerification("required");
        tls.setTrustStore(files.trustStore());
        SSLHostConfigCertificate own = new SSLHostConfigCertificate(tls, SSLHostConfigCertificate.Type.UNDEFINED);
        own.setCertificateFile(files.certificate().toAbsolutePath().toString());
        own.setCertificateKeyFile(files.key().toAbsolutePath().toString());
        tls.addCertificate(own);
        connector.addSslHostConfig(tls);
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "all", servlet).setLoadOnStartup(1);
        context.addServletMappingDecoded("/*", "all");
        try {
            tomcat.start();
        } catch (LifecycleException e) {
            throw new IOException("the server does not start", e);
        }
    }

    /** Where it listens. */
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IOException("the server does not stop", e);
        }
    }
}
