package org.anze.gateway.console.people;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.anze.gateway.pki.PrivateFiles;

/**
 * Codes for who lost the second factor: ten, each good once, 16 letters and digits of 57 (93 bits), written in groups of
 * four. So much chance needs no slow hash.
 */
final class RecoveryCodes {

    static final int COUNT = 10;
    private static final int LENGTH = 16;
    private static final int GROUP = 4;

    private RecoveryCodes() {}

    /** Fresh codes as people see them. */
    static List<String> fresh() {
        return Stream.generate(RecoveryCodes::one).limit(COUNT).toList();
    }

    private static String one() {
        return PrivateFiles.randomSecret(LENGTH).replaceAll("(.{" + GROUP + "})(?=.)", "$1-");
    }

    /** Whether this could be one; a code of an app never looks like one. */
    static boolean looksLikeOne(String text) {
        return letters(text).length() == LENGTH;
    }

    /** What is stored of a code, bound to its person. */
    static byte[] hash(String person, String code) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((person.toLowerCase(Locale.ROOT) + "\n").getBytes(StandardCharsets.UTF_8));
            return digest.digest(letters(code).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String letters(String code) {
        return code.replaceAll("[\\s-]", "");
    }
}
