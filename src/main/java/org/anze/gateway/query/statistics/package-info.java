/**
 * Figures over many records: counts and sums of the newest versions by place, sector, insurer, month and product line.
 *
 * <p>Not here: reports with a form of their own, HTTP, the agreements ({@code access} says who may count what).
 *
 * <p>Promises: amounts are added up in memory and never stored outside the units they stand in; who may have aggregates only
 * gets a fixed set of tables in which no cell of fewer than five records can be told, alone or by adding and subtracting
 * whatever else the tables show; every answer stands in the audit log before it leaves.
 */
@NullMarked
package org.anze.gateway.query.statistics;

import org.jspecify.annotations.NullMarked;
