package org.anze.gateway.ledger;

import java.util.Set;
import org.anze.gateway.validation.Lookup;
import org.anze.gateway.validation.Reference;

/**
 * By what a batch was judged: what was looked for in the ledger and what was found there. A batch is appended only when
 * nobody else has changed any of it meanwhile.
 *
 * @param position size of the ledger, or less, before anything was looked up; what stands from there on may not have been
 *     seen
 * @param references the keys that were looked for, and those of all records that were found by a value
 * @param lookups the values that were looked for
 * @param unnamed whether so much was found by the values that the keys of it are not among the references: then nobody may have
 *     given a later version of any record of those types
 */
public record Basis(long position, Set<Reference> references, Set<Lookup> lookups, boolean unnamed) {

    /** Of what was found all is named. */
    public Basis(long position, Set<Reference> references, Set<Lookup> lookups) {
        this(position, references, lookups, false);
    }

    /** Whether nothing was looked for. */
    boolean isEmpty() {
        return references.isEmpty() && lookups.isEmpty();
    }
}
