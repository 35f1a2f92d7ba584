/**
 * The database and the broker that run inside or beside the gateway's own process, so that a newcomer needs nothing but
 * a JDK: a real PostgreSQL as a child process, an Artemis broker with a persistent journal.
 *
 * <p>Not for: production with an external PostgreSQL and Artemis, where nothing of this package is started; the schema
 * ({@code ledger}, {@code feed}) and what the queues mean ({@code intake.queue}, {@code delivery.queue}).
 *
 * <p>Promise: what either of them acknowledged is on disk; both listen on 127.0.0.1 only and know no password that was
 * not made at random on this machine; after {@code close()} no process is left; a store that cannot be opened as
 * required refuses to start instead of running with less.
 */
@NullMarked
package org.anze.gateway.embedded;

import org.jspecify.annotations.NullMarked;
