/**
 * Points at which a test may stop, freeze or fail the gateway: one before and one after each write, send, acknowledgement and
 * rename of a record's life (docs/architecture.md). Needs the JDK only.
 *
 * <p>Promises: without the system property {@value org.anze.gateway.fault.FaultPoints#PORT} a point does nothing at all, and
 * nobody can switch it on in a running process; with it, orders come over one connection that the process itself makes to a
 * port of its own machine.
 *
 * <p>Not here: which faults are tried and what must hold after them; that is in the tests.
 */
@NullMarked
package org.anze.gateway.fault;

import org.jspecify.annotations.NullMarked;
