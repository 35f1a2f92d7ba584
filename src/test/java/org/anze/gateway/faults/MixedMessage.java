package org.anze.gateway.faults;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.anze.gateway.flow.SamplePolicies;
import tools.jackson.databind.JsonNode;

/**
 * One submission of the load: new policies, and in turn nothing else, one whose period ends before it begins, one that the
 * sender's last message had already, or the second version of one of those; each tenth is so long that it is processed in
 * several batches, each with a new policy between what the sender's last message had.
 *
 * @param lines records in it
 * @param records those that have to be accepted, each as {@code <business key> v<version>}
 * @param rejected how many its receipt has to say are rejected, and so on
 */
record MixedMessage(byte[] body, int lines, Set<String> records, int rejected, int duplicate) {

    static final int NEW_RECORDS = 3;

    private static final String REGION = "140212";
    private static final String SECTOR = "03";
    private static final int TENTH = 10;
    /** Two whole batches of the intake and a part of one. */
    private static final int LONG_LINES = 1_100;

    /** The message of a sender that comes after {@code number} others, which have their receipts. */
    static MixedMessage of(String sender, long number) {
        return number % TENTH == TENTH - 1 ? ofManyBatches(sender, number) : ofFewRecords(sender, number);
    }

    private static MixedMessage ofFewRecords(String sender, long number) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(policies(sender, number, 0, NEW_RECORDS));
        Set<String> records = newRecords(sender, number);
        int kind = number == 0 ? 0 : (int) (number % 4);
        switch (kind) {
            case 1 ->
                body.writeBytes(changed(
                        SamplePolicies.lines(prefix(sender, number) + "X", 0, 1, REGION, SECTOR),
                        "\"endAt\":\"2027-",
                        "\"endAt\":\"2025-"));
            case 2 -> body.writeBytes(policies(sender, number - 1, 0, 1));
            case 3 -> {
                body.writeBytes(changed(
                        changed(policies(sender, number - 1, 0, 1), "{", "{\"version\":2,\"op\":\"UPDATE\","),
                        "\"premium\":",
                        "\"premium\":1"));
                records.add(prefix(sender, number - 1) + "0 v2");
            }
            default -> {}
        }
        return new MixedMessage(
                body.toByteArray(), NEW_RECORDS + (kind == 0 ? 0 : 1), records, kind == 1 ? 1 : 0, kind == 2 ? 1 : 0);
    }

    private static MixedMessage ofManyBatches(String sender, long number) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] known = policies(sender, number - 1, 0, 1);
        int between = (LONG_LINES - NEW_RECORDS) / (NEW_RECORDS - 1);
        int duplicate = 0;
        for (int i = 0; i < NEW_RECORDS; i++) {
            for (int j = 0; i > 0 && j < between; j++) {
                body.writeBytes(known);
                duplicate++;
            }
            body.writeBytes(policies(sender, number, i, 1));
        }
        return new MixedMessage(body.toByteArray(), NEW_RECORDS + duplicate, newRecords(sender, number), 0, duplicate);
    }

    private static Set<String> newRecords(String sender, long number) {
        Set<String> records = new HashSet<>();
        for (int i = 0; i < NEW_RECORDS; i++) {
            records.add(prefix(sender, number) + i + " v1");
        }
        return records;
    }

    private static String prefix(String sender, long number) {
        return sender + number + "R";
    }

    private static byte[] policies(String sender, long number, int from, int count) {
        return SamplePolicies.lines(prefix(sender, number), from, count, REGION, SECTOR);
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
        return receipt.path("records").asInt(-1) == lines
                && receipt.path("received").asInt(-1) == lines
                && receipt.path("accepted").asInt(-1) == records.size()
                && receipt.path("rejected").asInt(-1) == rejected
                && receipt.path("duplicate").asInt(-1) == duplicate;
    }
}
