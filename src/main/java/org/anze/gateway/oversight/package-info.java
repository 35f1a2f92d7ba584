/**
 * What the gateway does by itself because time passed: once a day it looks at the newest version of every record that has a
 * deadline ({@code validation.deadline}) and hands what is due to the intake as escalation records (R19), under the name of the
 * operator's own party. They are checked, sealed and fed like everybody's records.
 *
 * <p>Not here: what is due and when (that are the rules of {@code validation.deadline} and the ladders of the jurisdictions), who
 * is given an escalation (the agreements), and any message past the ledger.
 *
 * <p>Promise: a stage of a matter has one escalation record, however often and wherever the look is interrupted; what is due on a
 * day is told that day or, when the gateway did not run, at its next start.
 */
@NullMarked
package org.anze.gateway.oversight;

import org.jspecify.annotations.NullMarked;
