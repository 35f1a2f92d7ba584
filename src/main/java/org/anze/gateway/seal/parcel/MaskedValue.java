package org.anze.gateway.seal.parcel;

import org.anze.gateway.seal.Suite;
import org.jspecify.annotations.Nullable;

/**
 * What stands for a masked unit, with its hash once somebody asked for it: whoever gives the same value to several recipients
 * keeps this object and hashes it once. Safe for several threads.
 */
public final class MaskedValue {

    private final byte[] json;
    private volatile @Nullable Known known;

    private record Known(Suite suite, byte[] hash) {}

    /** @param json canonical JSON; not to be changed any more */
    public MaskedValue(byte[] json) {
        this.json = json;
    }

    /** Canonical JSON; not to be changed by the caller. */
    public byte[] json() {
        return json;
    }

    /** H of the canonical JSON; not to be changed by the caller. Not while the thread's {@link Suite#hasher} is in use. */
    public byte[] hash(Suite suite) {
        Known here = known;
        if (here == null || here.suite != suite) {
            here = new Known(suite, suite.hash(json));
            known = here;
        }
        return here.hash;
    }
}
