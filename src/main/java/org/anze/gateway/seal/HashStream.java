package org.anze.gateway.seal;

import org.bouncycastle.crypto.Digest;

/** The suite's hash over bytes that come in pieces. For one thread; finished once. */
public final class HashStream {

    private final Digest digest;

    /** Begins a computation that may stay open for long, unlike {@link Suite#hasher}. */
    public HashStream(Suite suite) {
        this.digest = suite.newDigest();
    }

    /** Adds a piece. */
    public void update(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
    }

    /** The hash of everything added. */
    public byte[] finish() {
        byte[] hash = new byte[Suite.HASH_LENGTH];
        digest.doFinal(hash, 0);
        return hash;
    }
}
