package org.anze.gateway.mapping;

import java.util.List;
import org.anze.gateway.record.RawRecord;

/** The part of a mapping that makes canonical records; compiled, immutable, safe for many threads. */
public interface Normaliser {

    /**
     * What one raw record becomes; at least one result. The same input gives the same results in the same order, because
     * records are numbered by their place in it.
     */
    List<Normalised> normalise(RawRecord raw, MappingContext context);
}
