package org.anze.gateway.record;

/** What a version of a record means. Nothing is ever overwritten: each is a ledger entry of its own. */
public enum Operation {
    CREATE,
    UPDATE,
    VOID,
    CORRECT
}
