package org.anze.gateway.intake.admission;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.anze.gateway.intake.admission.AdmissionSettings.Allowance;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one party: what waits of it, what came today, and how fast it sends to this node. Not safe for several
 * threads.
 */
final class Sender {

    private static final double BURST_SECONDS = 2;

    private final TokenBucket turns;
    private final TokenBucket flow;
    private final Load waiting = new Load();
    private long ofTheDay;
    private long sinceSum;
    private long sinceSumAtLook;
    /** Until when, in nanoseconds of the monotonic clock, it was told to wait, by the reason. */
    private final Map<AdmissionProblem, Long> heldBackUntil = new EnumMap<>(AdmissionProblem.class);

    /** @param now in nanoseconds of a monotonic clock */
    Sender(Allowance allowance, long now) {
        // Full for whoever may use most; another's burst is what the smaller rate lets stand.
        turns = new TokenBucket(allowance.submissionsPerSecond(), BURST_SECONDS, now);
        flow = new TokenBucket(allowance.bytesPerSecond(), BURST_SECONDS, now);
    }

    /** Submissions that are not final, as far as this node knows. */
    long waiting() {
        return waiting.waiting();
    }

    /** What begins to arrive, or, below zero, is no longer about to. */
    void arriving(long submissions) {
        waiting.arriving(submissions);
    }

    /** A submission of that size is in the store now and was not before. */
    void stored(long bytes) {
        waiting.stored(1);
        sinceSum += bytes;
    }

    /** A submission of that size is in the store now and final at once. */
    void ended(long bytes) {
        sinceSum += bytes;
    }

    /** So many bytes were read, whatever became of them. */
    void flowed(long bytes, double bytesPerSecond) {
        flow.use(bytes, bytesPerSecond);
    }

    /** Before a look: what is added from now on may not be in its answer. */
    void beginLook() {
        waiting.beginLook();
    }

    /** @param seconds since the look before; 0 when there was none */
    void endLook(long submissions, double seconds) {
        waiting.endLook(submissions, seconds);
    }

    /** Nothing came yet. */
    void beginDay() {
        ofTheDay = 0;
        sinceSum = 0;
        sinceSumAtLook = 0;
    }

    /** Before the day is summed up: what is added from now on may not be in the answer. */
    void beginSum() {
        sinceSumAtLook = sinceSum;
    }

    /** The store says that so many bytes came in the day. */
    void endSum(long bytes) {
        ofTheDay = bytes;
        sinceSum -= sinceSumAtLook;
        sinceSumAtLook = 0;
    }

    /** @param most submissions that may wait */
    @Nullable
    Refusal judgeUnfinished(long most) {
        long waits = waiting.waiting();
        return waits < most
                ? null
                : Refusal.of(AdmissionProblem.TOO_MANY_UNFINISHED, true, waiting.until(waits - most + 1), waits, most);
    }

    @Nullable
    Refusal judgeDay(long bytesPerDay, Duration untilMidnight) {
        return ofTheDay + sinceSum < bytesPerDay
                ? null
                : Refusal.of(AdmissionProblem.DAY_IS_FULL, false, untilMidnight, bytesPerDay);
    }

    /** It was told to come later; whether for this reason for the first time. */
    boolean heldBack(Refusal refusal, long now) {
        return heldBackUntil.put(refusal.kind(), now + refusal.pause().toNanos()) == null;
    }

    /** Seconds that are left of what it was told to wait for this reason. */
    double heldBack(AdmissionProblem by, long now) {
        Long until = heldBackUntil.get(by);
        return until == null ? 0 : Math.max(0, until - now) / 1e9;
    }

    /** Uses up one turn unless it refuses; the rates may differ from call to call. */
    @Nullable
    Refusal judgeRates(double submissionsPerSecond, double bytesPerSecond, long now) {
        Duration pause = flow.untilOne(bytesPerSecond, now);
        if (!pause.isZero()) {
            return Refusal.of(AdmissionProblem.TOO_FAST, false, pause, (long) bytesPerSecond);
        }
        Duration turn = turns.untilOne(submissionsPerSecond, now);
        if (!turn.isZero()) {
            return Refusal.of(AdmissionProblem.TOO_OFTEN, false, turn, submissionsPerSecond);
        }
        turns.use(1, submissionsPerSecond);
        return null;
    }
}
