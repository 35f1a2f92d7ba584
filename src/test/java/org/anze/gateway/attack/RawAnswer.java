package org.anze.gateway.attack;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Every byte that came back on a connection, and what of it can be understood. */
record RawAnswer(byte[] bytes) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String END = "\r\n\r\n";

    private String text() {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The status of the first answer; 0 when there is none. */
    int status() {
        String text = text();
        return text.matches("(?s)HTTP/1\\.[01] [0-9]{3}.*") ? Integer.parseInt(text.substring(9, 12)) : 0;
    }

    /** How many answers came. */
    int count() {
        return text().split("HTTP/1\\.1 [0-9]{3}", -1).length - 1;
    }

    boolean hasHeader(String line) {
        String text = text();
        return text.substring(0, Math.max(0, text.indexOf(END))).contains(line);
    }

    /** The catalogue's code in the body; {@code none} without one. */
    String code() {
        byte[] body = body();
        if (body.length == 0) {
            return "none";
        }
        try {
            return JSON.readTree(body).path("code").asString("none");
        } catch (JacksonException e) {
            return soapCode(new String(body, StandardCharsets.UTF_8));
        }
    }

    private static String soapCode(String body) {
        java.util.regex.Matcher code =
                java.util.regex.Pattern.compile("\\b[A-Z]{3}-[0-9]{4}\\b").matcher(body);
        return code.find() ? code.group() : "none";
    }

    /** The first answer's body without its chunks. */
    byte[] body() {
        String text = text();
        int start = text.indexOf(END);
        if (start < 0) {
            return new byte[0];
        }
        String head = text.substring(0, start).toLowerCase(java.util.Locale.ROOT);
        byte[] rest = text.substring(start + END.length()).getBytes(StandardCharsets.ISO_8859_1);
        return head.contains("transfer-encoding: chunked") ? unchunked(rest) : rest;
    }

    private static byte[] unchunked(byte[] chunks) {
        String text = new String(chunks, StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int at = 0;
        while (true) {
            int end = text.indexOf("\r\n", at);
            int length = end < 0 ? 0 : Integer.parseInt(text.substring(at, end).trim(), 16);
            if (length == 0 || end + 2 + length > chunks.length) {
                return body.toByteArray();
            }
            body.write(chunks, end + 2, length);
            at = end + 2 + length + 2;
        }
    }

    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
