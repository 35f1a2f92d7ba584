package org.anze.bench.sink;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.anze.bench.records.Recipient;
import org.anze.bench.tls.HttpsServer;
import org.anze.bench.tls.TlsFiles;

/**
 * All recipients of all contenders in one light process: notes which records arrived when, takes the digest of what came and
 * answers with the receipt that the contender expects. Steered by lines on its standard input:
 *
 * <pre>
 * begin FIRST COUNT RECIPIENTS   a new section of so many of the benchmark's recipients; forgets the one before
 * status                         delivered, twice, foreign, messages, bytes, last arrival
 * dump FILE                      the arrivals as 64-bit numbers
 * keep FILE                      the next message to the first recipient goes into that file as well
 * </pre>
 *
 * <p>Arguments: port, folder with the keys, folder for Tomcat, {@code digest} or {@code counts}.
 */
public final class Sink extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final int THREADS = 80;

    private final transient ConcurrentMap<String, Path> keep = new ConcurrentHashMap<>();
    private final boolean digests;
    private transient volatile Arrivals arrivals = new Arrivals(0, 0, List.of());

    private Sink(boolean digests) {
        this.digests = digests;
    }

    /** Runs until its input ends. */
    public static void main(String[] arguments) throws IOException {
        Sink sink = new Sink(arguments[3].equals("digest"));
        try (HttpsServer server = new HttpsServer(
                        Integer.parseInt(arguments[0]),
                        THREADS,
                        TlsFiles.server(Path.of(arguments[1])),
                        Path.of(arguments[2]),
                        sink);
                BufferedReader commands =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println("ready " + server.port());
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                System.out.println(sink.obey(line.split(" ")));
            }
        }
    }

    private String obey(String[] words) throws IOException {
        switch (words[0]) {
            case "begin" ->
                arrivals = new Arrivals(
                        Long.parseLong(words[1]),
                        Integer.parseInt(words[2]),
                        Recipient.first(Integer.parseInt(words[3])));
            case "status" -> {
                return arrivals.status();
            }
            case "dump" -> {
                try (DataOutputStream out =
                        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(Path.of(words[1]))))) {
                    arrivals.write(out);
                }
            }
            case "keep" -> keep.put("recipient-01", Path.of(words[1]));
            default -> {
                return "unknown " + words[0];
            }
        }
        return "ok";
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] body = request.getInputStream().readNBytes(Math.max(0, request.getContentLength()));
        if (request.getContentLength() < 0) {
            body = request.getInputStream().readAllBytes();
        }
        String[] path = request.getRequestURI().split("/");
        String contender = path[1];
        String recipient = path[2];
        RecordNumbers numbers = contender.startsWith("jws") ? RecordNumbers.ofTokens(body) : RecordNumbers.of(body);
        int index = Integer.parseInt(recipient.substring(recipient.length() - 2)) - 1;
        arrivals.take(index, numbers.values(), numbers.count(), body.length, System.nanoTime());
        Path file = keep.remove(recipient);
        if (file != null) {
            Files.write(file, body);
        }
        byte[] receipt = receipt(contender, request.getHeader("Parcel-Number"), numbers.count(), body);
        response.setContentType(contender.startsWith("soap") ? "text/xml;charset=UTF-8" : "application/json");
        response.setContentLength(receipt.length);
        response.getOutputStream().write(receipt);
    }

    private byte[] receipt(String contender, String parcel, int count, byte[] body) {
        String digest = digests ? Base64.getEncoder().encodeToString(sha256().digest(body)) : "";
        String text;
        if (contender.startsWith("gateway")) {
            text = "{\"parcel\":" + parcel + ",\"status\":\"ACKNOWLEDGED\""
                    + (digests ? ",\"digest\":\"" + digest + "\"" : "") + "}";
        } else if (contender.startsWith("soap")) {
            text = "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body>"
                    + "<r:receipt xmlns:r=\"urn:anze:bench\"><r:records>" + count + "</r:records><r:digest>" + digest
                    + "</r:digest></r:receipt></soap:Body></soap:Envelope>";
        } else {
            text = "{\"status\":\"ACKNOWLEDGED\",\"records\":" + count + ",\"digest\":\"" + digest + "\"}";
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
