package org.anze.gateway.endurance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.anze.gateway.feed.RecipientReceipt;
import org.anze.gateway.seal.entry.EntryHeader;
import org.jspecify.annotations.Nullable;

/**
 * A recipient that costs next to nothing, so that the gateway is what is measured: it counts, and looks only at the numbers of
 * parcels and at the places in the ledger of the records in them, both of which may never go back. No parcel is kept and no
 * proof checked; {@code fsck} does that afterwards. Safe for many threads.
 */
final class Sink implements AutoCloseable {

    private static final byte[] ENTRY = ("{\"header\":" + EntryHeader.BEGINNING).getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_BODY = 64 << 20;
    private static final int MOST_FAULTS = 20;

    static {
        // Else a receipt waits 40 ms for the gateway's acknowledgement of its own header.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final String party;
    private final int port;
    private final SSLContext tls;
    private final ExecutorService threads = Executors.newFixedThreadPool(2, work -> {
        Thread thread = new Thread(work, "sink");
        thread.setDaemon(true);
        return thread;
    });
    private final List<String> faults = new ArrayList<>();
    /** The beginning of each parcel's digest, by its number: a repeated parcel must be the same. */
    private long[] digests = new long[1024];

    private long parcels;
    private long repeated;
    private long records;
    private long lastEntry = -1;
    private @Nullable HttpsServer server;

    /** Refuses connections until it is {@link #up}. */
    Sink(String party, int port, SSLContext tls) {
        this.party = party;
        this.port = port;
        this.tls = tls;
    }

    /** Listens. */
    synchronized void up() throws IOException {
        HttpsServer starting = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        starting.setHttpsConfigurator(new HttpsConfigurator(tls));
        starting.createContext("/", this::serve);
        starting.setExecutor(threads);
        starting.start();
        server = starting;
    }

    /** Cuts what is open and refuses connections from now on. */
    void down() {
        HttpsServer stopping;
        synchronized (this) {
            stopping = server;
            server = null;
        }
        if (stopping != null) {
            stopping.stop(0);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(LONGEST_BODY);
            String number = exchange.getRequestHeaders().getFirst("Parcel-Number");
            boolean taken = number != null && number.matches("\\d{1,18}") && take(Long.parseLong(number), body);
            if (!taken) {
                exchange.sendResponseHeaders(409, -1);
                return;
            }
            byte[] receipt = new RecipientReceipt(
                            Long.parseLong(number),
                            RecipientReceipt.Status.ACKNOWLEDGED,
                            List.of(),
                            Base64.getEncoder().encodeToString(sha256(body)))
                    .toJson();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, receipt.length);
            exchange.getResponseBody().write(receipt);
        }
    }

    private synchronized boolean take(long number, byte[] body) {
        long digest = ByteBuffer.wrap(sha256(body)).getLong();
        if (number >= 1 && number <= parcels) {
            repeated++;
            if (digests[(int) number - 1] == digest) {
                return true;
            }
            return fault("parcel " + number + " came again with other bytes");
        }
        if (number != parcels + 1) {
            return fault("parcel " + number + " after " + parcels);
        }
        if (parcels == digests.length) {
            digests = Arrays.copyOf(digests, digests.length * 2);
        }
        digests[(int) parcels] = digest;
        parcels++;
        countEntries(body);
        return true;
    }

    /** By searching, because parsing would cost more than all else here. */
    private void countEntries(byte[] body) {
        for (int at = find(body, 0); at >= 0; at = find(body, at)) {
            at += ENTRY.length;
            long entry = 0;
            for (; at < body.length && body[at] >= '0' && body[at] <= '9'; at++) {
                entry = entry * 10 + body[at] - '0';
            }
            if (entry <= lastEntry) {
                fault("entry " + entry + " after " + lastEntry);
            }
            lastEntry = Math.max(lastEntry, entry);
            records++;
        }
    }

    private static int find(byte[] body, int from) {
        for (int i = from; i + ENTRY.length < body.length; i++) {
            if (body[i] == '{' && Arrays.equals(body, i, i + ENTRY.length, ENTRY, 0, ENTRY.length)) {
                return i;
            }
        }
        return -1;
    }

    private synchronized boolean fault(String what) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(party + ": " + what);
        }
        return false;
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Different records so far: places in the ledger only ever went up. */
    synchronized long records() {
        return records;
    }

    /** Parcels so far, repeated ones once. */
    synchronized long parcels() {
        return parcels;
    }

    /** Parcels that came although they were here. */
    synchronized long repeated() {
        return repeated;
    }

    /** Gaps, other bytes under a known number, records twice or out of order; the first twenty. */
    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    @Override
    public void close() {
        down();
        threads.shutdownNow();
    }
}
