package org.anze.gateway.validation.deadline;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.anze.gateway.jurisdiction.EscalationStep;
import org.anze.gateway.jurisdiction.EscalationTrigger;
import org.anze.gateway.jurisdiction.Parameters;
import org.anze.gateway.jurisdiction.Profiles;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.codes.CodeTables;
import org.anze.gateway.validation.AccidentLevel;
import org.anze.gateway.validation.ChinaTime;
import org.anze.gateway.validation.Contents;
import org.anze.gateway.validation.CoverEnd;
import org.anze.gateway.validation.InsuredUnits;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.Lookup;
import org.anze.gateway.validation.PolicyPeriod;
import org.anze.gateway.validation.Reference;
import org.anze.gateway.validation.References;
import org.anze.gateway.validation.Wanted;
import org.jspecify.annotations.Nullable;

/**
 * What the rules may know besides the record.
 *
 * <p>Of some records no more is left than that they were there ({@link Contents}). A rule judges by the others whatever these
 * settle; where an unreadable one could have changed the answer, it {@linkplain Due#unread says so}.
 *
 * @param references the records that the rules {@linkplain DeadlineRule#wanted wanted}, in the order in which the ledger took
 *     them
 * @param contents which of them can be read
 * @param now the time for which the question is asked
 */
public record DeadlineContext(
        References references, Contents contents, Profiles profiles, CodeTables codes, Instant now) {

    /** The parameters in force at the record's place on the day of a date or instant. */
    Parameters parametersOn(KnownRecord subject, String time) {
        return profiles.at(subject.scope().riskRegion(), ChinaTime.day(time));
    }

    /** The parameters in force at the record's place today; the ladder is always today's. */
    Parameters parametersToday(KnownRecord subject) {
        return profiles.at(subject.scope().riskRegion(), ChinaTime.day(now));
    }

    /** The level of an accident by the newest numbers that count, with the parameters on its day. */
    String accidentLevel(KnownRecord report) {
        String day = report.text("occurredAt") == null ? report.text("reportedAt") : report.text("occurredAt");
        return AccidentLevel.latest(
                report.values()::get, day == null ? parametersToday(report) : parametersOn(report, day), codes);
    }

    List<KnownRecord> related(RecordType type, String field, @Nullable String value) {
        return value == null ? List.of() : references.related(new Lookup(type, field, value));
    }

    /**
     * Of the records with this key that were not withdrawn the one that the ledger took last, whichever party sent it; null when
     * there is none. Every party counts its versions for itself, so they say nothing about whose record is newer.
     */
    @Nullable
    KnownRecord known(RecordType type, @Nullable String key) {
        KnownRecord newest = null;
        if (key != null) {
            for (KnownRecord record : references.under(type, key)) {
                newest = record.isVoid() ? newest : record;
            }
        }
        return newest;
    }

    /** The policies that insure a unit, when {@link InsuredUnits#lookups} were looked up; of several copies the one that counts. */
    List<KnownRecord> policies(String unit) {
        return LeadingWord.of(InsuredUnits.policies(references, unit));
    }

    /** When the cover of a policy ends, exclusive; null when nobody says. */
    @Nullable
    String coverEnd(KnownRecord policy) {
        return CoverEnd.of(policy, endorsements(policy));
    }

    /** The endorsements of a policy, when {@link CoverEnd#lookup} was looked up; of several copies the one that counts. */
    List<KnownRecord> endorsements(KnownRecord policy) {
        return LeadingWord.of(references.related(CoverEnd.lookup(policy))).stream()
                .filter(endorsement -> CoverEnd.isOf(endorsement, policy))
                .toList();
    }

    /** Whether a policy does not cover to its own end. */
    boolean isCancelled(KnownRecord policy) {
        return "CANCELLED".equals(policy.text("status")) || !Objects.equals(coverEnd(policy), policy.text("endAt"));
    }

    /** An endorsement of a policy that cannot be read, so that it may be cancelled; null when there is none. */
    @Nullable
    KnownRecord unreadEndorsement(KnownRecord policy) {
        return unread(endorsements(policy));
    }

    /** The newest of some records that cannot be read and is of the insurer of a policy: two may use one number. */
    @Nullable
    KnownRecord unreadOf(KnownRecord policy, List<KnownRecord> records) {
        return unread(records, record -> record.insurer().equals(policy.insurer()));
    }

    /** Whether no more is left of a record than that it was there. */
    boolean isUnread(KnownRecord record) {
        return contents.state(record) != Contents.State.READABLE;
    }

    /** The newest of some records that cannot be read; null when all can. */
    @Nullable
    KnownRecord unread(List<KnownRecord> records) {
        return unread(records, record -> true);
    }

    /** The newest of some records that cannot be read and was received at a moment or after it. */
    @Nullable
    KnownRecord unreadSince(List<KnownRecord> records, Instant moment) {
        return unread(records, record -> !contents.receivedAt(record).isBefore(moment));
    }

    /** The newest of some policies that cannot be read and, by the time it was received, may run at a moment. */
    @Nullable
    KnownRecord unreadRunning(List<KnownRecord> policies, Instant moment) {
        return unread(policies, policy -> mayRun(policy, contents.receivedAt(policy), moment));
    }

    private @Nullable KnownRecord unread(List<KnownRecord> records, Predicate<KnownRecord> matters) {
        for (int i = records.size() - 1; i >= 0; i--) {
            if (isUnread(records.get(i)) && matters.test(records.get(i))) {
                return records.get(i);
            }
        }
        return null;
    }

    /** How far ahead of its receipt an event may seem to lie. */
    Duration futureTolerance(KnownRecord subject) {
        return Objects.requireNonNullElse(parametersToday(subject).futureTolerance(), Duration.ZERO);
    }

    private boolean mayRun(KnownRecord record, Instant begun, Instant moment) {
        return PolicyPeriod.mayRun(record, begun, parametersToday(record).longestPolicy(), moment);
    }

    /**
     * Whether what began at a time can still be of interest to a deadline: a policy of then may run, or the last step of a ladder
     * after it is not over. Earlier looks told what is older; nobody misses it.
     */
    public boolean isOfInterest(KnownRecord subject, Instant time) {
        Parameters parameters = parametersToday(subject);
        Duration grace = Objects.requireNonNullElse(parameters.feeFloorGrace(), Duration.ZERO);
        Duration longest = Arrays.stream(EscalationTrigger.values())
                .flatMap(trigger -> parameters.escalation(trigger).stream())
                .map(EscalationStep::after)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        return mayRun(subject, time, now.minus(grace).minus(longest));
    }

    /** The first moment in China of a day. */
    static Instant startOf(LocalDate day) {
        return day.atStartOfDay().toInstant(ChinaTime.OFFSET);
    }

    static Instant instant(String time) {
        return Instant.ofEpochSecond(ChinaTime.seconds(time));
    }

    static Wanted wanted(Lookup... lookups) {
        return new Wanted(Set.of(), Set.of(lookups));
    }

    static Wanted nothing() {
        return new Wanted(Set.of(), Set.of());
    }

    static Wanted wanted(Set<Reference> references, Set<Lookup> lookups) {
        return new Wanted(references, lookups);
    }
}
