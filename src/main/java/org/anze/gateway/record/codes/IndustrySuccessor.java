package org.anze.gateway.record.codes;

/**
 * A class of GB/T 4754-2017 that took over a class of 2011.
 *
 * @param code four digits
 * @param confidence how likely it is this one, in per cent; even shares where a class was split and no weights are known
 * @param relation what happened to the class
 */
public record IndustrySuccessor(String code, int confidence, Relation relation) {

    /** What happened to a class between the editions. */
    public enum Relation {
        /** Only the code changed. */
        SAME_NAME,
        /** One class took over under another name. */
        RENAMED,
        /** Several classes took over. */
        SPLIT
    }
}
