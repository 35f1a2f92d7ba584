/**
 * What can go wrong, said once: the catalogue's vocabulary, findings about a sender's data, and the two exceptions.
 *
 * <p>Not here: the problems themselves. Every package owns an enum that implements {@link
 * org.anze.gateway.problem.ProblemKind}; docs/errors.md lists them all and is checked against the code.
 *
 * <p>Promise: nothing in this package ever carries the value of a personal field into a message.
 */
@NullMarked
package org.anze.gateway.problem;

import org.jspecify.annotations.NullMarked;
