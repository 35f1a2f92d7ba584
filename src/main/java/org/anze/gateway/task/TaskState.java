package org.anze.gateway.task;

/** How far a task is. Names are stored: they are never changed. */
public enum TaskState {
    /** The list is frozen; nothing was started. */
    PLANNED,
    /** Started by one person, and waiting for a second one. */
    PROPOSED,
    RUNNING,
    PAUSED,
    /** Every item has an outcome. */
    DONE,
    /** Ended by a person before every item had an outcome. */
    CANCELLED,
    /** The second person did not let it. */
    REJECTED;

    /** Whether nothing more happens. */
    public boolean isFinal() {
        return this == DONE || this == CANCELLED || this == REJECTED;
    }
}
