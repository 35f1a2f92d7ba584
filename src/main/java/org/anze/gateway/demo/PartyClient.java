package org.anze.gateway.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A party's own software as far as the demo needs it: an HTTPS client of the gateway. Safe for many threads. */
public final class PartyClient {

    private static final Duration LONGEST_EXCHANGE = Duration.ofMinutes(2);

    private final URI gateway;
    private final HttpClient http;
    private final @Nullable String authorization;

    private PartyClient(URI gateway, SSLContext tls, @Nullable String authorization) {
        this.gateway = gateway;
        this.authorization = authorization;
        this.http = HttpClient.newBuilder()
                .sslContext(tls)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    /** Known by the client certificate that {@code tls} presents. */
    public static PartyClient withCertificate(URI gateway, SSLContext tls) {
        return new PartyClient(gateway, tls, null);
    }

    /** Known by name and secret; {@code secret} is not kept and may be wiped. */
    public static PartyClient withSecret(URI gateway, SSLContext tls, String party, char[] secret) {
        char[] pair = Arrays.copyOf((party + ":").toCharArray(), party.length() + 1 + secret.length);
        System.arraycopy(secret, 0, pair, party.length() + 1, secret.length);
        byte[] bytes = new String(pair).getBytes(StandardCharsets.UTF_8);
        return new PartyClient(gateway, tls, "Basic " + Base64.getEncoder().encodeToString(bytes));
    }

    /** What the gateway answered. */
    public record Answer(int status, Map<String, String> headers, byte[] body) {
        /** A header by its name in lower case. */
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }

        /** The body as UTF-8 text. */
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** {@code POST /api/v1/submissions}, streaming; {@code mapping} null for the party's default. */
    public Answer submit(
            String submissionId, String mediaType, @Nullable String mapping, Supplier<? extends InputStream> content)
            throws IOException {
        String query = mapping == null ? "" : "?mapping=" + URLEncoder.encode(mapping, StandardCharsets.UTF_8);
        return send(request("/api/v1/submissions" + query)
                .header("Content-Type", mediaType)
                .header("Submission-Id", submissionId)
                .POST(HttpRequest.BodyPublishers.ofInputStream(content::get)));
    }

    /** Posts an envelope to the party's legacy SOAP address. */
    public Answer legacySoap(String party, String submissionId, byte[] envelope) throws IOException {
        return send(request("/soap/legacy/" + party)
                .header("Content-Type", "text/xml; charset=UTF-8")
                .header("Submission-Id", submissionId)
                .POST(HttpRequest.BodyPublishers.ofByteArray(envelope)));
    }

    /** Gets a path such as {@code /api/v1/submissions/<id>}. */
    public Answer get(String pathAndQuery) throws IOException {
        return send(request(pathAndQuery).GET());
    }

    /** Posts bytes to a path. */
    public Answer post(String pathAndQuery, String mediaType, byte[] body) throws IOException {
        return send(request(pathAndQuery)
                .header("Content-Type", mediaType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private HttpRequest.Builder request(String pathAndQuery) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(gateway.resolve(pathAndQuery)).timeout(LONGEST_EXCHANGE);
        return authorization == null ? request : request.header("Authorization", authorization);
    }

    private Answer send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            Map<String, String> headers = new TreeMap<>();
            response.headers()
                    .map()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
            return new Answer(response.statusCode(), headers, response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the gateway");
        }
    }
}
