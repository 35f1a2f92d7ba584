package org.anze.gateway.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A STOMP 1.2 client of one socket, so that the tests do not depend on anybody's client library. */
final class RawStomp implements AutoCloseable {

    private final Socket socket;

    RawStomp(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
    }

    /** Sends CONNECT and returns the answer frame. */
    String connect(String login, String passcode) throws IOException {
        return ask("CONNECT\naccept-version:1.2\nhost:gateway\nlogin:" + login + "\npasscode:" + passcode + "\n\n");
    }

    /** Sends a frame without its terminating NUL and returns the next frame. */
    String ask(String frame) throws IOException {
        socket.getOutputStream().write((frame + "\0").getBytes(StandardCharsets.UTF_8));
        return read();
    }

    /** The next frame, or what came before the end of the stream. */
    String read() throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        for (int next = socket.getInputStream().read();
                next > 0;
                next = socket.getInputStream().read()) {
            frame.write(next);
        }
        return frame.toString(StandardCharsets.UTF_8).stripLeading();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
