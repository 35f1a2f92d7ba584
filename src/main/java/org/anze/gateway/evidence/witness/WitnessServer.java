package org.anze.gateway.evidence.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A witness's HTTP door: {@code POST /add-checkpoint} and {@code GET /<origin hash>/checkpoint}. TLS is a proxy's business:
 * everything that passes is public and signed. Safe for several threads.
 */
public final class WitnessServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WitnessServer.class);
    private static final String ADD = "/add-checkpoint";
    private static final String CHECKPOINT = "/checkpoint";
    private static final int THREADS = 4;
    private static final int WAITING = 64;

    private final Witness witness;
    private final HttpServer server;
    private final ThreadPoolExecutor workers =
            new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(WAITING), work -> {
                Thread thread = new Thread(work, "witness");
                thread.setDaemon(true);
                return thread;
            });

    /** Opens the door; port 0 takes a free one. */
    public WitnessServer(Witness witness, InetSocketAddress address) throws IOException {
        this.witness = witness;
        this.server = HttpServer.create(address, WAITING);
        server.createContext("/", this::serve);
        server.setExecutor(workers);
        server.start();
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try {
            Witness.Answer answer = answer(exchange);
            byte[] body = Witness.utf8(answer.body());
            exchange.getResponseHeaders().set("Content-Type", answer.mediaType());
            exchange.sendResponseHeaders(answer.status(), body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        } catch (IOException | RuntimeException e) {
            // An answer without a status line: the log asks again.
            LOG.atError().setCause(e).log("the witness could not answer");
        } finally {
            exchange.close();
        }
    }

    private Witness.Answer answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        if (path.equals(ADD)) {
            if (!method.equals("POST")) {
                return plain(405, "POST only\n");
            }
            byte[] body = exchange.getRequestBody().readNBytes(AddCheckpoint.LONGEST + 1);
            Witness.Answer answer = witness.addCheckpoint(body);
            LOG.atInfo().addKeyValue("status", answer.status()).log("add-checkpoint");
            return answer;
        }
        if (method.equals("GET") && path.endsWith(CHECKPOINT) && path.length() > CHECKPOINT.length() + 1) {
            return witness.checkpoint(path.substring(1, path.length() - CHECKPOINT.length()));
        }
        return plain(404, "no such address\n");
    }

    private static Witness.Answer plain(int status, String body) {
        return new Witness.Answer(status, "text/plain; charset=utf-8", body);
    }

    /** Answers nobody any more; what was being answered is finished. */
    @Override
    public void close() {
        server.stop(1);
        workers.shutdown();
    }
}
