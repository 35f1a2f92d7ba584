package org.anze.gateway.validation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    private static final Map<RecordType, List<Rule>> RULES = new EnumMap<>(Map.of(
            RecordType.ENTERPRISE, EnterpriseRules.RULES,
            RecordType.POLICY, PolicyRules.RULES,
            RecordType.SERVICE_RECORD, ServiceRules.RULES,
            RecordType.HAZARD, HazardRules.RULES,
            RecordType.ACCIDENT_REPORT, AccidentRules.RULES,
            RecordType.CLAIM, ClaimRules.RULES));

    /** Type → the field that names a policy and the field that names another record, with that record's type. */
    private static final Map<RecordType, List<Link>> LINKS = new EnumMap<>(Map.of(
            RecordType.ENTERPRISE, List.of(),
            RecordType.POLICY, List.of(new Link("prevPolicyNo", RecordType.POLICY)),
            RecordType.SERVICE_RECORD, List.of(new Link("policyNo", RecordType.POLICY)),
            RecordType.HAZARD, List.of(new Link("serviceNo", RecordType.SERVICE_RECORD)),
            RecordType.ACCIDENT_REPORT, List.of(new Link("policyNo", RecordType.POLICY)),
            RecordType.CLAIM,
                    List.of(
                            new Link("policyNo", RecordType.POLICY),
                            new Link("accidentNo", RecordType.ACCIDENT_REPORT))));

    private final Profiles profiles;
    private final CodeTables codes;
    private final Map<RecordType, DefinitionCheck> definitionChecks = new EnumMap<>(RecordType.class);

    /** Works the definitions out once. */
    public Validator(RecordDefinitions definitions, Profiles profiles, CodeTables codes) {
        this.profiles = profiles;
        this.codes = codes;
        for (RecordType type : RecordType.values()) {
            definitionChecks.put(type, new DefinitionCheck(definitions.of(type)));
        }
    }

    /** The records that a batch refers to, for the caller to look up in one query before {@link #validate}. */
    public Set<Reference> references(List<CanonicalRecord> records) {
        Set<Reference> references = new HashSet<>();
        for (CanonicalRecord record : records) {
            for (Link link : LINKS.get(record.type())) {
                if (record.value(link.field) instanceof String key && !key.isEmpty()) {
                    references.add(new Reference(link.type, key));
                }
            }
        }
        return references;
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
        DefinitionCheck check = definitionChecks.get(record.type());
        if (check.definition().version() != record.definition().version()) {
            throw new IllegalArgumentException("not the version in force of " + record.type());
        }
        if (check.check(subject)) {
            ScopeRules.settle(subject);
            if (record.operation() != Operation.VOID) {
                apply(RULES.get(record.type()), subject);
            }
        }
        List<Finding> findings = subject.findings();
        ValidRecord valid = subject.isRejected() ? null : new ValidRecord(record, subject.scope(), findings);
        return new Validated(record, valid, findings);
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

    private record Link(String field, RecordType type) {}
}
