package org.anze.gateway.delivery.rest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.anze.gateway.evidence.http.BoundedExchange;
import org.anze.gateway.problem.TryAgainLater;
import org.jspecify.annotations.Nullable;

/**
 * Posts to recipients over HTTPS: no redirects, no plain HTTP, an answer of at most one mebibyte, and one time limit for
 * everything from connecting to the last byte of the answer. Connections are reused. Safe for many threads.
 */
public final class RecipientHttp {

    private static final int LONGEST_ANSWER = 1 << 20;
    private static final int MOST_CAUSES = 10;
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);

    private final HttpClient client;

    /** With our own client certificate and the authorities that recipients' servers are checked against. */
    public RecipientHttp(SSLContext tls) {
        this.client = HttpClient.newBuilder()
                .sslContext(tls)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(LONGEST_CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** What came back. */
    public record Answer(int status, byte[] body) {
        /** Whether the status is one of the two hundreds. */
        public boolean isSuccess() {
            return status / 100 == 2;
        }
    }

    /**
     * Posts once.
     *
     * @throws IOException when there is no complete answer within the limit
     * @throws TryAgainLater when the server's certificate is none that we believe; nothing was sent
     */
    public Answer post(URI endpoint, Map<String, String> headers, byte[] body, Duration limit) throws IOException {
        if (!"https".equalsIgnoreCase(endpoint.getScheme())) {
            throw new IOException("the endpoint of a recipient must be an https address");
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(endpoint).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            HttpResponse<byte[]> response = BoundedExchange.send(client, request, limit, LONGEST_ANSWER);
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            if (isAboutItsCertificate(e)) {
                throw new TryAgainLater(RecipientProblem.CERTIFICATE_REFUSED, e, endpoint.getAuthority());
            }
            throw e;
        }
    }

    private static boolean isAboutItsCertificate(@Nullable Throwable failure) {
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < MOST_CAUSES; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return true;
            }
            depth++;
        }
        return false;
    }
}
