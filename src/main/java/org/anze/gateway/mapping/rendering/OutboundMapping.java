package org.anze.gateway.mapping.rendering;

import org.anze.gateway.record.RecordDefinition;

/**
 * How a recipient gets records of one type in its own words. Immutable and safe for many threads.
 *
 * @param party the recipient
 * @param name its name within the recipient, such as {@code policies}
 * @param definition the version whose fields the table names; records of other versions of the type have them or
 *     lack them
 */
public record OutboundMapping(String party, String name, RecordDefinition definition, Rendering rendering) {}
