/**
 * The rules a record must keep: those of its definition, and the V-* rules of DOMAIN.md D that one record and what the
 * ledger knows of its policy can decide.
 *
 * <p>Each record type has a list of rules that reads like the table in DOMAIN.md: severity, id, source, problem, field,
 * condition. Parameters come from the jurisdiction in force at the place of risk on the date of the event.
 *
 * <p>Not here: converting what a sender wrote ({@code mapping}), rules that need several records or the passing of time
 * ({@code oversight}), signatures and replay (intake).
 *
 * <p>Promise: a {@link org.anze.gateway.record.ValidRecord} passed every rejecting rule; a bad record never stops the good
 * ones beside it; no finding holds the value of a personal field. Only this package makes ValidRecords.
 */
@NullMarked
package org.anze.gateway.validation;

import org.jspecify.annotations.NullMarked;
