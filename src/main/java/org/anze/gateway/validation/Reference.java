package org.anze.gateway.validation;

import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/** A record that another one refers to by its business key. */
public record Reference(RecordType type, String businessKey) {

    /** Reads {@code hazard/H-1}; null when it is nothing of the kind. */
    public static @Nullable Reference parse(@Nullable String text) {
        int slash = text == null ? -1 : text.indexOf('/');
        if (text == null || slash < 0 || slash == text.length() - 1) {
            return null;
        }
        return RecordType.byCode(text.substring(0, slash))
                .map(type -> new Reference(type, text.substring(slash + 1)))
                .orElse(null);
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return type.code() + "/" + businessKey;
    }
}
