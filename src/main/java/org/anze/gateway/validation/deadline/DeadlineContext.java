package org.anze.gateway.validation.deadline;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.anze.gateway.jurisdiction.Parameters;
import org.anze.gateway.jurisdiction.Profiles;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.codes.CodeTables;
import org.anze.gateway.validation.AccidentLevel;
import org.anze.gateway.validation.ChinaTime;
import org.anze.gateway.validation.CoverEnd;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.Lookup;
import org.anze.gateway.validation.Reference;
import org.anze.gateway.validation.References;
import org.anze.gateway.validation.Wanted;
import org.jspecify.annotations.Nullable;

/**
 * What the rules may know besides the record.
 *
 * @param references the records that the rules {@linkplain DeadlineRule#wanted wanted}, in the order in which the ledger took
 *     them
 * @param now the time for which the question is asked
 */
public record DeadlineContext(References references, Profiles profiles, CodeTables codes, Instant now) {

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

    /** When the cover of a policy ends, exclusive; null when nobody says. */
    @Nullable
    String coverEnd(KnownRecord policy) {
        return CoverEnd.of(policy, references);
    }

    /** Whether a policy does not cover to its own end. */
    boolean isCancelled(KnownRecord policy) {
        return "CANCELLED".equals(policy.text("status")) || !Objects.equals(coverEnd(policy), policy.text("endAt"));
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
