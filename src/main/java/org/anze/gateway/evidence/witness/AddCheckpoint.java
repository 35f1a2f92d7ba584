package org.anze.gateway.evidence.witness;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.seal.Base64Text;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;

/**
 * The body of an {@code add-checkpoint} call (C2SP tlog-witness).
 *
 * @param oldSize of the checkpoint that the witness cosigned last, as the caller knows it
 * @param proof consistency proof from that size (RFC 9162 §2.1.4)
 */
record AddCheckpoint(long oldSize, List<byte[]> proof, Note checkpoint) {

    /** Longest body in bytes that a witness reads. */
    static final int LONGEST = 64 << 10;

    private static final int MOST_HASHES = 63;
    private static final String OLD = "old ";

    static AddCheckpoint parse(byte[] body) throws FlawException {
        if (body.length > LONGEST) {
            throw new FlawException(Flaw.TOO_LARGE, "request");
        }
        String text = Note.utf8(body);
        int end = text.indexOf("\n\n");
        String[] lines = end < 0 ? new String[0] : text.substring(0, end).split("\n", -1);
        if (lines.length == 0 || lines.length > 1 + MOST_HASHES || !lines[0].startsWith(OLD)) {
            throw new FlawException(Flaw.MALFORMED, "request");
        }
        List<byte[]> proof = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            proof.add(Base64Text.decodeHash(lines[i], "proof"));
        }
        return new AddCheckpoint(
                TreeHead.size(lines[0].substring(OLD.length())),
                proof,
                Note.parse(text.substring(end + 2).getBytes(StandardCharsets.UTF_8)));
    }

    /** @param note a whole signed checkpoint */
    static byte[] body(long oldSize, List<byte[]> proof, String note) {
        StringBuilder body = new StringBuilder(OLD).append(oldSize).append('\n');
        proof.forEach(hash -> body.append(Base64Text.encode(hash)).append('\n'));
        return body.append('\n').append(note).toString().getBytes(StandardCharsets.UTF_8);
    }
}
