package org.anze.gateway.ledger;

import java.sql.SQLException;

/** Tells a fault of what is written from a fault of the store. */
public final class RefusedData {

    private RefusedData() {}

    /**
     * Whether the database refuses what a row says, and not that it is written: classes 22, 23 and 54 of SQLSTATE (ISO/IEC
     * 9075-2; 54 is PostgreSQL's own). Of several rows written together the others can then be written without it.
     */
    public static boolean isCauseOf(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
    }
}
