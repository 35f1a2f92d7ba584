package org.anze.gateway.validation;

import java.time.Duration;
import java.time.Instant;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.jspecify.annotations.Nullable;

/** How long policies run (V-P01). */
public final class PolicyPeriod {

    private static final String CONSTRUCTION = "06";
    /** ★ Nothing says how long a project may be insured; a policy of which nothing else is known is taken to be over by then. */
    private static final Duration LONGEST_PROJECT = Duration.ofDays(5 * 366);

    private PolicyPeriod() {}

    /** Construction policies run as long as the project. */
    static boolean isProject(Scope scope) {
        return CONSTRUCTION.equals(scope.sector());
    }

    /**
     * Whether what began at a time, as a policy does when it is received, may still run at a later one.
     *
     * @param record a policy, or what belongs to one that is no project's
     * @param longest policy of the place, projects aside; null when nothing says so
     */
    public static boolean mayRun(KnownRecord record, Instant begun, @Nullable Duration longest, Instant time) {
        Duration most = record.type() == RecordType.POLICY && isProject(record.scope()) ? LONGEST_PROJECT : longest;
        return most == null || !begun.plus(most).isBefore(time);
    }
}
