package org.anze.gateway.audit;

import java.time.Instant;

/**
 * An event as it stands in the log.
 *
 * @param number from 1 without gaps
 * @param at when it was written, to the millisecond
 * @param hash covers this entry and the hash of the one before
 */
public record AuditEntry(long number, Instant at, AuditEvent event, byte[] hash) {}
