package org.anze.gateway.evidence.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Posts a small body and waits for a small answer. HTTP without TLS is allowed, because what comes back is signed and what
 * is sent is public. Connections are reused. Safe for several threads.
 */
public final class BoundedPost {

    /** Longest answer in bytes. */
    static final int LONGEST_ANSWER = 128 << 10;

    private final HttpClient client;
    private final Duration limit;

    /** @param limit for everything from connecting to the last byte of the answer */
    public BoundedPost(Duration limit) {
        this.limit = limit;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(limit)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /**
     * What came back.
     *
     * @param mediaType as written, without parameters; empty when there is none
     */
    public record Answer(int status, String mediaType, byte[] body) {}

    /**
     * Posts once.
     *
     * @throws IOException when there is no complete answer within the limit, or it is too long
     */
    public Answer post(URI address, String mediaType, byte[] body) throws IOException {
        HttpResponse<byte[]> response = BoundedExchange.send(
                client,
                HttpRequest.newBuilder(address)
                        .header("Content-Type", mediaType)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)),
                limit,
                LONGEST_ANSWER);
        String answered = response.headers().firstValue("Content-Type").orElse("");
        return new Answer(response.statusCode(), answered.split(";", 2)[0].strip(), response.body());
    }
}
