package org.anze.gateway.nodes;

/** Where what happened here is told to the other nodes. Never waits. */
@FunctionalInterface
public interface Ringer {

    /** For one process alone. */
    Ringer NOBODY = (bell, about) -> {};

    /** Rings for the others, soon; about nothing when it is empty. */
    void ring(Bell bell, String about);
}
