package org.anze.gateway.evidence.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A request and its answer, whatever the other side does. */
public final class BoundedExchange {

    private BoundedExchange() {}

    /**
     * Sends once and waits for the last byte of the answer.
     *
     * @param limit for everything from connecting to that byte
     * @param longest answer in bytes; a longer one ends the exchange
     * @throws IOException when there is no complete answer within these limits
     */
    public static HttpResponse<byte[]> send(HttpClient client, HttpRequest.Builder request, Duration limit, int longest)
            throws IOException {
        CompletableFuture<HttpResponse<byte[]>> exchange =
                client.sendAsync(request.timeout(limit).build(), info -> new BoundedAnswer(longest));
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
