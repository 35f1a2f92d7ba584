package org.anze.gateway.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.anze.gateway.fault.Fault;
import org.anze.gateway.fault.FaultPoints;
import org.anze.gateway.fault.Moment;
import org.anze.gateway.fault.Step;
import org.anze.gateway.flow.GatewayProcess;
import org.jspecify.annotations.Nullable;

/** Gives one gateway process its orders; the process connects, again after each start. Safe for many threads. */
final class FaultControl implements AutoCloseable {

    private final ServerSocket server;
    private final Set<String> reached = ConcurrentHashMap.newKeySet();
    private final Set<String> passed = ConcurrentHashMap.newKeySet();
    private @Nullable OutputStream out;

    /** Listens, and has the process's next start connect. */
    FaultControl(GatewayProcess node) throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        node.jvm("-D" + FaultPoints.PORT + "=" + server.getLocalPort());
        Thread thread = new Thread(this::accept, "fault-control");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                synchronized (this) {
                    out = socket.getOutputStream();
                }
                read(new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)));
            } catch (IOException e) {
                // The process ended, on order mostly; the next one connects anew.
                continue;
            } finally {
                synchronized (this) {
                    out = null;
                }
            }
        }
    }

    private void read(BufferedReader lines) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ", 2);
            (words[0].equals("reached") ? reached : passed).add(words[1]);
        }
    }

    private synchronized void say(String line) {
        if (out == null) {
            return;
        }
        try {
            out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
        } catch (IOException e) {
            // It ended at this moment; who ordered something sees that it is not reached.
            out = null;
        }
    }

    /** Orders a fault for the next time a point is passed after it was passed {@code skip} times. */
    void order(String id, Step step, Moment moment, Fault fault, int skip) {
        say("order " + id + " " + step + " " + moment + " " + fault + " " + skip);
    }

    /** Takes an order back. */
    void cancel(String id) {
        say("cancel " + id);
    }

    /** Lets a thread that stands still go on. */
    void go(String id) {
        say("go " + id);
    }

    /** Moves the process's clock away from the machine's. */
    void clock(Duration offset) {
        say("clock " + offset.toMillis());
    }

    /** Whether the fault struck here. */
    boolean isReached(String id) {
        return reached.contains(id);
    }

    /** Whether a point was passed in any run of the process. */
    boolean isPassed(Step step, Moment moment) {
        return passed.contains(step + " " + moment);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
