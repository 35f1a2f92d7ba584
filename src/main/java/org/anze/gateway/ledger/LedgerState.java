package org.anze.gateway.ledger;

import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.tree.TreeFrontier;

/** The ledger at one size. */
record LedgerState(TreeFrontier frontier, SignedCheckpoint checkpoint) {

    long size() {
        return frontier.size();
    }
}
