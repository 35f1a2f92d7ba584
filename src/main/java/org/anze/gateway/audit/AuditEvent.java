package org.anze.gateway.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What is to be remembered for ever. None of the texts may hold a personal value.
 *
 * @param purpose code of the purpose stated (DOMAIN.md B3); null where there is none to state
 * @param agreement id and version of the agreement that decided, {@code supervision-shanxi/1}; null when none did
 * @param subject what it was about: record type and business key, a query in words, a party, a user
 * @param outcome what came of it: {@code given}, {@code refused: …}, a count
 * @param reason why the person says it was done; null where no reason is asked for
 */
public record AuditEvent(
        AuditKind kind,
        Actor actor,
        @Nullable String purpose,
        @Nullable String agreement,
        String subject,
        String outcome,
        @Nullable String reason) {

    private static final int LONGEST = 1000;
    /** What of a long outcome one part holds; the rest is for its heading. */
    private static final int PIECE = 880;

    /** Cuts every text to 1000 characters and takes control characters out. */
    public AuditEvent {
        subject = clean(subject);
        outcome = clean(outcome);
        reason = reason == null ? null : clean(reason);
    }

    /**
     * This event with an outcome of any length: as it is when one event holds it, else as several, of which each names its part,
     * how many there are and the SHA-256 of the whole, so that it can be put together again. To be written in one go.
     */
    public List<AuditEvent> saying(String whole) {
        String text = whole.replaceAll("\\p{Cntrl}", " ");
        if (text.length() <= LONGEST) {
            return List.of(with(text));
        }
        List<String> pieces = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(from + PIECE, text.length());
            if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
                to--;
            }
            pieces.add(text.substring(from, to));
            from = to;
        }
        String digest = sha256(text);
        return IntStream.range(0, pieces.size())
                .mapToObj(i -> with("part %d/%d sha256 %s: %s".formatted(i + 1, pieces.size(), digest, pieces.get(i))))
                .toList();
    }

    private AuditEvent with(String other) {
        return new AuditEvent(kind, actor, purpose, agreement, subject, other, reason);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String clean(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        return cut.replaceAll("\\p{Cntrl}", " ");
    }
}
