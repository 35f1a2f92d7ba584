package org.anze.gateway.mapping;

import java.util.List;
import org.anze.gateway.record.RawRecord;

/** The part of a mapping that makes canonical records; compiled, immutable, safe for many threads. */
interface Normaliser {

    List<Normalised> normalise(RawRecord raw, MappingContext context);
}
