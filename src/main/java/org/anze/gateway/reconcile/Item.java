package org.anze.gateway.reconcile;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.tree.TreeHasher;

/**
 * One record version as both sides hash it (docs/spec/reconciliation.md §2).
 *
 * @param digest of its content, 32 bytes; zeros when only keys are compared
 */
public record Item(String businessKey, String provider, long version, byte[] digest) {

    private static final byte[] DOMAIN = "anze-reconciliation/1\0".getBytes(StandardCharsets.US_ASCII);

    /** The bytes that are hashed. */
    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(160);
        out.writeBytes(DOMAIN);
        text(out, businessKey);
        text(out, provider);
        out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(version).array());
        out.writeBytes(digest);
        return out.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        out.writeBytes(bytes);
    }

    /** Hash of its leaf in the tree of a range. */
    public byte[] leaf(Suite suite) {
        return TreeHasher.leaf(suite, bytes());
    }
}
