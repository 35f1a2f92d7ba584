/**
 * The audit log 审计日志: who looked at what, for which purpose, and who changed what; written before the answer leaves.
 *
 * <p>Not here: what was received and given away as a matter of course (the ledger and the parcels tell that), technical
 * logs, meters.
 *
 * <p>Promises: an event is durable when {@link org.anze.gateway.audit.AuditLog#write} returns. Events are numbered
 * without gaps and chained: each hash covers the one before it, so that a changed, removed or inserted event shows; a signed
 * checkpoint of the log goes into a file outside of the database every few minutes ({@link
 * org.anze.gateway.audit.AuditAnchors}), so that an end that was cut off shows too. No event holds a personal value. GB/T 22239-2019 8.1.4.3 (安全审计) asks for such a log.
 */
@NullMarked
package org.anze.gateway.audit;

import org.jspecify.annotations.NullMarked;
