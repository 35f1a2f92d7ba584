package org.anze.gateway.query;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;

/**
 * Where a walk through pages goes on: position and expiry under an HMAC-SHA-256 that covers party, credential, person, purpose
 * and filter as well, so that a token is good for the query that made it and for nobody else's, a colleague's included. It
 * gives no right: every page is decided anew.
 * Safe for several threads.
 */
final class PageTokens {

    private static final byte VERSION = 1;
    private static final int MAC_LENGTH = 16;
    private static final int LENGTH = 1 + Long.BYTES + Long.BYTES + MAC_LENGTH;
    private static final int LONGEST = 100;

    private final SecretKeySpec key;
    private final Duration validity;
    private final Clock clock;

    /** @param secret 32 bytes, the same in every process of the gateway */
    PageTokens(byte[] secret, Duration validity, Clock clock) {
        this.key = new SecretKeySpec(secret, "HmacSHA256");
        this.validity = validity;
        this.clock = clock;
    }

    /** A token for what comes after this position. */
    String issue(Asker asker, String query, long position) {
        ByteBuffer token = ByteBuffer.allocate(LENGTH);
        token.put(VERSION)
                .putLong(clock.instant().plus(validity).toEpochMilli())
                .putLong(position);
        token.put(mac(asker, query, Arrays.copyOf(token.array(), LENGTH - MAC_LENGTH)));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token.array());
    }

    /**
     * The position in a token.
     *
     * @throws SenderMustCorrect when it is none of this query's, or too old
     */
    long position(Asker asker, String query, String token) {
        byte[] bytes = decode(token);
        byte[] head = Arrays.copyOf(bytes, LENGTH - MAC_LENGTH);
        byte[] mac = Arrays.copyOfRange(bytes, LENGTH - MAC_LENGTH, LENGTH);
        if (!MessageDigest.isEqual(mac, mac(asker, query, head)) || head[0] != VERSION) {
            throw refused();
        }
        ByteBuffer content = ByteBuffer.wrap(head, 1, head.length - 1);
        if (!clock.instant().isBefore(Instant.ofEpochMilli(content.getLong()))) {
            throw new SenderMustCorrect(QueryProblem.TOKEN_EXPIRED, Location.WHOLE);
        }
        return content.getLong();
    }

    private static byte[] decode(String token) {
        if (token.length() > LONGEST) {
            throw refused();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            // The decoder lets unused bits and padding pass; one token has one text.
            boolean canonical = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(bytes)
                    .equals(token);
            if (bytes.length != LENGTH || !canonical) {
                throw refused();
            }
            return bytes;
        } catch (IllegalArgumentException e) {
            throw refused();
        }
    }

    private byte[] mac(Asker asker, String query, byte[] head) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            add(mac, asker.party().id());
            add(mac, asker.credential());
            // A person that is named has at least one character.
            add(mac, asker.person() == null ? "" : asker.person());
            add(mac, asker.purpose().name());
            add(mac, query);
            return Arrays.copyOf(mac.doFinal(head), MAC_LENGTH);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }

    private static void add(Mac mac, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        mac.update(bytes);
    }

    private static SenderMustCorrect refused() {
        return new SenderMustCorrect(QueryProblem.TOKEN_REFUSED, Location.WHOLE);
    }
}
