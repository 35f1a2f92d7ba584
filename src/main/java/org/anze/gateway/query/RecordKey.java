package org.anze.gateway.query;

import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/**
 * Which record is asked for.
 *
 * @param provider who sent it; null for everybody who has one under this key
 */
public record RecordKey(
        RecordType type, String businessKey, @Nullable String provider) {

    /** For the audit log. */
    String text() {
        return type.code() + " " + businessKey + (provider == null ? "" : " provider=" + provider);
    }
}
