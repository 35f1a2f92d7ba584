package org.anze.gateway.evidence.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(limit)
                .header("Content-Type", mediaType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        ByteArrayOutputStream collected = new ByteArrayOutputStream();
        // What is beyond the limit is counted and thrown away; the time limit ends an answer without end.
        CompletableFuture<HttpResponse<Void>> exchange = client.sendAsync(
                request,
                info -> BodySubscribers.ofByteArrayConsumer(part -> part.ifPresent(bytes -> {
                    if (collected.size() <= LONGEST_ANSWER) {
                        collected.writeBytes(bytes);
                    }
                })));
        HttpResponse<Void> response = await(exchange);
        if (collected.size() > LONGEST_ANSWER) {
            throw new IOException("the answer is longer than " + LONGEST_ANSWER + " bytes");
        }
        String answered = response.headers().firstValue("Content-Type").orElse("");
        return new Answer(response.statusCode(), answered.split(";", 2)[0].strip(), collected.toByteArray());
    }

    private <T> T await(CompletableFuture<T> exchange) throws IOException {
        try {
            return exchange.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no complete answer within " + limit, e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw cause instanceof IOException io ? io : new IOException("the exchange failed", cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for an answer");
        } finally {
            // Ends the exchange when it is not finished, and does nothing otherwise.
            exchange.cancel(true);
        }
    }
}
