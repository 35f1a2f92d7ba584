package org.anze.gateway.evidence.witness;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.anze.gateway.seal.Checkpoint;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.note.NoteKey;
import org.anze.gateway.seal.tree.ConsistencyProof;
import org.anze.gateway.seal.tree.TreeHasher;

/** A small ledger in memory that can be rewritten, which a real one cannot. */
public final class SampleLog {

    private final Suite suite;
    private final List<byte[]> leaves = new ArrayList<>();

    public SampleLog(Suite suite) {
        this.suite = suite;
    }

    public static NoteKey key(Suite suite) {
        return NoteKey.ofLog(
                SampleSeals.SIGNER, SampleSeals.gateway(suite).certificate().publicKey());
    }

    public static WitnessedLogs watched(Suite suite) {
        return new WitnessedLogs(Map.of(SampleSeals.LEDGER, key(suite)));
    }

    /** Entries whose content is their label. */
    public SampleLog with(String... entries) {
        for (String entry : entries) {
            leaves.add(TreeHasher.leaf(suite, entry.getBytes(StandardCharsets.UTF_8)));
        }
        return this;
    }

    public SampleLog without(int index) {
        leaves.remove(index);
        return this;
    }

    public SampleLog rewrite(int index, String entry) {
        leaves.set(index, TreeHasher.leaf(suite, entry.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    public SampleLog copy() {
        SampleLog copy = new SampleLog(suite);
        copy.leaves.addAll(leaves);
        return copy;
    }

    public SignedCheckpoint checkpoint() {
        return checkpoint(SampleSeals.NOW);
    }

    public SignedCheckpoint checkpoint(Instant time) {
        return new Checkpoint(SampleSeals.LEDGER, leaves.size(), TreeHasher.root(suite, leaves), suite, time)
                .sign(SampleSeals.gateway(suite).signer());
    }

    public List<byte[]> consistency(long from, long to) {
        return ConsistencyProof.create(suite, this::subtree, from, to);
    }

    private byte[] subtree(int level, long index) {
        int width = 1 << level;
        return TreeHasher.root(suite, leaves.subList((int) index * width, (int) (index + 1) * width));
    }
}
