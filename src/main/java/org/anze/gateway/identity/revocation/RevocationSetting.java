package org.anze.gateway.identity.revocation;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the revocation of one authority's certificates is learnt.
 *
 * @param mode what happens when it cannot be learnt
 * @param atMost with {@link Mode#ALLOW_WHEN_UNREACHABLE}: how long after the last good answer ran out certificates are
 *     taken all the same
 * @param lists addresses of CRLs ({@code http}, {@code https} or {@code file}), besides those in the certificates
 * @param responder address of the OCSP responder in place of the one in the certificates; null to use theirs
 */
public record RevocationSetting(
        Mode mode,
        Duration atMost,
        List<URI> lists,
        @Nullable URI responder) {

    // Before USUAL, which is checked against it.
    private static final Duration LONGEST = Duration.ofDays(7);

    /** What authorities get for which nothing else is said. */
    public static final RevocationSetting USUAL =
            new RevocationSetting(Mode.ALLOW_WHEN_UNREACHABLE, Duration.ofHours(24), List.of(), null);

    /** Copies the list. */
    public RevocationSetting {
        lists = List.copyOf(lists);
        if (atMost.isNegative() || atMost.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("atMost must lie between 0 and 168 hours");
        }
    }

    /** What happens when revocation cannot be learnt. */
    public enum Mode {
        /** Nothing is taken without a fresh good answer, and nothing that names no source. */
        REQUIRE,
        /**
         * A certificate is taken for {@code atMost} with an alarm while its sources are silent, and refused after that. One
         * for which there is no source at all is taken and counted.
         */
        ALLOW_WHEN_UNREACHABLE,
        /** Revocation is not looked at. */
        OFF
    }
}
