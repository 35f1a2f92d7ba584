package org.anze.gateway.intake.rest;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.regex.Pattern;
import org.anze.gateway.intake.IntakeProblem;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;

/** The sender's own message ids: checks the one given, makes a ULID where none is. Safe for many threads. */
final class MessageIds {

    private static final Pattern ALLOWED = Pattern.compile("[\\x21-\\x7e]{1,200}");
    private static final char[] CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final int LENGTH = 26;

    private final SecureRandom random = new SecureRandom();
    private final Clock clock;

    MessageIds(Clock clock) {
        this.clock = clock;
    }

    /** A made-up id protects nobody from sending twice: the caller has to remember the id it is given back. */
    String given(@Nullable String header) {
        if (header == null) {
            return next();
        }
        if (!ALLOWED.matcher(header).matches()) {
            throw new SenderMustCorrect(IntakeProblem.ID_MALFORMED, Location.WHOLE);
        }
        return header;
    }

    private String next() {
        byte[] noise = new byte[10];
        random.nextBytes(noise);
        char[] text = new char[LENGTH];
        long time = clock.millis();
        for (int i = 9; i >= 0; i--) {
            text[i] = CROCKFORD[(int) (time & 31)];
            time >>>= 5;
        }
        for (int i = 0; i < 16; i++) {
            int bit = i * 5;
            int pair = (noise[bit / 8] & 0xff) << 8 | (bit / 8 + 1 < noise.length ? noise[bit / 8 + 1] & 0xff : 0);
            text[10 + i] = CROCKFORD[pair >> (11 - bit % 8) & 31];
        }
        return new String(text);
    }
}
