package org.anze.gateway.nodes;

/** What the nodes tell each other; each with a word about what, empty for "look yourselves". */
public enum Bell {
    /** A submission was stored by a node that does not process any; about nothing. */
    SUBMITTED,
    /** A submission became final; about its public id. */
    FINISHED,
    /** The ledger grew; about nothing. */
    APPENDED,
    /** Something changed for a recipient's feed; about its id. */
    FEED
}
