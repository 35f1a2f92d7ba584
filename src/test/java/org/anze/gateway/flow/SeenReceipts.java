package org.anze.gateway.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The receipts that senders were given while nodes took over from each other. Each is a promise: the gateway must have the very
 * bytes for ever, and the checkpoint in it must be one of the ledger's. Safe for many threads.
 */
public final class SeenReceipts {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Public id of a submission → SHA-256 of its receipt, in hexadecimal digits. */
    private final Map<String, String> receipts = new ConcurrentHashMap<>();

    private final Set<String> checkpoints = ConcurrentHashMap.newKeySet();
    private final Set<String> differing = ConcurrentHashMap.newKeySet();

    /** Remembers a receipt; gives its body. */
    public JsonNode add(byte[] receipt) {
        JsonNode body = JSON.readTree(receipt).path("body");
        String submission = body.path("submission").asString();
        String digest = sha256(receipt);
        String before = receipts.putIfAbsent(submission, digest);
        if (before != null && !before.equals(digest)) {
            differing.add(submission);
        }
        checkpoints.add(body.path("checkpoint").asString());
        return body;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Fails unless the gateway has every receipt that was given, letter by letter, and every checkpoint in them. */
    public void requireStored(JdbcClient jdbc) {
        assertThat(differing).as("submissions with two receipts").isEmpty();
        assertThat(receipts).as("receipts seen").isNotEmpty();
        Map<String, String> lost = new ConcurrentHashMap<>(receipts);
        jdbc.sql("select id, encode(sha256(receipt), 'hex') from submission where receipt is not null")
                .query((row, number) -> lost.remove(row.getString(1), row.getString(2)))
                .list();
        assertThat(lost.keySet())
                .as("submissions whose receipt the gateway does not have")
                .isEmpty();
        Set<String> unknown = new TreeSet<>(checkpoints);
        jdbc.sql("select note from checkpoint").query(String.class).list().forEach(unknown::remove);
        assertThat(unknown)
                .as("checkpoints in receipts that the ledger does not have")
                .isEmpty();
    }
}
