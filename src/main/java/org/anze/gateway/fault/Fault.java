package org.anze.gateway.fault;

/** What happens at a point. */
public enum Fault {
    /** The process ends at once, as by {@code kill -9}: no hook, no finally. */
    HALT,
    /** The thread stands still until it is told to go on; who ordered it freezes the whole process meanwhile. */
    FREEZE,
    /** The point throws what the step itself would throw. */
    FAIL
}
