package org.anze.gateway.reconcile;

/**
 * One conservation equation of a day (ARCHITECTURE.md §3.10, docs/spec/reconciliation.md §5).
 *
 * @param name under which pages and the document know it
 * @param left what one table says
 * @param right what another says
 */
public record Equation(String name, long left, long right) {

    /** Whether nothing was lost and nothing came from nowhere. */
    public boolean holds() {
        return left == right;
    }
}
