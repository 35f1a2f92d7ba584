package org.anze.gateway.faults;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.anze.gateway.flow.SamplePolicies;
import tools.jackson.databind.JsonNode;

/**
 * One submission of the load: new policies, and in turn nothing else, one whose period ends before it begins, one that the
 * sender's last message had already, or the second version of one of those.
 *
 * @param accepted records that its receipt has to say are accepted, and so on
 */
record MixedMessage(byte[] body, int accepted, int rejected, int duplicate) {

    static final int NEW_RECORDS = 3;

    private static final String REGION = "140212";
    private static final String SECTOR = "03";

    /** The message of a sender that comes after {@code number} others, which have their receipts. */
    static MixedMessage of(String sender, long number) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(policies(sender, number, NEW_RECORDS));
        int kind = number == 0 ? 0 : (int) (number % 4);
        switch (kind) {
            case 1 ->
                body.writeBytes(changed(
                        SamplePolicies.lines(prefix(sender, number) + "X", 0, 1, REGION, SECTOR),
                        "\"endAt\":\"2027-",
                        "\"endAt\":\"2025-"));
            case 2 -> body.writeBytes(policies(sender, number - 1, 1));
            case 3 ->
                body.writeBytes(changed(policies(sender, number - 1, 1), "{", "{\"version\":2,\"op\":\"UPDATE\","));
            default -> {}
        }
        return new MixedMessage(
                body.toByteArray(), NEW_RECORDS + (kind == 3 ? 1 : 0), kind == 1 ? 1 : 0, kind == 2 ? 1 : 0);
    }

    private static String prefix(String sender, long number) {
        return sender + number + "R";
    }

    private static byte[] policies(String sender, long number, int count) {
        return SamplePolicies.lines(prefix(sender, number), 0, count, REGION, SECTOR);
    }

    private static byte[] changed(byte[] line, String what, String by) {
        String text = new String(line, StandardCharsets.UTF_8);
        if (!text.contains(what)) {
            throw new IllegalStateException("no " + what + " in " + text);
        }
        int at = text.indexOf(what);
        return (text.substring(0, at) + by + text.substring(at + what.length())).getBytes(StandardCharsets.UTF_8);
    }

    /** Whether a receipt says what has to become of it. */
    boolean isAnsweredBy(JsonNode receipt) {
        return receipt.path("accepted").asInt(-1) == accepted
                && receipt.path("rejected").asInt(-1) == rejected
                && receipt.path("duplicate").asInt(-1) == duplicate;
    }
}
