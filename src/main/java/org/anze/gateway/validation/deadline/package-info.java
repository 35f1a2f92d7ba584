/**
 * Rules that only the passing of time can break: a policy that nobody renewed, a hazard whose deadline passed, a complaint
 * that nobody answered. Each rule is a function of what the ledger knows and of the time, and says what is due, since when,
 * and who has to be told at each stage that the ladder of the jurisdiction has reached.
 *
 * <p>Not here: asking the ledger at intervals, writing the escalation (R19), telling anybody, or holding a case because a
 * person said so. What a record shows by itself when it arrives is found by the rules of {@code validation}.
 *
 * <p>Promise: the same records and the same time give the same answer; a rule never changes anything; what is due holds no
 * personal value.
 */
@NullMarked
package org.anze.gateway.validation.deadline;

import org.jspecify.annotations.NullMarked;
