package org.anze.gateway.seal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PEM (RFC 7468): written in its strict form, read from files with whatever stands around the blocks. */
public final class Pem {

    /** Label of a certificate. */
    public static final String CERTIFICATE = "CERTIFICATE";

    static final String PUBLIC_KEY = "PUBLIC KEY";
    /** Label of an unencrypted PKCS#8 key. */
    public static final String PRIVATE_KEY = "PRIVATE KEY";

    private static final int MAX_CHARACTERS = 1 << 20;

    private Pem() {}

    /** Lines of 64 characters, each ended by one line feed, the last too. */
    public static String write(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    /** All blocks with this label, in order. */
    static List<byte[]> read(String label, String text) throws FlawException {
        if (text.length() > MAX_CHARACTERS) {
            throw new FlawException(Flaw.TOO_LARGE, label);
        }
        Matcher blocks = Pattern.compile("-----BEGIN " + label + "-----([A-Za-z0-9+/=\\s]*)-----END " + label + "-----")
                .matcher(text);
        List<byte[]> found = new ArrayList<>();
        while (blocks.find()) {
            found.add(Base64Text.decode(blocks.group(1).replaceAll("\\s", ""), label));
        }
        return found;
    }

    static byte[] readOne(String label, String text, Flaw otherwise) throws FlawException {
        List<byte[]> found = read(label, text);
        if (found.size() != 1) {
            throw new FlawException(otherwise, label);
        }
        return found.get(0);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
