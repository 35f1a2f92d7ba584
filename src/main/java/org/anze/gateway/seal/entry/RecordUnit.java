package org.anze.gateway.seal.entry;

import org.jspecify.annotations.Nullable;

/**
 * Fields that are always given together.
 *
 * @param name as in the record's schema
 * @param value canonical JSON; null when the record has nothing here, which is sealed as the JSON {@code null}
 */
public record RecordUnit(String name, byte @Nullable [] value) {}
