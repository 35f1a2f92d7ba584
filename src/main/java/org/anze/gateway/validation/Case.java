package org.anze.gateway.validation;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.anze.gateway.jurisdiction.Parameters;
import org.anze.gateway.jurisdiction.Profiles;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.Severity;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.codes.CodeTables;
import org.anze.gateway.record.codes.WorkDays;
import org.jspecify.annotations.Nullable;

/**
 * The record under examination, with what a rule may ask about it. One per batch, taken from record to record, so that a
 * sound record costs no objects; therefore not for sharing between threads.
 *
 * <p>Every comparison is false when one of its sides is missing: what must not be missing is another rule's business.
 */
final class Case {

    private final ValidationContext context;
    private final Profiles profiles;
    private final CodeTables codes;
    private final long receivedSeconds;
    private CanonicalRecord record;
    private Scope scope;
    private LocalDate eventDay;
    private Parameters parameters;
    private @Nullable KnownRecord policy;
    private @Nullable Reference awaited;
    private @Nullable List<Finding> findings;

    Case(ValidationContext context, Profiles profiles, CodeTables codes, CanonicalRecord first) {
        this.context = context;
        this.profiles = profiles;
        this.codes = codes;
        this.receivedSeconds = context.receivedAt().getEpochSecond();
        this.record = first;
        this.scope = first.scope();
        this.eventDay = ChinaTime.day(context.receivedAt());
        this.parameters = profiles.at(null, eventDay);
    }

    /** Begins with the next record. */
    void take(CanonicalRecord next, LocalDate day) {
        record = next;
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

    CanonicalRecord record() {
        return record;
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
            KnownRecord record = records.get(i);
            if (!record.isVoid()) {
                if (record.provider().equals(context.provider().id())) {
                    return record;
                }
                found = found == null ? record : found;
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
        List<KnownRecord> records = under(record.type(), record.businessKey());
        for (int i = 0; i < records.size(); i++) {
            KnownRecord known = records.get(i);
            if (known.provider().equals(context.provider().id())) {
                return known.version() < record.version() ? known : null;
            }
        }
        return null;
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

    @Nullable
    String text(String field) {
        return record.text(field);
    }

    @Nullable
    Long number(String field) {
        return record.number(field);
    }

    /** The number, or zero when it is missing. */
    long count(String field) {
        Long value = record.number(field);
        return value == null ? 0 : value;
    }

    boolean has(String field) {
        return record.value(field) != null;
    }

    boolean lacks(String field) {
        return record.value(field) == null;
    }

    boolean isTrue(String field) {
        return Boolean.TRUE.equals(record.flag(field));
    }

    boolean is(String field, String value) {
        return value.equals(record.text(field));
    }

    /** Whether a number is less than another field. */
    boolean less(String field, String other) {
        return less(field, record.number(other));
    }

    /** Whether a number is less than a limit. */
    boolean less(String field, @Nullable Long limit) {
        Long value = record.number(field);
        return value != null && limit != null && value < limit;
    }

    /** Whether a number exceeds another field. */
    boolean more(String field, String other) {
        return more(field, record.number(other));
    }

    /** Whether a number exceeds a limit. */
    boolean more(String field, @Nullable Long limit) {
        Long value = record.number(field);
        return value != null && limit != null && value > limit;
    }

    /** Whether a date or instant is earlier than another. Canonical texts sort by time. */
    boolean before(String field, String other) {
        return isBefore(record.text(field), record.text(other));
    }

    static boolean isBefore(@Nullable String time, @Nullable String other) {
        return time != null && other != null && time.compareTo(other) < 0;
    }

    /** Whether more time than allowed lies between two instants. */
    boolean laterThan(String from, String to, @Nullable Duration allowed) {
        return allowed != null && has(from) && has(to) && secondsBetween(from, to) > allowed.toSeconds();
    }

    /** Seconds from one date or instant to another, both of which are there. */
    long secondsBetween(String from, String to) {
        return seconds(to) - seconds(from);
    }

    /** Seconds since 1970 of a date or instant that is there. */
    long seconds(String field) {
        String time = record.text(field);
        if (time == null) {
            throw new IllegalStateException("missing: " + field);
        }
        return ChinaTime.seconds(time);
    }

    long receivedSeconds() {
        return receivedSeconds;
    }

    /** The sum of the amounts under a key in the entries of a list. */
    static long sum(List<Map<String, Object>> entries, String key) {
        long sum = 0;
        for (int i = 0; i < entries.size(); i++) {
            Object amount = entries.get(i).get(key);
            if (amount instanceof Long number) {
                sum += number;
            }
        }
        return sum;
    }

    /** What a finding calls a field: its Chinese and its canonical name. */
    String label(String field) {
        return record.definition()
                .field(field)
                .map(definition -> definition.zh() + " " + definition.name())
                .orElse(field);
    }

    /** The value of a field as people write it; refuses personal ones. */
    String words(String field) {
        Optional<FieldDefinition> definition = record.definition().field(field);
        return definition.isEmpty() ? "" : Wording.of(definition.get(), record.value(field));
    }

    /** Adds a finding about a field; null when it is about the record. */
    void report(RuleProblem problem, @Nullable String field, Object... arguments) {
        Location location = field == null ? record.raw().location() : record.locate(field);
        add(Finding.of(problem, problem.rule(), field, location, arguments));
    }

    /** Adds a finding whose severity no profile decides. */
    void reportAs(Severity severity, RuleProblem problem, @Nullable String field, Object... arguments) {
        Location location = field == null ? record.raw().location() : record.locate(field);
        Finding finding = Finding.of(problem, severity, problem.rule(), field, location, arguments);
        if (findings == null) {
            findings = new ArrayList<>(4);
        }
        findings.add(finding);
    }

    /** Adds a finding with the severity that it has at the place of risk. */
    void add(Finding finding) {
        if (findings == null) {
            findings = new ArrayList<>(4);
        }
        Severity severity = parameters.severity(finding.code());
        findings.add(severity == null ? finding : with(finding, severity));
    }

    private static Finding with(Finding finding, Severity severity) {
        return new Finding(
                finding.code(),
                severity,
                finding.rule(),
                finding.field(),
                finding.location(),
                finding.zh(),
                finding.en(),
                finding.remedyZh(),
                finding.remedyEn());
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
