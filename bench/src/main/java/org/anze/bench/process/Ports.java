package org.anze.bench.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/** Free ports on loopback, below the range that the system gives to clients. */
public final class Ports {

    private static final int LOWEST = 20_000;
    private static final int SPAN = 10_000;
    private static final Random RANDOM = new Random();
    private static final Set<Integer> GIVEN = new HashSet<>();

    private Ports() {}

    /** One that nobody listens on and that was not given before. */
    public static synchronized int free() {
        while (true) {
            int port = LOWEST + RANDOM.nextInt(SPAN);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                if (GIVEN.add(socket.getLocalPort())) {
                    return port;
                }
            } catch (IOException taken) {
                continue;
            }
        }
    }
}
