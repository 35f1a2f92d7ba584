package org.anze.gateway.demo;

import java.util.List;

/**
 * What the files of one demo have in common: which units there are, which records have a trap, and who is told.
 *
 * @param seed decides about everything that is not fixed
 * @param trapEvery every so many records one has a trap of its shape, in turn; 0 for none
 * @param regions counties of the units
 */
record DemoSeries(long seed, int trapEvery, List<String> regions, DemoWitness witness) {

    /** @throws IllegalArgumentException when {@code trapEvery} is negative */
    DemoSeries {
        if (trapEvery < 0) {
            throw new IllegalArgumentException("trapEvery must not be negative");
        }
    }

    DemoSeries witnessedBy(DemoWitness somebody) {
        return new DemoSeries(seed, trapEvery, regions, somebody);
    }

    /** Whether anybody wants to know; what a witness is told costs more than writing the record. */
    boolean isWitnessed() {
        return witness != DemoWitness.NONE;
    }

    DemoUnit unit(long number) {
        return DemoUnit.of(seed, number, regions);
    }

    /** The number of the trap a record has; -1 for none. */
    int trap(long record, int kinds) {
        return trapEvery == 0 || record % trapEvery != trapEvery - 1 ? -1 : (int) (record / trapEvery % kinds);
    }

    /** @param reasons why a record is refused, by the number of its trap */
    static void count(ExpectedOutcome.Tally tally, DemoUnit unit, int trap, String... reasons) {
        if (trap < 0) {
            tally.accept(unit);
        } else {
            tally.reject(reasons[trap]);
        }
    }

    /** A policy of insurer 甲 that is in the ledger: the first row has no trap, however often its policies have one. */
    String foreignPolicyNo() {
        return unit(0).policyNo("insurer-jia");
    }
}
