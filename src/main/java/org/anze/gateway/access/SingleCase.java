package org.anze.gateway.access;

import java.time.Instant;

/**
 * A grant for one record: the letter G of DOMAIN.md B2 (BJ-17). Only for queries that name a purpose; nothing is pushed.
 *
 * @param businessKey of the record
 * @param expires from then on it gives nothing, whatever the agreement's own period says
 * @param watermark whether every rendition must show who asked, for which case, and when
 */
public record SingleCase(String businessKey, Instant expires, boolean watermark) {}
