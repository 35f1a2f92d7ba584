package org.anze.gateway.record;

/** What the absence of a field means. DOMAIN.md C's cardinality 1 is split: see docs/decisions. */
public enum Presence {
    /** Without it the record cannot be identified or checked: it is rejected. */
    REQUIRED,
    /** The model asks for it, legacy systems often lack it: the record is accepted with a completeness warning. */
    EXPECTED,
    /** May be absent. */
    OPTIONAL
}
