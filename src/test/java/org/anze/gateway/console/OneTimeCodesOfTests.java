package org.anze.gateway.console;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import org.anze.gateway.console.people.OneTimeCodes;

/** What an authenticator app does, for tests. */
public final class OneTimeCodesOfTests {

    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private OneTimeCodesOfTests() {}

    /** The key as the page shows it to people who cannot scan. */
    public static byte[] secret(String shown) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int buffer = 0;
        int bits = 0;
        for (char letter : shown.replace(" ", "").toCharArray()) {
            buffer = buffer << 5 | BASE32.indexOf(letter);
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes.write(buffer >> bits & 0xff);
                buffer &= (1 << bits) - 1;
            }
        }
        return bytes.toByteArray();
    }

    /** What the app shows at this moment. */
    public static String now(byte[] secret) {
        return new OneTimeCodes().code(secret, Instant.now());
    }

    /** What an app shows whose clock is one step ahead: as good, and not used up by the code of this moment. */
    public static String ahead(byte[] secret) {
        return new OneTimeCodes().code(secret, Instant.now().plusSeconds(30));
    }
}
