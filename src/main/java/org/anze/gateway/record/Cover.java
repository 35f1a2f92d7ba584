package org.anze.gateway.record;

import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How long a policy covers (保险期间), given its endorsements (R04): to its own end, or until it is cancelled before that. An
 * extension (延期) does not count here, because R04 has no field for the new end: the next version of the policy has it.
 */
public final class Cover {

    private static final Set<String> CANCELLATIONS = Set.of("退保", "注销");

    private Cover() {}

    /** Whether an endorsement of this type ends the cover. */
    public static boolean isCancellation(@Nullable Object type) {
        return type != null && CANCELLATIONS.contains(type.toString());
    }

    /**
     * The end of the cover, exclusive, after one more endorsement of the policy.
     *
     * @param end a canonical instant; null when it is not known
     * @param endorsement canonical field → value
     */
    public static @Nullable String end(@Nullable String end, Function<String, ? extends @Nullable Object> endorsement) {
        Object cancelled = isCancellation(endorsement.apply("type")) ? endorsement.apply("effectiveAt") : null;
        // Canonical instants sort by time.
        return cancelled == null || (end != null && end.compareTo(cancelled.toString()) <= 0)
                ? end
                : cancelled.toString();
    }
}
