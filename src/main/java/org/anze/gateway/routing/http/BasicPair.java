package org.anze.gateway.routing.http;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Name and secret of a Basic header (RFC 7617, UTF-8).
 *
 * @param secret to be wiped by whoever parsed it
 */
record BasicPair(String name, char[] secret) {

    private static final int LONGEST_HEADER = 1024;
    private static final int LONGEST_NAME = 64;

    /** Empty when it is something else. */
    static Optional<BasicPair> parse(String header) {
        if (header.length() > LONGEST_HEADER || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        byte[] pair;
        try {
            pair = Base64.getDecoder().decode(header.substring(6).trim());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(pair));
        int colon = 0;
        while (colon < text.length() && text.charAt(colon) != ':') {
            colon++;
        }
        if (colon == text.length() || colon > LONGEST_NAME) {
            return Optional.empty();
        }
        String name = text.subSequence(0, colon).toString();
        char[] secret = Arrays.copyOfRange(text.array(), colon + 1, text.limit());
        Arrays.fill(text.array(), '\0');
        Arrays.fill(pair, (byte) 0);
        return Optional.of(new BasicPair(name, secret));
    }

    void wipe() {
        Arrays.fill(secret, '\0');
    }

    @Override
    public String toString() {
        return "BasicPair " + name;
    }
}
