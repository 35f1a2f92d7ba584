package org.anze.gateway.validation;

import org.anze.gateway.record.RecordType;

/**
 * A question for all records of a type that have a value in a field; see {@link LookupFields} for what may be asked.
 *
 * @param type of the records that are looked for
 * @param field one of {@link LookupFields#of} of that type
 * @param value exactly as it stands in the canonical record
 */
public record Lookup(RecordType type, String field, String value) {}
