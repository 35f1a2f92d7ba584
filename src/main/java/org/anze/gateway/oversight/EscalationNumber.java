package org.anze.gateway.oversight;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.deadline.Due;
import org.jspecify.annotations.Nullable;

/**
 * The business key of an escalation, such as {@code V-P15-0f3a…-2}: rule, matter, step of the ladder. The same stage of the same
 * matter has the same number whenever it is worked out, so that the ledger itself keeps it from being told twice.
 *
 * <p>A matter is a rule, a record of an insurer, and the occasion. The number holds a hash of it, because keys of records may be
 * longer than numbers.
 *
 * @param matter the number without the step
 * @param level step of the ladder, from 1
 */
record EscalationNumber(String matter, int level) {

    private static final int HASH_BYTES = 16;
    private static final Pattern FORM = Pattern.compile("(V-[A-Z]\\d{2}-[0-9a-f]{" + 2 * HASH_BYTES + "})-(\\d{1,3})");

    /** @param subject the record that it is due about; who sent it does not matter, so that two who send it are told about once */
    static EscalationNumber of(Due due, KnownRecord subject) {
        return of(due, subject.insurer());
    }

    static EscalationNumber of(Due due, String party) {
        String about = String.join(
                "\0",
                due.trigger().triggerName(),
                due.subject().type().code(),
                party,
                due.subject().businessKey(),
                due.occasion());
        return new EscalationNumber(due.rule() + "-" + hash(due.rule() + "\0" + about), due.level());
    }

    /** Such as {@code V-P15}. */
    String rule() {
        return matter.substring(0, matter.lastIndexOf('-'));
    }

    /** Null when it is not one of these numbers. */
    static @Nullable EscalationNumber parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches() ? new EscalationNumber(matcher.group(1), Integer.parseInt(matcher.group(2))) : null;
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The number. */
    @Override
    public String toString() {
        return matter + "-" + level;
    }
}
