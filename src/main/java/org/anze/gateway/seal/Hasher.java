package org.anze.gateway.seal;

import org.bouncycastle.crypto.ExtendedDigest;

/** One running hash computation, reused over and over. For one thread. */
public final class Hasher {

    private final ExtendedDigest digest;
    private boolean running;

    Hasher(ExtendedDigest digest) {
        this.digest = digest;
    }

    Hasher restart() {
        if (running) {
            digest.reset();
            running = false;
        }
        return this;
    }

    /** Adds one byte. */
    public Hasher update(int value) {
        running = true;
        digest.update((byte) value);
        return this;
    }

    /** Adds bytes. */
    public Hasher update(byte[] bytes) {
        running = true;
        digest.update(bytes, 0, bytes.length);
        return this;
    }

    /** Adds a part of some bytes. */
    public Hasher update(byte[] bytes, int offset, int length) {
        running = true;
        digest.update(bytes, offset, length);
        return this;
    }

    /** The hash; the next update begins a new one. */
    public byte[] finish() {
        byte[] hash = new byte[Suite.HASH_LENGTH];
        digest.doFinal(hash, 0);
        running = false;
        return hash;
    }
}
