package org.anze.gateway.record;

import org.jspecify.annotations.Nullable;

/**
 * One field of a canonical record.
 *
 * @param name canonical name of DOMAIN.md C
 * @param zh Chinese name
 * @param type how the value is held
 * @param presence what its absence means
 * @param sensitivity 1 (public) to 5 (sensitive personal), DOMAIN.md B4
 * @param unit the disclosure unit it belongs to
 * @param codes name of its code table; null when free
 * @param maxLength of text in characters; 0 means the default limit of 2000
 * @param source the documents that ask for it
 */
public record FieldDefinition(
        String name,
        String zh,
        FieldType type,
        Presence presence,
        int sensitivity,
        String unit,
        @Nullable String codes,
        int maxLength,
        @Nullable String source) {}
