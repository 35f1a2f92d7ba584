/**
 * The rules a record must keep: those of its definition, and the V-* rules of DOMAIN.md D that a record and what the ledger
 * knows of those it refers to and of its neighbours can decide.
 *
 * <p>Each record type has a list of rules that reads like the table in DOMAIN.md: severity, id, source, problem, field,
 * condition. Parameters come from the jurisdiction in force at the place of risk on the date of the event.
 *
 * <p>What the rules want to know is asked for beforehand ({@link org.anze.gateway.validation.Wanted}) and looked up by the
 * caller in few queries; a record whose only flaw is an unknown reference is to be parked. docs/spec/rules.md lists all rules.
 *
 * <p>Not here: converting what a sender wrote ({@code mapping}), what only the passing of time breaks
 * ({@code validation.deadline}), who a sender is and whether a message came before (intake).
 *
 * <p>Promise: a {@link org.anze.gateway.record.ValidRecord} passed every rejecting rule; a bad record never stops the good
 * ones beside it; no finding holds the value of a personal field. Only this package makes ValidRecords.
 */
@NullMarked
package org.anze.gateway.validation;

import org.jspecify.annotations.NullMarked;
