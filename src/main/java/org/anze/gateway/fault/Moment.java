package org.anze.gateway.fault;

/** On which side of a step a fault strikes. */
public enum Moment {
    /** A failure here means that the step was not done. */
    BEFORE,
    /** A failure here means that the step was done and its answer was lost. */
    AFTER
}
