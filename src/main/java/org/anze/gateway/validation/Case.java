package org.anze.gateway.validation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.jurisdiction.Parameters;
import org.anze.gateway.jurisdiction.Profiles;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.Severity;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.codes.CodeTables;
import org.anze.gateway.record.codes.WorkDays;
import org.jspecify.annotations.Nullable;

/**
 * The record under examination, with all that a rule may know besides what it says: the parameters of its place and day, what
 * the ledger has, and what was found so far. One per batch, taken from record to record, so that a sound record costs no
 * objects; therefore not for sharing between threads.
 */
final class Case extends RecordReading {

    private final ValidationContext context;
    private final Profiles profiles;
    private final CodeTables codes;
    private final long receivedSeconds;
    private Scope scope;
    private LocalDate eventDay;
    private Parameters parameters;
    private @Nullable KnownRecord policy;
    private @Nullable Reference awaited;
    private @Nullable List<Finding> findings;

    Case(ValidationContext context, Profiles profiles, CodeTables codes, CanonicalRecord first) {
        super(first);
        this.context = context;
        this.profiles = profiles;
        this.codes = codes;
        this.receivedSeconds = context.receivedAt().getEpochSecond();
        this.scope = first.scope();
        this.eventDay = ChinaTime.day(context.receivedAt());
        this.parameters = profiles.at(null, eventDay);
    }

    /** Begins with the next record. */
    void take(CanonicalRecord next, LocalDate day) {
        read(next);
        scope = next.scope();
        eventDay = day;
        parameters = profiles.at(scope.riskRegion(), day);
        policy = null;
        awaited = null;
        findings = null;
    }

    /** Settles on the scope, and with it on the parameters. */
    void settle(Scope settled) {
        scope = settled;
        parameters = profiles.at(settled.riskRegion(), eventDay);
    }

    /** The parameters at the place of risk on another day than the event's. */
    Parameters parametersOn(String time) {
        return profiles.at(scope.riskRegion(), ChinaTime.day(time));
    }

    void refersTo(KnownRecord known) {
        policy = known;
    }

    Scope scope() {
        return scope;
    }

    /** The insurer whose business it is; the sender when the record does not say. */
    String insurer() {
        return scope.insurer().isEmpty() ? context.provider().id() : scope.insurer();
    }

    LocalDate eventDay() {
        return eventDay;
    }

    Parameters parameters() {
        return parameters;
    }

    ValidationContext context() {
        return context;
    }

    CodeTables codes() {
        return codes;
    }

    /** The calendar of working days. */
    WorkDays workDays() {
        return codes.workDays();
    }

    /** The policy that the record refers to, when the ledger knows it and the sender may refer to it. */
    @Nullable
    KnownRecord policy() {
        return policy;
    }

    /** When the cover of the policy ends, exclusive; null when there is no policy. */
    @Nullable
    String coverEnd() {
        return policy == null ? null : CoverEnd.of(policy, context.references());
    }

    /** The record has to wait for this one; the first that is missing counts. */
    void await(Reference reference) {
        if (awaited == null) {
            awaited = reference;
        }
    }

    @Nullable
    Reference awaited() {
        return awaited;
    }

    /** The record of a type under a key that was not withdrawn, the sender's own before others'; null when there is none. */
    @Nullable
    KnownRecord known(RecordType type, @Nullable String businessKey) {
        if (businessKey == null || context.references().isEmpty()) {
            return null;
        }
        List<KnownRecord> records = context.references().under(type, businessKey);
        KnownRecord found = null;
        for (int i = 0; i < records.size(); i++) {
            KnownRecord known = records.get(i);
            if (!known.isVoid()) {
                if (known.provider().equals(context.provider().id())) {
                    return known;
                }
                found = found == null ? known : found;
            }
        }
        return found;
    }

    /**
     * The newest version that the sender itself gave of the record under examination; null when this is the first, and when the
     * ledger already has this version or a newer one: a repeat or a late version is counted as such, no step from what it was.
     */
    @Nullable
    KnownRecord previous() {
        List<KnownRecord> records = under(record().type(), record().businessKey());
        for (int i = 0; i < records.size(); i++) {
            KnownRecord known = records.get(i);
            if (known.provider().equals(context.provider().id())) {
                return known.version() < record().version() ? known : null;
            }
        }
        return null;
    }

    /** What a field said in the version before; null when there is none, or it was void. */
    @Nullable
    String was(String field) {
        KnownRecord previous = previous();
        return previous == null || previous.isVoid() ? null : previous.text(field);
    }

    /** The newest version from each sender under a key, withdrawn ones included. */
    List<KnownRecord> under(RecordType type, String businessKey) {
        return context.references().isEmpty() ? List.of() : context.references().under(type, businessKey);
    }

    /** All records of a type with a value, newest versions, of all senders; empty when the value is missing. */
    List<KnownRecord> related(RecordType type, String field, @Nullable String value) {
        return value == null || context.references().isEmpty()
                ? List.of()
                : context.references().related(new Lookup(type, field, value));
    }

    long receivedSeconds() {
        return receivedSeconds;
    }

    /** Adds a finding about a field, null when it is about the record, with the severity that it has at the place of risk. */
    void report(RuleProblem problem, @Nullable String field, Object... arguments) {
        reportAs(severityOf(problem), problem, field, arguments);
    }

    /** Adds a finding whose severity no profile decides. */
    void reportAs(Severity severity, RuleProblem problem, @Nullable String field, Object... arguments) {
        Location location = field == null ? record().raw().location() : record().locate(field);
        add(Finding.of(problem, severity, problem.rule(), field, location, arguments));
    }

    /** The severity of a problem at the place of risk. */
    Severity severityOf(RuleProblem problem) {
        Severity severity = parameters.severity(problem.code());
        return severity == null ? problem.text().severity() : severity;
    }

    /** Adds a finding as it is. */
    void add(Finding finding) {
        if (findings == null) {
            findings = new ArrayList<>(4);
        }
        findings.add(finding);
    }

    List<Finding> findings() {
        return findings == null ? List.of() : List.copyOf(findings);
    }

    boolean isRejected() {
        if (findings != null) {
            for (int i = 0; i < findings.size(); i++) {
                if (findings.get(i).rejects()) {
                    return true;
                }
            }
        }
        return false;
    }
}
