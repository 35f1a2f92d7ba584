package org.anze.gateway.validation;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.jurisdiction.Parameters;
import org.anze.gateway.jurisdiction.Profiles;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.ValidRecord;
import org.anze.gateway.record.codes.CodeTables;

/**
 * Checks canonical records. Immutable and safe for several threads; a reload of profiles or code tables makes a new one.
 *
 * <p>It is a function of its arguments: the same records with the same context give the same findings, so that a batch that
 * is processed again after a crash ends the same way.
 */
public final class Validator {

    static final Map<RecordType, List<Rule>> RULES = new EnumMap<>(Map.ofEntries(
            Map.entry(RecordType.ENTERPRISE, EnterpriseRules.RULES),
            Map.entry(RecordType.MUST_INSURE, SupervisionRules.MUST_INSURE),
            Map.entry(RecordType.POLICY, PolicyRules.RULES),
            Map.entry(RecordType.ENDORSEMENT, EndorsementRules.RULES),
            Map.entry(RecordType.ROSTER, RosterRules.RULES),
            Map.entry(RecordType.PLAN, PlanRules.RULES),
            Map.entry(RecordType.SERVICE_RECORD, ServiceRules.RULES),
            Map.entry(RecordType.HAZARD, HazardRules.RULES),
            Map.entry(RecordType.FEE_LEDGER, FeeRules.RULES),
            Map.entry(RecordType.ACCIDENT_REPORT, AccidentRules.RULES),
            Map.entry(RecordType.CLAIM, ClaimRules.RULES),
            Map.entry(RecordType.ENFORCEMENT, SupervisionRules.ENFORCEMENT),
            Map.entry(RecordType.COMPLAINT, ComplaintRules.RULES),
            Map.entry(RecordType.RISK_RATE, SupervisionRules.RISK_RATE),
            Map.entry(RecordType.EVALUATION, List.of()),
            Map.entry(RecordType.BLACKLIST, SupervisionRules.BLACKLIST),
            Map.entry(RecordType.ANNUAL_STAT, SupervisionRules.ANNUAL_STAT),
            Map.entry(RecordType.ACTION, SupervisionRules.ACTION),
            Map.entry(RecordType.ESCALATION, SupervisionRules.ESCALATION),
            Map.entry(RecordType.AGENCY, SupervisionRules.AGENCY)));

    /** What a withdrawal is held to; the other rules look at content, and it needs none. */
    private static final Map<RecordType, List<Rule>> WITHDRAWALS = Map.of(RecordType.FEE_LEDGER, FeeRules.WITHDRAWAL);

    private final Profiles profiles;
    private final CodeTables codes;
    private final Map<RecordType, List<DefinitionCheck>> definitionChecks = new EnumMap<>(RecordType.class);

    /** Works the definitions out once. */
    public Validator(RecordDefinitions definitions, Profiles profiles, CodeTables codes) {
        this.profiles = profiles;
        this.codes = codes;
        for (RecordType type : RecordType.values()) {
            definitionChecks.put(
                    type,
                    definitions.versions(type).stream()
                            .map(DefinitionCheck::new)
                            .toList());
        }
    }

    /** What the rules want to know of the ledger, for the caller to look up in few queries before {@link #validate}. */
    public Wanted wanted(List<CanonicalRecord> records) {
        return WantedRecords.of(records);
    }

    /** V-S11: when a message that arrives now must have been produced. It may hold records of many places, so the nation's. */
    public ReplayWindow replayWindow(Instant now) {
        return ReplayWindow.of(profiles.at(null, ChinaTime.day(now)));
    }

    /** Until when a record waits for the one it refers to, counted from its receipt. */
    public Instant parkedUntil(Validated verdict, Instant receivedAt) {
        Parameters parameters = profiles.at(verdict.record().scope().riskRegion(), ChinaTime.day(receivedAt));
        return receivedAt.plus(Duration.ofHours(parameters.parkingHours()));
    }

    /** The verdict on each record, in the same order. */
    public List<Validated> validate(List<CanonicalRecord> records, ValidationContext context) {
        List<Validated> verdicts = new ArrayList<>(records.size());
        if (records.isEmpty()) {
            return verdicts;
        }
        Case subject = new Case(context, profiles, codes, records.get(0));
        LocalDate receivedDay = ChinaTime.day(context.receivedAt());
        for (CanonicalRecord record : records) {
            subject.take(record, eventDay(record, receivedDay));
            verdicts.add(validate(record, subject));
        }
        return verdicts;
    }

    private Validated validate(CanonicalRecord record, Case subject) {
        DefinitionCheck check =
                definitionChecks.get(record.type()).get(record.definition().version() - 1);
        if (check.check(subject)) {
            ScopeRules.settle(subject);
            boolean withdrawn = record.operation() == Operation.VOID;
            apply((withdrawn ? WITHDRAWALS : RULES).getOrDefault(record.type(), List.of()), subject);
        }
        List<Finding> findings = subject.findings();
        Reference awaited = subject.isRejected() ? null : subject.awaited();
        ValidRecord valid =
                subject.isRejected() || awaited != null ? null : new ValidRecord(record, subject.scope(), findings);
        return new Validated(record, valid, findings, awaited);
    }

    private static void apply(List<Rule> rules, Case subject) {
        for (int i = 0; i < rules.size(); i++) {
            rules.get(i).check().accept(subject);
        }
    }

    /** The day whose parameters apply: that of the event, or of the receipt when the record has none that can be read. */
    private static LocalDate eventDay(CanonicalRecord record, LocalDate receivedDay) {
        RecordDefinition definition = record.definition();
        Object value = definition.eventField().isEmpty()
                ? null
                : record.value(definition.eventField().get());
        return value instanceof String text && (ChinaTime.isInstant(text) || ChinaTime.isDate(text))
                ? ChinaTime.day(text)
                : receivedDay;
    }
}
