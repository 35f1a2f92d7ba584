package org.anze.gateway.query.statistics;

import org.anze.gateway.record.Scope;

/**
 * The finest cell that figures are kept for. What a record does not tell is empty text.
 *
 * @param month {@code 2026-01}
 */
record CellKey(String county, String sector, String insurer, String month, String line) {

    Scope scope() {
        return new Scope(county.isEmpty() ? null : county, sector.isEmpty() ? null : sector, insurer);
    }

    String year() {
        return month.length() < 4 ? "" : month.substring(0, 4);
    }
}
