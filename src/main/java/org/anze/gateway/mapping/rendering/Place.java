package org.anze.gateway.mapping.rendering;

/** What is being written, for messages; changes as the writing goes on. For one thread. */
final class Place {

    private final String owner;
    private long index = -1;

    /** @param owner party id */
    Place(String owner) {
        this.owner = owner;
    }

    String owner() {
        return owner;
    }

    /** Ledger index of the record; negative when it is not from the ledger. */
    long index() {
        return index;
    }

    void turnTo(long nextIndex) {
        index = nextIndex;
    }
}
