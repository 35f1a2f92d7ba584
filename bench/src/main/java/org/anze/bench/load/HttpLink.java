package org.anze.bench.load;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 connection over mutual TLS that stays open. It does no more than the benchmark needs, because whatever a sender
 * spends is taken from the two cores on which everything runs. Belongs to one thread.
 */
public final class HttpLink implements AutoCloseable {

    private static final int PATIENCE_MS = 120_000;

    private final SSLContext tls;
    private final int port;
    private @Nullable SSLSocket socket;
    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = OutputStream.nullOutputStream();

    /** Connects when something is posted for the first time. */
    public HttpLink(SSLContext tls, int port) {
        this.tls = tls;
        this.port = port;
    }

    /**
     * What came back.
     *
     * @param location where it says to look; empty when it does not say
     */
    public record Answer(int status, String location, byte[] body) {}

    /**
     * Posts, or gets when there is no body.
     *
     * @throws IOException when no complete answer came; the connection is closed then, and the next call makes a new one
     */
    public Answer send(String path, Map<String, String> headers, byte @Nullable [] body) throws IOException {
        if (socket == null) {
            connect();
        }
        try {
            StringBuilder head = new StringBuilder(200);
            head.append(body == null ? "GET " : "POST ")
                    .append(path)
                    .append(" HTTP/1.1\r\nHost: localhost:")
                    .append(port);
            headers.forEach((name, value) ->
                    head.append("\r\n").append(name).append(": ").append(value));
            if (body != null) {
                head.append("\r\nContent-Length: ").append(body.length);
            }
            byte[] start = head.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
            if (body == null) {
                out.write(start);
            } else if (body.length < 8192) {
                byte[] whole = new byte[start.length + body.length];
                System.arraycopy(start, 0, whole, 0, start.length);
                System.arraycopy(body, 0, whole, start.length, body.length);
                out.write(whole);
            } else {
                out.write(start);
                out.write(body);
            }
            out.flush();
            return answer();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private void connect() throws IOException {
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        plain.setTcpNoDelay(true);
        plain.setSoTimeout(PATIENCE_MS);
        SSLSocket over = (SSLSocket) tls.getSocketFactory().createSocket(plain, "localhost", port, true);
        over.startHandshake();
        in = new BufferedInputStream(over.getInputStream(), 16_384);
        out = over.getOutputStream();
        socket = over;
    }

    private Answer answer() throws IOException {
        String status = line();
        int code = Integer.parseInt(status.substring(9, 12));
        int length = 0;
        boolean chunked = false;
        boolean last = false;
        String location = "";
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = lower.contains("chunked");
            } else if (lower.startsWith("location:")) {
                location = header.substring(9).strip();
            } else if (lower.startsWith("connection:")) {
                last = lower.contains("close");
            }
        }
        byte[] body = chunked ? chunks() : in.readNBytes(length);
        if (!chunked && body.length < length) {
            throw new EOFException("the answer is cut off");
        }
        if (last) {
            close();
        }
        return new Answer(code, location, body);
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int length = Integer.parseInt(line().split(";")[0].strip(), 16);
            body.write(in.readNBytes(length));
            line();
            if (length == 0) {
                return body.toByteArray();
            }
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the connection ended");
            }
            if (next == '\n') {
                return line.toString();
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            SSLSocket old = socket;
            socket = null;
            old.close();
        }
    }
}
