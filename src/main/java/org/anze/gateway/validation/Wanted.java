package org.anze.gateway.validation;

import java.util.Collections;
import java.util.Set;

/**
 * What the rules want to know of the ledger before they judge a batch, for the caller to look up at once.
 *
 * @param references records named by their business key
 * @param lookups records found by the value of a field
 */
public record Wanted(Set<Reference> references, Set<Lookup> lookups) {

    /** Keeps unmodifiable views; the sets are as large as a batch and not copied. */
    public Wanted {
        references = Collections.unmodifiableSet(references);
        lookups = Collections.unmodifiableSet(lookups);
    }

    /** Whether there is nothing to look up. */
    public boolean isEmpty() {
        return references.isEmpty() && lookups.isEmpty();
    }
}
