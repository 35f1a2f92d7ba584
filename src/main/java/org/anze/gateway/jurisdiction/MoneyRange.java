package org.anze.gateway.jurisdiction;

/**
 * A range of amounts, both ends included.
 *
 * @param from fen
 * @param to fen
 */
public record MoneyRange(long from, long to) {

    /** Refuses a range that ends before it begins. */
    public MoneyRange {
        if (to < from) {
            throw new IllegalArgumentException("range ends before it begins");
        }
    }
}
