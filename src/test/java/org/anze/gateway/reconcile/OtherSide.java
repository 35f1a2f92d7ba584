package org.anze.gateway.reconcile;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.bouncycastle.crypto.digests.SM3Digest;
import tools.jackson.databind.JsonNode;

/**
 * The other side of a tree comparison, written from docs/spec/reconciliation.md alone: it has its own copy, asks for ranges, and
 * goes down where the hashes differ. Knows nothing of the gateway's classes but the record that holds a line of its copy.
 */
final class OtherSide {

    /** Records by key; keys in the order of their UTF-8 bytes. */
    private final TreeMap<byte[], List<Item>> copy = new TreeMap<>(Arrays::compareUnsigned);

    private int requests;

    OtherSide(List<Item> items) {
        for (Item item : items) {
            copy.computeIfAbsent(utf8(item.businessKey()), key -> new ArrayList<>())
                    .add(item);
        }
        copy.values()
                .forEach(versions -> versions.sort((one, other) -> {
                    int byProvider = Arrays.compareUnsigned(utf8(one.provider()), utf8(other.provider()));
                    return byProvider == 0 ? Long.compare(one.version(), other.version()) : byProvider;
                }));
    }

    int requests() {
        return requests;
    }

    /** {@code +key/version} is only theirs, {@code -key/version} only ours, {@code ~key/version} on both sides and not the same. */
    TreeSet<String> compare(BiFunction<String, String, JsonNode> tree) {
        TreeSet<String> found = new TreeSet<>();
        compare(tree, null, null, found);
        return found;
    }

    private void compare(BiFunction<String, String, JsonNode> tree, String from, String to, TreeSet<String> found) {
        requests++;
        JsonNode answer = tree.apply(from, to);
        if (answer.has("records")) {
            TreeMap<String, String> theirs = new TreeMap<>();
            answer.get("records")
                    .forEach(record -> theirs.put(
                            record.get("key").asString() + "/"
                                    + record.get("version").asLong(),
                            record.get("leaf").asString()));
            for (Item item : range(from, to)) {
                String name = item.businessKey() + "/" + item.version();
                String leaf = theirs.remove(name);
                if (leaf == null) {
                    found.add("-" + name);
                } else if (!leaf.equals(Base64.getEncoder().encodeToString(leaf(item)))) {
                    found.add("~" + name);
                }
            }
            theirs.keySet().forEach(name -> found.add("+" + name));
            return;
        }
        for (JsonNode part : answer.get("ranges")) {
            String low = part.get("from").isNull() ? null : part.get("from").asString();
            String high = part.get("to").isNull() ? null : part.get("to").asString();
            List<Item> own = range(low, high);
            if (own.size() != part.get("count").asLong()
                    || !Base64.getEncoder()
                            .encodeToString(root(own))
                            .equals(part.get("hash").asString())) {
                compare(tree, low, high, found);
            }
        }
    }

    private List<Item> range(String from, String to) {
        List<Item> items = new ArrayList<>();
        copy.subMap(
                        from == null ? new byte[0] : utf8(from),
                        true,
                        to == null ? new byte[] {(byte) 0xff, (byte) 0xff} : utf8(to),
                        false)
                .values()
                .forEach(items::addAll);
        return items;
    }

    /** The root over all of it. */
    byte[] root() {
        return root(range(null, null));
    }

    /** RFC 9162 §2.1.1, as it is written there. */
    private static byte[] root(List<Item> items) {
        if (items.isEmpty()) {
            return sm3();
        }
        if (items.size() == 1) {
            return leaf(items.get(0));
        }
        int split = Integer.highestOneBit(items.size() - 1);
        return sm3(new byte[] {1}, root(items.subList(0, split)), root(items.subList(split, items.size())));
    }

    private static byte[] leaf(Item item) {
        return sm3(
                new byte[] {0},
                "anze-reconciliation/1\0".getBytes(StandardCharsets.US_ASCII),
                length(item.businessKey()),
                utf8(item.businessKey()),
                length(item.provider()),
                utf8(item.provider()),
                ByteBuffer.allocate(8).putLong(item.version()).array(),
                item.digest());
    }

    private static byte[] length(String text) {
        return ByteBuffer.allocate(4).putInt(utf8(text).length).array();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] sm3(byte[]... parts) {
        SM3Digest digest = new SM3Digest();
        for (byte[] part : parts) {
            digest.update(part, 0, part.length);
        }
        byte[] hash = new byte[32];
        digest.doFinal(hash, 0);
        return hash;
    }
}
