package org.anze.gateway.intake.admission;

/** How many of the nodes a sender can use at a time, by the door it comes through. */
public enum Reach {
    /** Its requests go to whichever node is next. */
    EVERY_NODE,
    /** The door's address leads to one node at a time, as that of SFTP does: what is not given there is given nowhere. */
    ONE_NODE
}
