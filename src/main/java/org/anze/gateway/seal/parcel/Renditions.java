package org.anze.gateway.seal.parcel;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the verifier finds the files that a manifest lists. */
@FunctionalInterface
public interface Renditions {

    /** The bytes of a file; null when it is not there. The name is a plain file name. */
    byte @Nullable [] read(String name);

    /** Files held in memory, by name. */
    static Renditions of(Map<String, byte[]> files) {
        return files::get;
    }
}
