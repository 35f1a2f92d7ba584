package org.anze.gateway.seal;

import org.bouncycastle.crypto.ExtendedDigest;
import org.bouncycastle.util.Memoable;

/**
 * HMAC (RFC 2104) that keeps the two keyed states, so that a further short message costs two compressions and not four.
 * For one thread.
 */
public final class Hmac {

    private static final int BLOCK = 64;

    private final ExtendedDigest work;
    private final ExtendedDigest inner;
    private final ExtendedDigest outer;
    private final byte[] block = new byte[BLOCK];
    private final byte[] hash = new byte[Suite.HASH_LENGTH];

    Hmac(Suite suite) {
        work = suite.newMemoableDigest();
        inner = suite.newMemoableDigest();
        outer = suite.newMemoableDigest();
    }

    /** Takes another key, of any length; this object is then as new. */
    public Hmac rekey(byte[] key) {
        byte[] short64 = key;
        if (key.length > BLOCK) {
            work.reset();
            work.update(key, 0, key.length);
            work.doFinal(hash, 0);
            short64 = hash;
        }
        pad(inner, short64, 0x36);
        pad(outer, short64, 0x5c);
        return this;
    }

    private void pad(ExtendedDigest digest, byte[] key, int with) {
        for (int i = 0; i < BLOCK; i++) {
            block[i] = (byte) (i < key.length ? key[i] ^ with : with);
        }
        digest.reset();
        digest.update(block, 0, BLOCK);
    }

    /** The code of a message, 32 bytes. */
    public byte[] code(byte[] message) {
        ((Memoable) work).reset((Memoable) inner);
        work.update(message, 0, message.length);
        work.doFinal(hash, 0);
        ((Memoable) work).reset((Memoable) outer);
        work.update(hash, 0, hash.length);
        byte[] code = new byte[Suite.HASH_LENGTH];
        work.doFinal(code, 0);
        return code;
    }
}
