package org.anze.gateway.jurisdiction;

/** What becomes of a record that refers to one that is not known yet. */
public enum UnknownReference {
    /** It waits for the other one and is rejected when that does not come in time. */
    PARK,
    /** It is accepted with a warning. */
    WARN
}
