package org.anze.gateway.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the demo recipients served over HTTPS have in common: a small server on loopback, a bounded body, and the faults that
 * concern the connection. Safe for many threads.
 */
final class HttpsEndpoint implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpsEndpoint.class);
    private static final int LONGEST_BODY = 64 << 20;
    private static final int THREADS = 4;

    private final HttpsServer server;
    private final ExecutorService workers = Executors.newFixedThreadPool(THREADS, work -> {
        Thread thread = new Thread(work, "demo-recipient");
        thread.setDaemon(true);
        return thread;
    });
    private final RecipientFaults faults;
    private final String mediaType;
    private final Handler handler;

    /** Answers one post. */
    @FunctionalInterface
    interface Handler {
        Answer handle(HttpExchange exchange, byte[] body) throws IOException;
    }

    record Answer(int status, byte[] body) {}

    HttpsEndpoint(int port, SSLContext tls, String path, String mediaType, RecipientFaults faults, Handler handler)
            throws IOException {
        this.faults = faults;
        this.mediaType = mediaType;
        this.handler = handler;
        this.server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext(path, this::serve);
        server.setExecutor(workers);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try {
            faults.pause();
            if (faults.isDown()) {
                send(exchange, new Answer(503, new byte[0]));
                return;
            }
            if (!exchange.getRequestMethod().equals("POST")) {
                send(exchange, new Answer(405, new byte[0]));
                return;
            }
            byte[] body = read(exchange.getRequestBody());
            Answer answer = body.length > LONGEST_BODY ? new Answer(413, new byte[0]) : handler.handle(exchange, body);
            if (faults.losesThisAnswer()) {
                // Closing without a status line is what a cut connection looks like to the sender.
                return;
            }
            boolean garbled = faults.garblesThisAnswer();
            send(exchange, garbled ? new Answer(200, new byte[] {'<', '?', 0, 1, 2}) : answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("demo recipient failed", e);
            throw e;
        } finally {
            exchange.close();
        }
    }

    private static byte[] read(InputStream body) throws IOException {
        return body.readNBytes(LONGEST_BODY + 1);
    }

    private void send(HttpExchange exchange, Answer answer) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", mediaType);
        exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(answer.body());
        }
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
        try {
            if (!workers.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("a demo recipient did not stop in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
